import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { hasChromium, startChromium } from '../desk/chromium.ts';
import { look } from '../desk/look.ts';
import { LANGUAGES } from '../desk/visitor.ts';
import { answerAll } from './answers.ts';
import { type FixtureDesk, openFixtureDesk, signedIn } from './fixture-desk.ts';

const describeHere = hasChromium() ? describe : describe.skip;

describeHere('result, chart, trace and duty as they look', () => {
  let browser: Browser;
  let desk: FixtureDesk;
  beforeAll(async () => {
    browser = await startChromium();
    desk = await openFixtureDesk();
  });
  afterAll(async () => {
    await browser.close();
    await desk.stop();
  });

  const PAGES = ['finding', 'critical', 'read-back', 'trace', 'chart', 'duty'] as const;
  const cases = LANGUAGES.flatMap((language) => PAGES.map((name) => [name, language] as const));

  test.each(cases)('%s in %s: nothing overlaps or is cut off, axe finds nothing', async (name, language) => {
    const { result, critical } = answerAll(desk);
    const one = await signedIn(desk, browser, { language });
    const patient = `#/patient/${result.record}`;
    const hashes = {
      finding: `${patient}/result/${result.resultId}`,
      critical: `${patient}/result/${critical.resultId}`,
      'read-back': `${patient}/result/${critical.resultId}`,
      trace: `${patient}/result/${result.resultId}/trace`,
      chart: patient,
      duty: '#/duty',
    };
    await one.open(hashes[name]);
    await one.page.locator('main h1').waitFor();
    await one.page.waitForLoadState('networkidle');
    for (const fold of await one.page.locator('main details > summary').all()) await fold.click();
    if (name === 'read-back') await one.page.locator('main .acknowledge button').click();
    expect(await look(one.page, `pages-${name}-${language}`)).toEqual([]);
    expect(one.seen.faults).toEqual([]);
    await one.close();
  });
});
