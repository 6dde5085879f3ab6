import { describe, expect, test } from '@jest/globals';
import { FOLLOW_UPS, STATES } from '../../desk/followups/words.ts';
import { DECISIONS, RECONCILE } from '../../desk/reconcile/words.ts';
import { encodeWindows1251 } from '../../samples/day/hl7.ts';
import { mammogramReport, SPEAKERS } from '../../samples/day/messages.ts';
import type { Person } from '../../samples/day/people.ts';
import { child, woman } from './cast.ts';
import type { Part } from './stage.ts';
import { LANGUAGES, signIn, visitor } from './visitor.ts';

/** A film whose header carries one child's name and another one's number. */
const swapped = (right: Person, wrong: Person): Person => ({ ...right, number: wrong.number });

/** What a program must not judge is settled by a human on a page, and reaches the record by itself. */
export const aboutReconciling: Part = (stage) => {
  describe.each(LANGUAGES)('what waits for a human (%s)', (language) => {
    test('a film under another child’s number is linked to the right record, and its finding is published there; taken back it is withdrawn', async () => {
      const { browser, world, scenes } = stage();
      const family = language === 'ru' ? 'Сверкин' : 'Связкин';
      const right = child(family);
      const wrong = child('Чужаков');
      await scenes.comes(right);
      await scenes.comes(wrong);
      await scenes.exposes(swapped(right, wrong), '', 'pneumonia-1.png', { times: 2 });

      const registrar = await visitor({ browser, url: world.url, language });
      const { page, seen } = registrar;
      await signIn(registrar, 'registrar-berezovo', '#/reconcile');
      const matter = page.getByRole('listitem').filter({ hasText: family });
      await matter.first().waitFor({ timeout: 60_000 });
      await matter.getByRole('button', { name: RECONCILE.open[language] }).click();
      await matter.getByLabel(RECONCILE.number[language]).fill(right.number);
      await matter.getByRole('button', { name: RECONCILE.find[language] }).click();
      const card = matter.locator('.candidate').filter({ hasText: right.number });
      await card.getByRole('button', { name: RECONCILE.isThis[language] }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText(family).first().waitFor();
      await dialog.getByRole('button', { name: DECISIONS.link.name[language], exact: true }).click();
      const published = await world.applied(
        ({ result, patient: { identifiers } }) =>
          result?.content.kind === 'finding' && identifiers.includes(right.number),
      );
      expect(published.state).toBe('current');

      const undo = page.getByRole('button', { name: RECONCILE.undo[language] });
      await undo.click();
      await undo.waitFor({ state: 'detached' });
      const withdrawn = await world.applied(
        ({ resultId, state }) => resultId === published.resultId && state === 'withdrawn',
      );
      expect(withdrawn.version).toBeGreaterThan(published.version);
      expect(seen.faults).toEqual([]);
      await registrar.close();
    }, 180_000);

    test('a follow-up that a report recommends is ordered with one signature', async () => {
      const { browser, world, scenes } = stage();
      const family = language === 'ru' ? 'Контрольная' : 'Повторная';
      const person = woman(family);
      await scenes.comes(person);
      const words =
        'Вероятно доброкачественное образование слева, BI-RADS 3. Рекомендована маммография через 6 месяцев.';
      const number = `M-${person.number}`;
      const body = mammogramReport(SPEAKERS.radiology, person, new Date(), {
        number,
        words,
        patient: { now: new Date() },
      });
      await world.send('district', 'record', encodeWindows1251(body));

      const physician = await visitor({ browser, url: world.url, language });
      const { page, seen } = physician;
      await signIn(physician, 'physician-berezovo', '#/followups?state=proposed');
      const row = page.getByRole('listitem').filter({ hasText: family });
      await row.first().waitFor({ timeout: 90_000 });
      await row.getByText('BI-RADS 3.').waitFor();
      await row.getByRole('button', { name: FOLLOW_UPS.sign[language] }).click();
      await page.getByRole('dialog').getByRole('button', { name: FOLLOW_UPS.sign[language] }).click();
      await row.getByText(STATES.ordered[language], { exact: true }).waitFor();
      expect(seen.faults).toEqual([]);
      await physician.close();
    }, 180_000);
  });
};
