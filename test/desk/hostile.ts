import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { dayOfAppointment } from './cast.ts';
import { look } from './look.ts';
import { settled } from './looks.ts';
import { patient } from './patients.ts';
import type { Part } from './stage.ts';
import { signIn, visitor } from './visitor.ts';

/** What somebody may have typed into a registration desk, or a system may have sent by fault. */
const SCRIPT = {
  family: '<script>window.broken=1</script>',
  given: '<img src=x onerror=window.broken=1>',
  patronymic: '{{constructor.constructor("window.broken=1")()}}',
};
const RIGHT_TO_LEFT = { family: `Право\u202eвоВел${'ы'.repeat(290)}`, given: '\u2066Имя\u0000', patronymic: '#{7*7}' };

/** Nothing of it ran, and it stands on the page as it was written. */
async function inert(page: Page, written: string): Promise<void> {
  expect(await page.evaluate('window.broken')).toBeUndefined();
  expect(await page.locator('script:not([src]):not([type])').count()).toBe(0);
  expect(await page.locator('img[src="x"]').count()).toBe(0);
  expect(await page.getByText(written).count()).toBeGreaterThan(0);
}

export const aboutHostileNames: Part = (stage) => {
  test('script, markup and templates in a name are words on every page, and nothing of them runs', async () => {
    const { browser, world, scenes } = stage();
    const { record, resultId } = await scenes.potassiumOf(patient('district', SCRIPT), '6,7');
    const physician = await visitor({ browser, url: world.url });
    const { page, seen } = physician;
    await signIn(physician, 'physician-berezovo', '#/');
    const result = `#/patient/${record}/result/${resultId}`;
    for (const hash of [dayOfAppointment(), '#/worklist', result, `${result}/trace`, `#/patient/${record}`, '#/duty']) {
      await physician.open(hash);
      await settled(page);
      await inert(page, SCRIPT.family);
    }
    expect(await look(page, 'hostile-script-ru')).toEqual([]);
    expect(seen.faults).toEqual([]);
    await physician.close();
  }, 120_000);

  test('a name of three hundred letters that turns the direction of writing breaks no page', async () => {
    const { browser, world, scenes } = stage();
    const odd = patient('district', RIGHT_TO_LEFT);
    const { record, resultId } = await scenes.potassiumOf(odd, '6,6', {
      laboratory: { ...odd, family: '', given: '', patronymic: '' },
    });
    const physician = await visitor({ browser, url: world.url, width: 360 });
    const { page, seen } = physician;
    await signIn(physician, 'physician-berezovo', '#/');
    for (const [name, hash] of Object.entries({
      worklist: '#/worklist',
      chart: `#/patient/${record}`,
      result: `#/patient/${record}/result/${resultId}`,
      appointments: dayOfAppointment(),
    })) {
      await physician.open(hash);
      await settled(page);
      expect(await look(page, `hostile-long-${name}-ru`)).toEqual([]);
      // What comes after the name keeps its own direction.
      await page.getByText('6,6 ммоль/л').first().waitFor({ state: 'attached' });
    }
    expect(seen.faults).toEqual([]);
    await physician.close();
  }, 120_000);
};
