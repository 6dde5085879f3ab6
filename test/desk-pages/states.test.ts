import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { hasChromium, startChromium } from '../desk/chromium.ts';
import { layoutFaults } from '../desk/in-page.ts';
import { resize } from '../desk/look.ts';
import type { Visitor } from '../desk/visitor.ts';
import { answerAll, CALL, DUTY } from './answers.ts';
import { example, type FixtureDesk, openFixtureDesk, signedIn } from './fixture-desk.ts';

const describeHere = hasChromium() ? describe : describe.skip;
const SCRIPT = '<img src=x onerror="alert(1)"><script>alert(2)</script>';
const LONG = `${SCRIPT}${'Ж'.repeat(200)}`;

describeHere('states of the pages', () => {
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
    all = answerAll(desk);
    one = await signedIn(desk, browser);
  });
  const main = () => one.page.locator('main');

  type Opened = { readonly hash: string; readonly asks: string; readonly shows: string };
  const pages = (): Record<string, Opened> => {
    const { record, resultId } = all.result;
    const result = `/desk-api/results/${record}/${resultId}`;
    return {
      result: { hash: `#/patient/${record}/result/${resultId}`, asks: result, shows: 'На чём основано' },
      trace: { hash: `#/patient/${record}/result/${resultId}/trace`, asks: `${result}/trace`, shows: 'Снимок сделан' },
      chart: { hash: `#/patient/${record}`, asks: `/desk-api/chart/${record}`, shows: 'Хронология' },
      duty: { hash: '#/duty', asks: '/duty/district', shows: 'Кто дежурит' },
    };
  };
  const pageOf = (name: string): Opened => pages()[name] ?? { hash: '', asks: '', shows: '' };
  const NAMES = ['result', 'trace', 'chart', 'duty'];

  test.each(NAMES)('%s: a refusal says what to do, and trying again shows the page', async (name) => {
    one.seen.expect(/503/);
    const { hash, asks, shows } = pageOf(name);
    const held = desk.answers.get(asks);
    desk.answers.set(asks, { status: 503, json: { code: 'unavailable', message: 'down', whatToDo: 'wait' } });
    await one.open(hash);
    await main().getByRole('alert').getByText('повторите через минуту').waitFor();
    if (held) desk.answers.set(asks, held);
    await main().getByRole('button', { name: 'Повторить' }).first().click();
    await main().getByText(shows).first().waitFor();
  });

  test.each(NAMES)('%s: without a line the last data stay, and are said to be old', async (name) => {
    one.seen.expect(/ERR_INTERNET_DISCONNECTED/);
    const { hash, shows } = pageOf(name);
    await one.open(hash);
    await main().getByText(shows).first().waitFor();
    await one.page.waitForLoadState('networkidle');
    await one.context.setOffline(true);
    // The page asks by itself what it shows again and again; a chart is asked when its reader does something.
    if (name === 'chart') await main().getByRole('checkbox').last().check();
    else await one.page.evaluate("dispatchEvent(new Event('online'))");
    await main().getByText('Нет связи').first().waitFor();
    expect(await main().getByText(shows).count()).toBeGreaterThan(0);
    await one.context.setOffline(false);
    await main().getByText(shows).first().waitFor();
  });

  test.each(NAMES)('%s: while nothing has come it says that it loads', async (name) => {
    const { hash, asks } = pageOf(name);
    await one.page.route(`**${asks}`, () => undefined);
    await one.open(hash);
    await main().getByText('Загружается').first().waitFor();
  });

  test('chart and duty bear names that are programs, names of 200 letters and what nobody said', async () => {
    const said = { ru: LONG, en: LONG };
    const { record } = all.chart;
    const [card] = all.chart.cards;
    const [line] = all.chart.timeline;
    const { at: _, ...undated } = line;
    desk.answers.set(`/desk-api/chart/${record}`, {
      json: {
        ...all.chart,
        timeline: [{ ...undated, text: said, clinic: 'nobody-knows' }],
        cards: [
          { ...card, summary: said, action: said, facts: [{ label: said, value: said }], sources: [{ cite: LONG }] },
        ],
      },
    });
    const [item] = all.worklist.items;
    const { dueAt: __, level: ___, ...bare } = item;
    desk.answers.set('/desk-api/worklist', {
      json: { ...all.worklist, items: [{ ...bare, patient: {}, sentence: said }] },
    });
    const people = DUTY.people.map((person) => ({ ...person, name: LONG }));
    desk.answers.set('/duty/district', { json: { ...DUTY, people, onDuty: { duty: [] }, contact: undefined } });
    const call = {
      ...CALL(all.critical),
      name: LONG,
      numbers: [],
      calls: [],
      as: undefined,
      level: undefined,
      dueAt: undefined,
    };
    desk.answers.set('/duty/district/calls', { json: { calls: [call] } });
    for (const hash of [`#/patient/${record}`, '#/duty']) {
      await one.open(hash);
      await main().getByText('ЖЖЖЖ').first().waitFor();
      await resize(one.page, 360);
      expect(await layoutFaults(one.page)).toEqual([]);
      expect(await one.page.locator('main script, main img[src="x"]').count()).toBe(0);
    }
    expect(one.seen.faults).toEqual([]);
  });

  test('what this page does not know yet is shown as it is, not left out', async () => {
    const recipients = [{ ...all.result.recipients[0], as: 'somebody-new' }];
    desk.answers.set(pageOf('result').asks, { json: { ...all.result, recipients } });
    await one.open(pageOf('result').hash);
    await main().getByText('somebody-new').waitFor();
    expect(example('desk-result').recipients[0].as).not.toBe('somebody-new');
  });
});
