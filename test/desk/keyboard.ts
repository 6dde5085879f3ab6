import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { ACKNOWLEDGE } from '../../desk/result/words-acknowledge.ts';
import { STATEMENT, VERDICTS } from '../../desk/result/words-statement.ts';
import { SHELL } from '../../desk/shell/words.ts';
import { LIST } from '../../desk/worklist/words.ts';
import { birthYear, child, woman } from './cast.ts';
import { type Focus, focusNow } from './in-page.ts';
import type { Part } from './stage.ts';
import { until } from './until.ts';
import { visitor } from './visitor.ts';

const PATIENCE_MS = 180_000;
/** A film has its own way before it stands on a list. */
const FILM_MS = 60_000;
/** What comes late to a page may move it; what is moved away for good is hidden. */
const SETTLES_MS = 2000;
/** More stops than any page of this way has: who has not arrived by then never will. */
const STOPS = 80;

/** A hand on the keyboard: each stop of the focus must be seen and marked, and none may hold it. */
function hand(page: Page) {
  const faults = new Set<string>();
  const note = (focus: Focus | undefined): void => {
    if (focus && !focus.isSeen) faults.add(`hidden: ${focus.name}`);
    if (focus && !focus.isMarked) faults.add(`not marked: ${focus.name}`);
  };
  const press = async (key: string): Promise<string> => {
    await page.keyboard.press(key);
    let focus = await focusNow(page);
    const name = focus?.name;
    for (const began = Date.now(); focus && !focus.isSeen && Date.now() < began + SETTLES_MS; ) {
      await page.waitForTimeout(100);
      focus = await focusNow(page);
    }
    note(focus);
    return name ?? '';
  };
  return {
    faults,
    press,
    type: (text: string): Promise<void> => page.keyboard.type(text),
    /** Goes on by this key until the focus stands on what is called so. @throws with the way when it never does */
    async to(called: string, key = 'Tab'): Promise<void> {
      const way: string[] = [];
      while (way.length < STOPS) {
        const name = await press(key);
        if (name.includes(called)) return;
        way.push(name);
      }
      throw new Error(`${key} never came to “${called}”: ${way.join(' → ')}`);
    },
  };
}

const beginning = (words: string): string => words.split('{')[0] ?? '';

/** WCAG 2.2, 2.1.1, 2.1.2, 2.4.7 and 2.4.11 on the main way; not once a mouse. */
export const aboutTheKeyboard: Part = (stage) => {
  test(
    'by keys alone one signs in, finds a critical result, reads it back and states what one thinks of it',
    async () => {
      const { browser, world, scenes } = stage();
      const [ill, other, filmed] = [woman('Клавишная'), woman('Соседняя'), child('Кнопкин')];
      const { record, resultId } = await scenes.potassiumOf(ill, '7,3');
      await scenes.potassiumOf(other, '6,7');
      await scenes.filmOf(filmed);
      const one = await visitor({ browser, url: world.url });
      const { page, seen } = one;
      const { faults, press, type, to } = hand(page);

      await one.open('#/worklist');
      await page.getByRole('button', { name: SHELL.signIn.ru, exact: true }).waitFor();
      await to(`button ${SHELL.signIn.ru}`);
      await page.keyboard.press('Enter');
      await page.locator('button[name="person"]').first().waitFor();
      await to('Сказочников');
      await page.keyboard.press('Enter');

      await page.getByRole('heading', { level: 1, name: LIST.title.ru }).waitFor();
      await page
        .getByRole('link', { name: new RegExp(ill.family) })
        .first()
        .waitFor();
      const [first, second] = [await press('j'), await press('j')];
      expect(second).not.toBe(first);
      expect(await press('k')).toBe(first);
      if (!first.includes(ill.family)) await to(ill.family, 'j');
      await page.keyboard.press('Enter');
      await page.waitForURL(`**/desk#/patient/${record}/result/${resultId}**`);

      // The dialog lets go by Escape, and the focus is where it was.
      await page.getByRole('button', { name: ACKNOWLEDGE.open.ru }).waitFor();
      await to(ACKNOWLEDGE.open.ru);
      await page.keyboard.press('Enter');
      const dialog = page.getByRole('dialog');
      await dialog.waitFor();
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      await until(
        'the focus is back where it was',
        async () => (await focusNow(page))?.name.includes(ACKNOWLEDGE.open.ru) === true,
      );
      await page.keyboard.press('Enter');
      await dialog.waitFor();
      await to(ACKNOWLEDGE.birthYear.ru);
      await type(birthYear(ill.ageMonths));
      await to(beginning(ACKNOWLEDGE.value.ru));
      await type('7,3');
      await to(ACKNOWLEDGE.send.ru);
      await page.keyboard.press('Enter');
      await dialog.waitFor({ state: 'detached' });
      await page.getByText(beginning(ACKNOWLEDGE.readBack.ru)).first().waitFor();

      // To the finding of a film, among those of the whole clinic.
      await press('g');
      await press('w');
      await page.getByRole('heading', { level: 1, name: LIST.title.ru }).waitFor();
      await to(LIST.all.ru);
      await page.keyboard.press('Enter');
      await page
        .getByRole('link', { name: new RegExp(filmed.family) })
        .first()
        .waitFor({ timeout: FILM_MS });
      await to(filmed.family, 'j');
      await page.keyboard.press('Enter');
      await page.getByRole('radio', { name: VERDICTS.disagrees.ru }).waitFor();
      await to(VERDICTS.disagrees.ru);
      await page.keyboard.press('Space');
      await to(STATEMENT.reason.ru);
      await press('ArrowDown');
      await to(STATEMENT.review.ru);
      await page.keyboard.press('Enter');
      await dialog.waitFor();
      await to(`button ${STATEMENT.sign.ru}`);
      await page.keyboard.press('Enter');
      await dialog.waitFor({ state: 'detached' });
      await page.getByText(STATEMENT.yours.ru, { exact: true }).first().waitFor();

      // No trap: from there the focus comes round to the beginning of the page.
      await to(SHELL.skip.ru);
      expect([...faults]).toEqual([]);
      expect(seen.faults).toEqual([]);
      await one.close();
    },
    PATIENCE_MS,
  );
};
