import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import type { FollowUp } from '../../schemas/api/followups.ts';
import { hasChromium, startChromium } from '../desk/chromium.ts';
import { layoutFaults } from '../desk/in-page.ts';
import { resize } from '../desk/look.ts';
import type { Visitor } from '../desk/visitor.ts';
import { answerAll } from './answers.ts';
import { type FixtureDesk, openFixtureDesk, signedIn } from './fixture-desk.ts';

const describeHere = hasChromium() ? describe : describe.skip;
const PARTS = { appointments: '#/', worklist: '#/worklist', duty: '#/duty', followups: '#/followups' } as const;

const RECOMMENDED: FollowUp = {
  id: '437daf90-4a27-883e-8ce5-2dc7ce33a7bf',
  record: '9589c8fe-22e7-886b-b67c-d97ad57d3eba',
  clinic: 'district',
  state: 'proposed',
  isDueSoon: true,
  patient: { name: 'Выдумкина Ия', birthDate: '1960-02-01', number: '7' },
  what: { ru: 'Консультация онколога', en: 'A visit to the oncologist' },
  reason: { ru: 'BI-RADS 5', en: 'BI-RADS 5' },
  source: 'bi-rads',
  reference: 'DiagnosticReport/1',
  reportedAt: '2026-03-01T10:00:00+05:00',
  dueOn: '2026-03-15',
};

describeHere('who sees what', () => {
  let browser: Browser;
  let desk: FixtureDesk;
  let one: Visitor;
  let all: ReturnType<typeof answerAll>;
  beforeAll(async () => {
    browser = await startChromium();
    desk = await openFixtureDesk();
  });
  afterAll(async () => {
    await browser.close();
    await desk.stop();
  });
  beforeEach(async () => {
    desk.answers.clear();
    all = answerAll(desk);
    desk.answers.set('/appointments/today', { json: { asOf: all.me.asOf, pages: [], more: 0 } });
    for (const clinic of ['district', 'city'])
      desk.answers.set(`/followups/${clinic}`, { json: { asOf: all.me.asOf, clinic, items: [RECOMMENDED] } });
    one = await signedIn(desk, browser);
  });
  afterEach(() => one.close());
  const main = () => one.page.locator('main');
  const menu = () => one.page.getByRole('navigation').first();

  describe('a registrar, who opens no chart', () => {
    beforeEach(() => {
      const may = { ...all.me.may, readCharts: false, acknowledge: false, order: false, takeAlarm: false };
      desk.answers.set('/desk-api/me', { json: { ...all.me, roles: ['registrar'], staff: [], may } });
      desk.answers.set('/desk-api/worklist', { status: 403, json: { code: 'forbidden', message: '', whatToDo: '' } });
    });

    test('is not led to the work list, which refuses her', async () => {
      await one.open('#/');
      await menu().getByRole('link', { name: 'Рабочий список' }).waitFor({ state: 'detached' });
      expect(await menu().getByRole('link').allInnerTexts()).toEqual(['Мои приёмы', 'Дежурство', 'Сверка', 'Контроль']);
    });

    test('sees who is on duty, and no refusal above it', async () => {
      await one.open('#/duty');
      await main().getByText('Кто дежурит').waitFor();
      expect(await main().getByRole('alert').count()).toBe(0);
      expect(one.seen.faults).toEqual([]);
    });

    test('begins with everybody’s appointments', async () => {
      await one.open('#/');
      await main().getByText('На этот день приёмов нет.').waitFor();
    });

    test('reads whom to call, without a way into a chart', async () => {
      await one.open('#/followups');
      await main().getByText('Выдумкина Ия, 01.02.1960, № 7').waitFor();
      expect(await main().locator('a[href*="#/patient"]').count()).toBe(0);
    });
  });

  test.each(Object.keys(PARTS) as (keyof typeof PARTS)[])('two clinics to choose from fit 360 px: %s', async (name) => {
    const title = { ru: 'Городская многопрофильная больница № 1 имени героя', en: 'City hospital no. 1, of long name' };
    const other = { ...all.me.clinics[0], id: 'city', title };
    desk.answers.set('/desk-api/me', { json: { ...all.me, clinics: [...all.me.clinics, other] } });
    await one.open(PARTS[name]);
    await main().getByRole('combobox').first().waitFor();
    await resize(one.page, 360);
    expect(await layoutFaults(one.page)).toEqual([]);
  });
});
