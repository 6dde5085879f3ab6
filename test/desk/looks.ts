import { afterAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { FOLLOW_UPS } from '../../desk/followups/words.ts';
import { LAUNCH } from '../../desk/launch/words.ts';
import { DECISIONS, RECONCILE } from '../../desk/reconcile/words.ts';
import { ACKNOWLEDGE } from '../../desk/result/words-acknowledge.ts';
import { STATEMENT, VERDICTS } from '../../desk/result/words-statement.ts';
import { child, dayOfAppointment, type Film, type Played, woman } from './cast.ts';
import { look } from './look.ts';
import type { Part, Stage } from './stage.ts';
import { until } from './until.ts';
import { choose, LANGUAGES, type Language, signIn, type Visitor, visitor } from './visitor.ts';

/** The patient of `potassium` also has a report that recommends a follow-up whose day has passed. */
type Seen = { readonly potassium: Played; readonly film: Film };
type Opened = {
  readonly hash: (of: Seen) => string;
  /** Who looks at it. */
  readonly person?: string;
  /** What is done on the page before it is looked at. */
  readonly act?: (page: Page, language: Language) => Promise<void>;
};

const resultOf = ({ record, resultId }: Played): string => `#/patient/${record}/result/${resultId}`;
const RADIOLOGIST = 'radiologist-berezovo';
const DUTY = 'duty-berezovo';

/** Every page of the desk, and each dialog in which something is signed. */
const PAGES: Readonly<Record<string, Opened>> = {
  appointments: { hash: dayOfAppointment },
  worklist: { hash: () => '#/worklist' },
  'result-critical': { hash: ({ potassium }) => resultOf(potassium) },
  acknowledge: {
    hash: ({ potassium }) => resultOf(potassium),
    async act(page, language) {
      await page.getByRole('button', { name: ACKNOWLEDGE.open[language] }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  'result-finding': { hash: ({ film }) => resultOf(film), person: RADIOLOGIST },
  statement: {
    hash: ({ film }) => resultOf(film),
    person: RADIOLOGIST,
    async act(page, language) {
      await page.getByRole('radio', { name: VERDICTS.disagrees[language] }).check();
      await page.getByRole('combobox', { name: STATEMENT.reason[language] }).selectOption('not-on-image');
      await page.getByRole('button', { name: STATEMENT.review[language] }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  trace: { hash: ({ potassium }) => `${resultOf(potassium)}/trace` },
  chart: { hash: ({ potassium }) => `#/patient/${potassium.record}` },
  study: { hash: ({ film }) => `#/patient/${film.record}/study/${film.study}`, person: RADIOLOGIST },
  duty: { hash: () => '#/duty', person: DUTY },
  reconcile: { hash: () => '#/reconcile', person: 'registrar-berezovo' },
  'reconcile-open': {
    hash: () => '#/reconcile',
    person: 'registrar-berezovo',
    async act(page, language) {
      const compare = page.getByRole('button', { name: RECONCILE.open[language] }).first();
      if ((await compare.count()) === 0) return;
      await compare.click();
      await page.locator('.candidate').first().waitFor();
      await page.getByRole('button', { name: DECISIONS.apart.name[language] }).first().click();
      await page.getByRole('dialog').waitFor();
    },
  },
  document: {
    hash: ({ potassium }) => `#/patient/${potassium.record}`,
    async act(page) {
      await page.locator('main a[href*="/document/"]').first().click();
      await page.locator('main .document').first().waitFor();
      await settled(page);
    },
  },
  followups: { hash: () => '#/followups', act: (page) => entry(page) },
  'followups-sign': {
    hash: () => '#/followups',
    async act(page, language) {
      await entry(page);
      await page.getByRole('button', { name: FOLLOW_UPS.sign[language], exact: true }).first().click();
      await page.getByRole('dialog').waitFor();
    },
  },
  'followups-none': { hash: () => '#/followups?state=declined' },
  'no-such-page': { hash: () => '#/nothing-here' },
};

/** The first entry of a list that is derived from a report a moment after it has come. */
const entry = async (page: Page): Promise<void> => {
  await until('a follow-up stands in the list', async () => {
    if ((await page.locator('.followup-list > li').count()) > 0) return true;
    await page.reload();
    await settled(page);
    return (await page.locator('.followup-list > li').count()) > 0;
  });
};

/** Nothing is being loaded any more, and nothing is left that says so. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.locator('.loading').filter({ visible: true }).first().waitFor({ state: 'hidden' });
}

/** Each page in both languages, three widths, light and dark: axe-core finds nothing, nothing overlaps or is cut off. */
export const aboutLooks: Part = (stage) => {
  let seen: Promise<Seen> | undefined;
  const played = async ({ potassiumOf, filmOf, reports }: Stage['scenes']): Promise<Seen> => {
    const ill = woman('Показательная');
    const [potassium, film] = await Promise.all([potassiumOf(ill), filmOf(child('Снимков'))]);
    await reports(ill, 'KT-1', 'Очаг S6 слева. Рекомендован контроль КТ органов грудной клетки через 3 месяца.', 100);
    return { potassium, film };
  };
  const scenes = ({ scenes: of }: Stage): Promise<Seen> => (seen ??= played(of));

  test.each(LANGUAGES)('the door to the desk looks right (%s)', async (language) => {
    const { browser, world } = stage();
    const one = await visitor({ browser, url: world.url, language });
    await one.open('#/');
    await settled(one.page);
    expect(await look(one.page, `sign-in-${language}`)).toEqual([]);
    expect(one.seen.faults).toEqual([]);
    await one.close();
  });

  test.each(LANGUAGES)(
    'a record system that has another patient open is stopped, and the stop looks right (%s)',
    async (language) => {
      const { browser, world } = stage();
      const { potassium } = await scenes(stage());
      const one = await visitor({ browser, url: world.url, language });
      const { page } = one;
      await page.goto(world.launchOf('berezovo', potassium.record, { birthDate: '1931-03-08', gender: 'male' }));
      await choose(page, 'physician-berezovo');
      await page.getByRole('heading', { name: LAUNCH.differs[language] }).waitFor();
      expect(await page.getByRole('navigation').count()).toBe(0);
      expect(await look(page, `launch-stop-${language}`)).toEqual([]);
      expect(one.seen.faults).toEqual([]);
      await one.close();
    },
    60_000,
  );

  describe.each(LANGUAGES)('in %s', (language) => {
    const visitors = new Map<string, Promise<Visitor>>();
    const visitorOf = (person: string): Promise<Visitor> => {
      const { browser, world } = stage();
      const known = visitors.get(person);
      if (known) return known;
      const made = visitor({ browser, url: world.url, language }).then(async (one) => {
        await signIn(one, person);
        return one;
      });
      visitors.set(person, made);
      return made;
    };
    afterAll(async () => {
      for (const one of visitors.values()) await (await one).close();
    });

    test.each(Object.keys(PAGES))(
      '“%s” looks right',
      async (name) => {
        const { hash, person = 'physician-berezovo', act } = PAGES[name] as Opened;
        const [of, one] = await Promise.all([scenes(stage()), visitorOf(person)]);
        one.seen.clear();
        await one.open(hash(of));
        await settled(one.page);
        await act?.(one.page, language);
        expect(await look(one.page, `${name}-${language}`)).toEqual([]);
        expect(one.seen.faults).toEqual([]);
      },
      60_000,
    );
  });
};
