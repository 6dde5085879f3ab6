import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { hasChromium, startChromium } from '../desk/chromium.ts';
import type { Visitor } from '../desk/visitor.ts';
import { answerAll, CALL, DUTY } from './answers.ts';
import { example, type FixtureDesk, openFixtureDesk, PHYSICIAN, signedIn, wordsOf } from './fixture-desk.ts';

const describeHere = hasChromium() ? describe : describe.skip;

describeHere('the duty page', () => {
  let browser: Browser;
  let desk: FixtureDesk;
  let one: Visitor;
  let all: ReturnType<typeof answerAll>;
  beforeAll(async () => {
    browser = await startChromium();
    desk = await openFixtureDesk();
  });
  afterAll(async () => {
    await one?.close();
    await browser.close();
    await desk.stop();
  });
  const itemAs = (standing: string) => ({ ...all.worklist, items: [{ ...all.worklist.items[0], standing }] });
  const alarmsAre = (alarms: number) =>
    desk.answers.set('/desk-api/me', { json: { ...all.me, clinics: [{ ...all.me.clinics[0], alarms }] } });
  const takePath = () => `/desk-api/alarms/${all.critical.record}/${all.critical.resultId}/take`;
  beforeEach(async () => {
    await one?.close();
    desk.answers.clear();
    desk.said.length = 0;
    all = answerAll(desk);
    alarmsAre(1);
    desk.answers.set('/desk-api/worklist', { json: itemAs('alarm') });
    desk.answers.set(takePath(), () => {
      alarmsAre(0);
      desk.answers.set('/desk-api/worklist', { json: itemAs('taken') });
      const at = '2026-03-02T04:12:00.000Z';
      const alarm = { since: '2026-03-02T04:11:00.000Z', taken: { ...PHYSICIAN, at } };
      return { json: { delivery: { ...example('desk-act-answer').delivery, alarm } } };
    });
    one = await signedIn(desk, browser);
  });
  const main = () => one.page.locator('main');
  const banner = () => one.page.locator('.alarm-banner');

  test('an alarm stands on every page until somebody takes it, and can be heard once sound is allowed', async () => {
    await one.page.addInitScript(
      'window.tones = 0; const start = OscillatorNode.prototype.start; OscillatorNode.prototype.start = function (...a) { window.tones += 1; return start.apply(this, a); };',
    );
    await one.open(`#/patient/${all.chart.record}`);
    expect(await wordsOf(banner())).toMatch(/1 критический результат никто не взял/);
    expect(await one.page.evaluate('window.tones')).toBe(0);
    await banner().getByRole('button', { name: 'Разрешить звук' }).click();
    await one.page.waitForFunction('window.tones > 0');
    await banner().getByRole('link', { name: 'К тревогам' }).click();
    await main().getByRole('button', { name: 'Беру тревогу на себя' }).click();
    await banner().waitFor({ state: 'detached' });
    await main().getByText('тревогу взяли').waitFor();
    expect(desk.said.filter(({ path }) => path === takePath())).toHaveLength(1);
  });

  test('without a line an alarm is not taken, and the page says so', async () => {
    one.seen.expect(/ERR_INTERNET_DISCONNECTED/);
    await one.open('#/duty');
    const take = main().getByRole('button', { name: 'Беру тревогу на себя' });
    await take.waitFor();
    await one.context.setOffline(true);
    await take.click();
    await main().getByText('Тревога не взята').waitFor();
    expect(await take.count()).toBe(1);
  });

  test('the deadline runs by the region’s clock, not by the computer’s', async () => {
    const dueAt = new Date(Date.now() + 10 * 60_000).toISOString();
    const items = [{ ...all.worklist.items[0], standing: 'unread', dueAt }];
    desk.answers.set('/desk-api/worklist', { json: { ...all.worklist, items } });
    // A computer three hours ahead: by its own clock the deadline is long over.
    await one.page.clock.install({ time: Date.now() + 3 * 3600_000 });
    await one.page.clock.resume();
    await one.open('#/duty');
    await main()
      .getByText(/осталось (9|10) мин/)
      .waitFor();
  });

  test('who was asked, when and how it went unfolds from the result’s way', async () => {
    const trace = example('desk-trace');
    const notice = { ru: 'SMS: Терапевтова Ольга – передано', en: 'SMS' };
    const lines = [...trace.lines, { step: 'notice', at: '2026-03-02T04:09:00.000Z', text: notice, mood: 'done' }];
    desk.answers.set(`/desk-api/results/${all.critical.record}/${all.critical.resultId}/trace`, {
      json: { ...trace, lines },
    });
    await one.open('#/duty');
    await main().getByText('Кого спрашивали').first().click();
    await main().getByText(notice.ru).waitFor();
    expect(await main().getByText('Снимок сделан').count()).toBe(0);
  });

  test('the outcome of a call is told once for each press; the number can be dialled', async () => {
    const call = CALL(all.critical);
    desk.answers.set(`/duty/district/calls/${call.id}`, { json: { call } });
    await one.open('#/duty');
    expect(await main().locator('a[href^="tel:"]').first().getAttribute('href')).toBe('tel:+79000000001');
    await main()
      .getByRole('button', { name: /^Не отвечает/ })
      .click();
    await one.page.waitForLoadState('networkidle');
    const told = desk.said.filter(({ path }) => path.includes('/calls/')).map(({ body }) => body);
    expect(told).toEqual([{ key: expect.stringMatching(/^no-answer-/), outcome: 'no-answer' }]);
  });

  test('an absence is told by the clinic’s clocks; an end before the beginning is refused on the page', async () => {
    desk.answers.set('/duty/district/changes', { json: { change: DUTY.changes[0] } });
    await one.open('#/duty');
    await main().getByRole('combobox', { name: 'Кто', exact: true }).selectOption('physician-berezovo');
    await main().getByLabel('С', { exact: true }).fill('2026-12-02T08:00');
    await main().getByLabel('До', { exact: true }).fill('2026-12-01T08:00');
    await main().getByRole('button', { name: 'Записать отсутствие' }).click();
    await main().getByText('конец позже начала').waitFor();
    expect(desk.said.filter(({ path }) => path.endsWith('/changes'))).toEqual([]);
    await main().getByLabel('До', { exact: true }).fill('2026-12-03T08:00');
    await main().getByRole('button', { name: 'Записать отсутствие' }).click();
    await one.page.getByText('Отсутствие записано').waitFor({ state: 'attached' });
    expect(desk.said.filter(({ path }) => path.endsWith('/changes')).map(({ body }) => body)).toEqual([
      {
        key: expect.any(String),
        change: {
          kind: 'absence',
          person: 'physician-berezovo',
          from: '2026-12-02T03:00:00.000Z',
          until: '2026-12-03T03:00:00.000Z',
        },
      },
    ]);
  });

  test('nobody on duty is said aloud, and the week is asked for only when somebody wants to see it', async () => {
    await one.open('#/duty');
    await main().getByText('НИКОГО').waitFor();
    await main().getByRole('button', { name: 'Показать неделю' }).click();
    const week = main().locator('.week');
    await week.getByText('Дежурнов Пётр').first().waitFor();
    expect(await wordsOf(week)).toMatch(/В полдень[\s\S]*Дежурнов Пётр/);
  });
});
