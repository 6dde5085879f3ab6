import { describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { DUTY } from '../../desk/duty/words.ts';
import { PICTURE, RESULT } from '../../desk/result/words.ts';
import { ACKNOWLEDGE } from '../../desk/result/words-acknowledge.ts';
import { STATEMENT, VERDICTS } from '../../desk/result/words-statement.ts';
import { STUDY } from '../../desk/study/words.ts';
import { TRACE } from '../../desk/trace/words.ts';
import { UI } from '../../desk/ui/words.ts';
import { LIST } from '../../desk/worklist/words.ts';
import { birthYear, child, woman } from './cast.ts';
import type { Part } from './stage.ts';
import { until } from './until.ts';
import { LANGUAGES, type Language, signIn, visitor } from './visitor.ts';

/** A whole scene on a machine that has other work. */
const PATIENCE_MS = 120_000;

/** Says that no page was loaded anew since. */
const mark = (page: Page): Promise<unknown> => page.evaluate('window.stillHere = true');
const isStillHere = (page: Page): Promise<unknown> => page.evaluate('window.stillHere === true');

/** The row of a patient, as soon as it stands in the list: a list that is being read says first that there is more. */
export async function row(page: Page, family: string, language: Language) {
  const link = page.getByRole('link', { name: new RegExp(family) });
  const arrived = page.getByRole('button', { name: `: ${LIST.show[language]}` });
  await link.or(arrived).first().waitFor({ timeout: 40_000 });
  if (!(await link.first().isVisible())) await arrived.click();
  await link.first().waitFor();
  return link.first();
}

/** What is drawn of the film just now. */
export const drawn = async (page: Page): Promise<string> =>
  (await page.locator('.stage canvas').first().screenshot()).toString('base64');

/** From the post's upload to a human who answers for it, as those who do it see it. */
export const aboutTheDay: Part = (stage) => {
  describe.each(LANGUAGES)('a day of the region (%s)', (language) => {
    test(
      'a film of the post comes to the reader’s open list by itself, is windowed, and its finding is disagreed with for a reason',
      async () => {
        const { browser, world, scenes } = stage();
        const reader = await visitor({ browser, url: world.url, language });
        const { page, seen } = reader;
        await signIn(reader, 'radiologist-berezovo', '#/worklist?clinic=post&who=clinic');
        await page.getByText(LIST.emptyClinic[language]).or(page.locator('.worklist')).first().waitFor();
        await mark(page);
        const family = language === 'ru' ? 'Фапов' : 'Дальнев';
        await scenes.filmOf(child(family, 'post'));
        await (await row(page, family, language)).click();
        await page.getByText(UI.ai[language]).first().waitFor();

        await page.getByRole('link', { name: PICTURE.study[language] }).click();
        await page.getByText(STUDY.whole[language].split('{')[0] ?? '').waitFor();
        const before = await drawn(page);
        await page
          .getByRole('group', { name: new RegExp(STUDY.stage[language].split('{')[0] ?? '') })
          .first()
          .focus();
        for (let times = 0; times < 5; times += 1) await page.keyboard.press('ArrowUp');
        await until('another window is drawn', async () => (await drawn(page)) !== before);

        await page.goBack();
        await page.getByRole('radio', { name: VERDICTS.disagrees[language] }).check();
        await page.getByRole('combobox', { name: STATEMENT.reason[language] }).selectOption('artefact');
        await page.getByRole('button', { name: STATEMENT.review[language] }).click();
        const dialog = page.getByRole('dialog');
        await dialog.getByText(family).waitFor();
        await dialog.getByRole('button', { name: STATEMENT.sign[language], exact: true }).click();
        await page.getByText(STATEMENT.signed[language]).first().waitFor();
        await page.getByText(STATEMENT.yours[language], { exact: true }).first().waitFor();
        expect(await isStillHere(page)).toBe(true);
        expect(seen.faults).toEqual([]);
        await reader.close();
      },
      PATIENCE_MS,
    );

    test(
      'a critical potassium is read back and acknowledged, and its trace shows the way from the laboratory to the human',
      async () => {
        const { browser, world, scenes } = stage();
        const physician = await visitor({ browser, url: world.url, language });
        const { page, seen } = physician;
        await signIn(physician, 'physician-berezovo', '#/worklist');
        await page.getByRole('heading', { level: 1, name: LIST.title[language] }).waitFor();
        const ill = woman(language === 'ru' ? 'Калиева' : 'Ионова');
        await scenes.potassiumOf(ill, '7,1');
        await (await row(page, ill.family, language)).click();
        await page.getByRole('button', { name: ACKNOWLEDGE.open[language] }).click();
        const dialog = page.getByRole('dialog');
        await dialog.getByLabel(ACKNOWLEDGE.birthYear[language]).fill('1901');
        await dialog
          .getByLabel(ACKNOWLEDGE.value[language].split('{')[0] ?? '')
          .fill(language === 'ru' ? '7,1' : '7.1');
        await dialog.getByRole('button', { name: ACKNOWLEDGE.send[language] }).click();
        await dialog.getByText(ACKNOWLEDGE.wrongYear[language]).waitFor();
        await dialog.getByLabel(ACKNOWLEDGE.birthYear[language]).fill(birthYear(ill.ageMonths));
        await dialog.getByRole('button', { name: ACKNOWLEDGE.send[language] }).click();
        await dialog.waitFor({ state: 'detached' });
        await page
          .getByText(ACKNOWLEDGE.readBack[language].split('{')[0] ?? '')
          .first()
          .waitFor();
        await page.getByRole('link', { name: RESULT.trace[language] }).click();
        await page.getByRole('heading', { level: 1, name: TRACE.title[language] }).waitFor();
        const steps = page.getByRole('main').getByRole('listitem');
        await steps.filter({ hasText: TRACE.humans[language] }).last().waitFor();
        expect(await steps.count()).toBeGreaterThan(3);
        expect((await steps.allInnerTexts()).join('\n')).toContain('Сказочников');
        expect(seen.faults).toEqual([]);
        await physician.close();
      },
      PATIENCE_MS,
    );
  });

  test(
    'the absent doctor’s critical result goes to others, sounds at the duty desk, and is silent once somebody has taken it',
    async () => {
      const { browser, world, scenes } = stage();
      const duty = await visitor({ browser, url: world.url });
      const { page, seen } = duty;
      await signIn(duty, 'duty-berezovo', '#/duty');
      const absence = page.getByRole('region', { name: DUTY.absence.ru });
      await absence.getByLabel(DUTY.who.ru).selectOption('physician-away');
      const [from, to] = (await page.evaluate(`[-3, 20].map((hours) =>
      new Date(Date.now() + hours * 3600e3 + 5 * 3600e3).toISOString().slice(0, 16))`)) as [string, string];
      await absence.getByLabel(DUTY.from.ru, { exact: true }).fill(from);
      await absence.getByLabel(DUTY.until.ru, { exact: true }).fill(to);
      await absence.getByRole('button', { name: DUTY.tell.ru }).click();
      await page
        .getByRole('region', { name: DUTY.onDuty.ru })
        .getByText(/Отлучкин/)
        .waitFor();

      const ill = woman('Сиротина');
      const { record, resultId } = await scenes.potassiumOf(ill, '7,3', { physician: 'T14' });
      const alarm = page.getByRole('listitem').filter({ hasText: ill.family }).filter({ hasText: DUTY.alarm.ru });
      await alarm.getByRole('button', { name: DUTY.take.ru }).click({ timeout: 90_000 });
      await page.getByRole('listitem').filter({ hasText: ill.family }).getByText(DUTY.taken.ru).waitFor();
      await duty.open(`#/patient/${record}/result/${resultId}/trace`);
      const steps = page.getByRole('main').getByRole('listitem');
      await steps.first().waitFor();
      const way = (await steps.allInnerTexts()).join('\n');
      expect(way).toMatch(/Неспалов/);
      expect(way).not.toMatch(/на рабочем месте: Отлучкин/);
      expect(seen.faults).toEqual([]);
      await duty.close();
    },
    PATIENCE_MS,
  );
};
