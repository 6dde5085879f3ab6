import { describe, expect, test } from '@jest/globals';
import { PICTURE } from '../../desk/result/words.ts';
import { ACKNOWLEDGE } from '../../desk/result/words-acknowledge.ts';
import { STATEMENT, VERDICTS } from '../../desk/result/words-statement.ts';
import { SHELL } from '../../desk/shell/words.ts';
import { LIST } from '../../desk/worklist/words.ts';
import { type Party, tokenFor } from '../../local/keys.ts';
import { birthYear, child, type Film, woman } from './cast.ts';
import { settled } from './looks.ts';
import type { Part, Stage } from './stage.ts';
import { until } from './until.ts';
import { choose, signIn, visitor } from './visitor.ts';

const PATIENCE_MS = 120_000;
const WORDS = 'Тень средостения, инфильтрации не вижу';

/** What goes wrong between a page and its region on an ordinary day. */
export const aboutTroubles: Part = (stage) => {
  let film: Promise<Film> | undefined;
  const filmOf = ({ scenes }: Stage): Promise<Film> => (film ??= scenes.filmOf(child('Спорный')));

  test.each([2, -2])(
    'a device whose clock is %d hours off says so, and waiting times are the region’s',
    async (hours) => {
      const { browser, world, scenes } = stage();
      const ill = woman(`Часова${hours > 0 ? 'я' : ''}`);
      await scenes.potassiumOf(ill, '6,8');
      const physician = await visitor({ browser, url: world.url });
      const { page, seen } = physician;
      await page.clock.install({ time: Date.now() + hours * 3600_000 });
      await signIn(physician, 'physician-berezovo', '#/worklist');
      await page.getByText(SHELL.clockOff.ru.split('{')[0] ?? '').waitFor();
      const item = page.getByRole('listitem').filter({ hasText: ill.family }).first();
      await item.waitFor();
      // Of a result that has just come: minutes, whatever the device believes.
      expect(await item.textContent()).toMatch(/ждёт\s+\d+ мин/);
      expect(seen.faults).toEqual([]);
      await physician.close();
    },
    PATIENCE_MS,
  );

  test(
    'a sign-in that ends in mid-sentence costs no word: the same person finds it again, another one does not',
    async () => {
      const { browser, world } = stage();
      const { record, resultId } = await filmOf(stage());
      const reader = await visitor({ browser, url: world.url });
      const { page, seen } = reader;
      await signIn(reader, 'radiologist-berezovo', `#/patient/${record}/result/${resultId}`);
      await page.getByRole('radio', { name: VERDICTS.disagrees.ru }).check();
      await page.getByLabel(STATEMENT.words.ru).fill(WORDS);
      // From now on the region is asked with a token whose time is over, as after a long pause.
      const party: Party = { kind: 'person', id: 'radiologist-berezovo', clinic: 'district', roles: ['radiologist'] };
      const old = await tokenFor(world.keys, party, { lifeSeconds: -600 });
      seen.expect(/401/);
      await page.route('**/desk-api/**', (route) =>
        route.continue({ headers: { ...route.request().headers(), authorization: `Bearer ${old}` } }),
      );
      await page.getByRole('dialog', { name: SHELL.expired.ru }).waitFor({ timeout: 40_000 });
      await page.unroute('**/desk-api/**');
      await page.getByRole('button', { name: SHELL.signInAgain.ru }).click();
      const words = page.getByLabel(STATEMENT.words.ru);
      await words.waitFor();
      expect(await words.inputValue()).toBe(WORDS);

      await page.getByRole('button', { name: SHELL.signOut.ru }).click();
      await page.getByRole('button', { name: SHELL.signIn.ru, exact: true }).click();
      await choose(page, 'duty-berezovo');
      await reader.open(`#/patient/${record}/result/${resultId}`);
      await settled(page);
      expect(await page.content()).not.toContain(WORDS);
      expect(await page.evaluate('JSON.stringify({ ...sessionStorage, ...localStorage })')).not.toContain(WORDS);
      expect(seen.faults).toEqual([]);
      await reader.close();
    },
    PATIENCE_MS,
  );

  describe('a statement', () => {
    test(
      'that is signed with a double click is one statement',
      async () => {
        const { browser, world } = stage();
        const { record, resultId } = await filmOf(stage());
        const reader = await visitor({ browser, url: world.url });
        const { page, seen } = reader;
        await signIn(reader, 'radiologist-berezovo', `#/patient/${record}/result/${resultId}`);
        await page.getByRole('radio', { name: VERDICTS.agrees.ru, exact: true }).check();
        await page.getByRole('button', { name: STATEMENT.review.ru }).click();
        await page.getByRole('dialog').getByRole('button', { name: STATEMENT.sign.ru, exact: true }).dblclick();
        await page.getByText(STATEMENT.yours.ru, { exact: true }).first().waitFor();
        expect(await page.getByText(STATEMENT.yours.ru, { exact: true }).count()).toBe(1);
        expect(seen.faults).toEqual([]);
        await reader.close();
      },
      PATIENCE_MS,
    );

    test(
      'of a second physician stands beside the first, and both see that they differ',
      async () => {
        const { browser, world } = stage();
        const { record, resultId } = await filmOf(stage());
        const other = await visitor({ browser, url: world.url });
        const { page, seen } = other;
        await signIn(other, 'duty-berezovo', `#/patient/${record}/result/${resultId}`);
        await page.getByRole('radio', { name: VERDICTS.disagrees.ru }).check();
        await page.getByRole('combobox', { name: STATEMENT.reason.ru }).selectOption('clinically-unlikely');
        await page.getByRole('button', { name: STATEMENT.review.ru }).click();
        await page.getByRole('dialog').getByRole('button', { name: STATEMENT.sign.ru, exact: true }).click();
        await page.getByText(STATEMENT.disputed.ru).first().waitFor();
        expect(seen.faults).toEqual([]);
        await other.close();
      },
      PATIENCE_MS,
    );
  });

  test(
    'without a line nothing is pretended: the page says so, keeps what was typed, and sends it when its writer says so',
    async () => {
      const { browser, world, scenes } = stage();
      const ill = woman('Безлинейная');
      const { record, resultId } = await scenes.potassiumOf(ill, '7,2');
      const physician = await visitor({ browser, url: world.url });
      const { page, context, seen } = physician;
      await signIn(physician, 'physician-berezovo', `#/patient/${record}/result/${resultId}`);
      await page.getByRole('button', { name: ACKNOWLEDGE.open.ru }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel(ACKNOWLEDGE.value.ru.split('{')[0] ?? '').fill('7,2');
      seen.expect(/ERR_INTERNET_DISCONNECTED/);
      await context.setOffline(true);
      await dialog.getByLabel(ACKNOWLEDGE.birthYear.ru).fill(birthYear(ill.ageMonths));
      await dialog.getByRole('button', { name: ACKNOWLEDGE.send.ru }).click();
      await page
        .getByText(/НЕ ОТПРАВЛЕНО/)
        .first()
        .waitFor();
      await context.setOffline(false);
      // Who has the dialog open is asked there, not behind it.
      await dialog.getByText(ACKNOWLEDGE.backAgain.ru).waitFor({ timeout: 40_000 });
      await dialog.getByRole('button', { name: ACKNOWLEDGE.sendNow.ru }).click();
      await page.getByRole('button', { name: ACKNOWLEDGE.acted.ru }).first().waitFor({ timeout: 40_000 });
      expect(seen.faults).toEqual([]);
      await physician.close();
    },
    PATIENCE_MS,
  );

  test(
    'a region that answers 503 is said to be away, and the list comes back by itself',
    async () => {
      const { browser, world } = stage();
      const physician = await visitor({ browser, url: world.url });
      const { page, seen } = physician;
      await signIn(physician, 'physician-berezovo', '#/worklist');
      await settled(page);
      seen.expect(/503/);
      await page.route('**/desk-api/worklist**', (route) =>
        route.fulfill({
          status: 503,
          contentType: 'application/json',
          body: '{"code":"unavailable","message":"x","whatToDo":"y"}',
        }),
      );
      await page.getByText(/Сервер региона временно не отвечает/).waitFor({ timeout: 40_000 });
      await page.unroute('**/desk-api/worklist**');
      await page.getByText(/Сервер региона временно не отвечает/).waitFor({ state: 'detached', timeout: 40_000 });
      expect(seen.faults).toEqual([]);
      await physician.close();
    },
    PATIENCE_MS,
  );

  test(
    'back and forward lead through the pages, and a second tab signs in without a word',
    async () => {
      const { browser, world } = stage();
      const { record, resultId } = await filmOf(stage());
      const reader = await visitor({ browser, url: world.url });
      const { page, context, seen } = reader;
      await signIn(reader, 'radiologist-berezovo', '#/worklist');
      await page.getByRole('heading', { name: LIST.title.ru }).waitFor();
      await page.evaluate(`location.hash = '#/patient/${record}/result/${resultId}'`);
      await page.getByRole('link', { name: PICTURE.study.ru }).click();
      await page.locator('.stage').waitFor();
      await page.goBack();
      await page.getByRole('radio', { name: VERDICTS.agrees.ru, exact: true }).waitFor();
      await page.goBack();
      await page.getByRole('heading', { name: LIST.title.ru }).waitFor();
      await page.goForward();
      await page.getByRole('radio', { name: VERDICTS.agrees.ru, exact: true }).waitFor();
      const second = await context.newPage();
      await second.goto(`${world.url}/desk#/worklist`);
      await second.getByRole('button', { name: SHELL.signIn.ru, exact: true }).click();
      await second.getByRole('heading', { name: LIST.title.ru }).waitFor();
      await until(
        'both tabs stand',
        async () => (await page.getByRole('banner').count()) + (await second.getByRole('banner').count()) === 2,
      );
      expect(seen.faults).toEqual([]);
      await reader.close();
    },
    PATIENCE_MS,
  );
};
