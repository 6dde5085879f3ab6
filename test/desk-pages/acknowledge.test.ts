import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser, Locator } from 'playwright-core';
import { hasChromium, startChromium } from '../desk/chromium.ts';
import type { Visitor } from '../desk/visitor.ts';
import { answerAll } from './answers.ts';
import { example, type FixtureDesk, openFixtureDesk, PHYSICIAN, signedIn, wordsOf } from './fixture-desk.ts';

const describeHere = hasChromium() ? describe : describe.skip;

describeHere('taking note of a critical result', () => {
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
    one = await signedIn(desk, browser, { width: 360 });
    desk.answers.set(`${path()}/acknowledge`, () => {
      desk.answers.set(path(), { json: { ...all.critical, delivery: { ...all.critical.delivery, acknowledged } } });
      return { json: example('desk-act-answer') };
    });
  });
  const acknowledged = {
    ...PHYSICIAN,
    at: '2026-03-02T04:12:00.000Z',
    readBack: { birthYear: '2022', says: '6,9' },
  };
  const path = () => `/desk-api/results/${all.critical.record}/${all.critical.resultId}`;
  const hash = () => `#/patient/${all.critical.record}/result/${all.critical.resultId}`;
  const saidTo = (act: string) => desk.said.filter((told) => told.path.endsWith(`/${act}`)).map(({ body }) => body);
  const dialog = () => one.page.getByRole('dialog');
  const open = async () => {
    await one.open(hash());
    await one.page.getByRole('button', { name: 'Принять критический результат' }).click();
  };
  const hasFocus = async (part: Locator): Promise<boolean> =>
    (await part.and(one.page.locator(':focus')).count()) === 1;
  const repeat = async (year: string, value: string) => {
    await dialog().getByLabel('Год рождения пациента').fill(year);
    await dialog().getByLabel('Значение: Калий').fill(value);
    await dialog().getByRole('button', { name: 'Принимаю' }).click();
  };

  test('shows patient and value, says what does not match, and acknowledges nothing until both do', async () => {
    await open();
    expect(await wordsOf(dialog())).toMatch(/Вымышленная Анна Петровна[\s\S]*14\.05\.2022[\s\S]*6,9 ммоль\/л/);
    await repeat('2021', '9,6');
    expect(await dialog().getByRole('alert').allInnerTexts()).toEqual([
      expect.stringContaining('Год рождения не совпадает'),
      expect.stringContaining('Не совпадает с результатом'),
    ]);
    expect(await hasFocus(dialog().getByLabel('Год рождения пациента'))).toBe(true);
    await repeat('2022', '');
    expect(saidTo('acknowledge')).toEqual([]);
    await repeat('2022', '6.9');
    await one.page.getByText('Что сделать сейчас').waitFor();
    expect(saidTo('acknowledge')).toEqual([{ version: 1, readBack: { birthYear: '2022', says: '6.9' } }]);
    expect(await dialog().count()).toBe(0);
  });

  test('goes with the keyboard alone, and the focus comes back', async () => {
    await one.open(hash());
    const button = one.page.getByRole('button', { name: 'Принять критический результат' });
    await button.waitFor();
    for (let step = 0; step < 60 && !(await hasFocus(button)); step += 1) await one.page.keyboard.press('Tab');
    await one.page.keyboard.press('Enter');
    await dialog().waitFor();
    await one.page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    await button.and(one.page.locator(':focus')).waitFor();
    await one.page.keyboard.press('Enter');
    await dialog().waitFor();
    // The cross, the year, the value, the button.
    await one.page.keyboard.press('Tab');
    await one.page.keyboard.type('2022');
    await one.page.keyboard.press('Tab');
    await one.page.keyboard.type('6,9');
    await one.page.keyboard.press('Enter');
    await one.page.getByText('Что сделать сейчас').waitFor();
    expect(saidTo('acknowledge')).toHaveLength(1);
  });

  test('without a line it says "not sent", keeps what was repeated over a reload, asks, and only then sends', async () => {
    one.seen.expect(/ERR_INTERNET_DISCONNECTED/);
    await open();
    await one.context.setOffline(true);
    await repeat('2022', '6,9');
    await one.page.getByText('НЕ ОТПРАВЛЕНО').first().waitFor();
    expect(await one.page.getByText('Что сделать сейчас').count()).toBe(0);
    await one.context.setOffline(false);
    await one.page.reload();
    await one.page.getByText('Связь вернулась').waitFor();
    expect(saidTo('acknowledge')).toEqual([]);
    await one.page.getByRole('button', { name: 'Отправить сейчас' }).click();
    await one.page.getByText('Что сделать сейчас').waitFor();
    expect(saidTo('acknowledge')).toEqual([{ version: 1, readBack: { birthYear: '2022', says: '6,9' } }]);
  });

  test('a version that was overtaken is not acknowledged: what changed is read first', async () => {
    desk.answers.set(`${path()}/acknowledge`, { status: 409, json: example('desk-overtaken') });
    one.seen.expect(/409/);
    await open();
    await repeat('2022', '6,9');
    await dialog().getByText('пришла новая версия').waitFor();
    expect(await wordsOf(dialog())).toContain(example('desk-overtaken').changed[0].ru);
  });

  test('afterwards orders are signed once, and the page says where they went; "acted on" is one press', async () => {
    const order = example('desk-order-answer');
    desk.answers.set(`/desk-api/chart/${all.critical.record}/orders`, { json: order });
    desk.answers.set(path(), { json: { ...all.critical, delivery: { ...all.critical.delivery, acknowledged } } });
    desk.answers.set(`${path()}/acted`, { json: example('desk-act-answer') });
    await one.open(hash());
    await one.page.getByRole('button', { name: /^Подписать…/ }).click();
    expect(await wordsOf(dialog())).toContain(all.critical.suggestions[0].label.ru);
    await dialog().getByRole('button', { name: 'Подписать', exact: true }).click();
    await dialog().getByText(order.whatToDo.ru).waitFor();
    await dialog().getByRole('button', { name: 'Закрыть' }).last().click();
    await one.page.getByRole('button', { name: 'Меры приняты' }).click();
    await one.page.waitForLoadState('networkidle');
    expect(saidTo('orders')).toEqual([
      { suggestion: all.critical.suggestions[0].id, resultId: all.critical.resultId, version: 1 },
    ]);
    expect(saidTo('acted')).toEqual([{ version: 1, what: 'Меры приняты по рекомендации' }]);
  });
});
