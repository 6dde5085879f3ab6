import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { hasChromium, startChromium } from '../desk/chromium.ts';
import type { Visitor } from '../desk/visitor.ts';
import { answerAll } from './answers.ts';
import { example, type FixtureDesk, openFixtureDesk, signedIn, wordsOf } from './fixture-desk.ts';

const describeHere = hasChromium() ? describe : describe.skip;
const PAGE = 100;
const ALL = 10_000;

/** A chart of many years: potassium every few hours, each hundredth one out of range. */
const lines = Array.from({ length: ALL }, (_, place) => ({
  kind: 'result',
  at: new Date(Date.parse('2026-03-02T04:00:00Z') - place * 7 * 3600_000).toISOString(),
  text: { ru: `Калий: ${place}`, en: `Potassium: ${place}` },
  abnormal: place % 100 === 0,
  clinic: 'district',
  reference: `Observation/${place}`,
}));

describeHere('the page of a chart', () => {
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
  beforeEach(async () => {
    await one?.close();
    desk.answers.clear();
    desk.said.length = 0;
    all = answerAll(desk);
    const { record } = all.chart;
    const counts = [{ kind: 'result', count: ALL }];
    for (let from = 0; from < ALL; from += PAGE) {
      const before = from + PAGE < ALL ? { before: String(from + PAGE) } : {};
      const json = {
        ...all.chart,
        counts,
        timeline: lines.slice(from, from + PAGE),
        ...before,
        ...(from ? { cards: [] } : {}),
      };
      desk.answers.set(`/desk-api/chart/${record}${from ? `?before=${from}` : ''}`, { json });
    }
    desk.answers.set(`/desk-api/chart/${record}?kinds=result`, {
      json: { ...all.chart, counts, timeline: lines.slice(0, 1) },
    });
    one = await signedIn(desk, browser);
  });
  const hash = () => `#/patient/${all.chart.record}`;
  const main = () => one.page.locator('main');

  test('10,000 facts are a hundred at a time, and one goes back and forth by pressing', async () => {
    await one.open(hash());
    const shown = main().locator('.timeline > li');
    await shown.first().waitFor();
    expect(await shown.count()).toBe(PAGE);
    await main().getByRole('button', { name: 'Показать более ранние' }).click();
    await main().getByText('Калий: 100', { exact: true }).waitFor();
    expect(await shown.count()).toBe(PAGE);
    await main().getByRole('button', { name: 'К новым' }).click();
    await main().getByText('Калий: 0', { exact: true }).waitFor();
  });

  test('what is out of range is said in words and by a shape, not by colour alone', async () => {
    await one.open(hash());
    const abnormal = main().locator('.timeline > li').filter({ hasText: 'вне нормы' });
    expect(await wordsOf(abnormal)).toContain('Калий: 0');
    expect(await abnormal.locator('.triangle').count()).toBe(1);
  });

  test('a kind that is chosen is all that is shown', async () => {
    await one.open(hash());
    await main()
      .getByRole('checkbox', { name: /анализ/ })
      .check();
    await main().locator('.timeline > li').nth(1).waitFor({ state: 'detached' });
    expect(await main().locator('.timeline > li').count()).toBe(1);
  });

  test('the fact that a result cites is brought into sight and marked; an older one is said to be older', async () => {
    await one.open(`${hash()}?fact=Observation%2F77`);
    const sought = main().locator('.sought');
    expect(await wordsOf(sought)).toContain('Калий: 77');
    await sought.and(one.page.locator(':focus')).waitFor();
    await one.open(`${hash()}?fact=Observation%2F7777`);
    await main().getByText('старше показанных').waitFor();
  });

  test('a card shows its facts and sources, and is signed with one signature that says where the order went', async () => {
    const order = example('desk-order-answer');
    desk.answers.set(`/desk-api/chart/${all.chart.record}/orders`, { json: order });
    await one.open(hash());
    const card = main().locator('.card').first();
    await card.getByText('На чём основано').click();
    expect(await wordsOf(card)).toMatch(/6,9 ммоль\/л[\s\S]*KDIGO 2021/);
    await card.getByRole('button', { name: /^Подписать…/ }).click();
    const dialog = one.page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Подписать', exact: true }).click();
    await dialog.getByText(order.whatToDo.ru).waitFor();
    expect(desk.said.filter(({ path }) => path.endsWith('/orders'))).toHaveLength(1);
  });

  test('a rule’s card that is not followed is given a reason, and is kept under the result', async () => {
    const [card] = all.chart.cards;
    const acted = `/desk-api/results/${card.record}/${card.resultId}/acted`;
    desk.answers.set(acted, { json: example('desk-act-answer') });
    await one.open(hash());
    await main().getByRole('button', { name: 'Не следую' }).click();
    const dialog = one.page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Записать решение' }).click();
    await dialog.getByText('Выберите причину').waitFor();
    await dialog.getByRole('radio', { name: 'Данные карточки неверны' }).check();
    await dialog.getByLabel('Своими словами').fill('гемолиз');
    await dialog.getByRole('button', { name: 'Записать решение' }).click();
    await main().getByText('Решение записано').waitFor();
    expect(await dialog.count()).toBe(0);
    expect(desk.said.filter(({ path }) => path === acted).map(({ body }) => body)).toEqual([
      { version: 1, what: 'Не следую: Данные карточки неверны или устарели. гемолиз' },
    ]);
  });

  test('an empty chart says that it is empty, and no advice is not said to be well', async () => {
    desk.answers.set(`/desk-api/chart/${all.chart.record}`, {
      json: { ...all.chart, timeline: [], cards: [], counts: [] },
    });
    await one.open(hash());
    await main().getByText('В карте ничего нет').waitFor();
    await main().getByText('Это не значит, что всё в порядке').waitFor();
  });

  test('a refusal says what to do, and trying again shows the chart', async () => {
    one.seen.expect(/503/);
    const held = desk.answers.get(`/desk-api/chart/${all.chart.record}`);
    desk.answers.set(`/desk-api/chart/${all.chart.record}`, {
      status: 503,
      json: { code: 'unavailable', message: 'down', whatToDo: 'wait' },
    });
    await one.open(hash());
    await main().getByRole('alert').getByText('повторите через минуту').waitFor();
    if (held) desk.answers.set(`/desk-api/chart/${all.chart.record}`, held);
    await main().getByRole('button', { name: 'Повторить' }).click();
    await main().locator('.timeline > li').first().waitFor();
  });
});
