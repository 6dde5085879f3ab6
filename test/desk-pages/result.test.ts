import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { hasChromium, startChromium } from '../desk/chromium.ts';
import { resize, WIDTHS } from '../desk/look.ts';
import type { Visitor } from '../desk/visitor.ts';
import { answerAll } from './answers.ts';
import { example, type FixtureDesk, openFixtureDesk, signedIn, wordsOf } from './fixture-desk.ts';

const describeHere = hasChromium() ? describe : describe.skip;

describeHere('the page of a result', () => {
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
    one = await signedIn(desk, browser);
  });
  const path = () => `/desk-api/results/${all.result.record}/${all.result.resultId}`;
  const hash = () => `#/patient/${all.result.record}/result/${all.result.resultId}`;
  const main = () => one.page.locator('main');
  const answersNow = (change: object) => desk.answers.set(path(), { json: { ...all.result, ...change } });
  /** As when the line comes back: asked again at once, not after the next round. */
  const askAgain = () => one.page.evaluate("dispatchEvent(new Event('online'))");
  const saidTo = (act: string) => desk.said.filter((told) => told.path.endsWith(`/${act}`));

  test('"AI, unconfirmed" is in sight at every width and at every scroll', async () => {
    await one.open(hash());
    await main().getByRole('heading', { level: 1 }).waitFor();
    for (const width of WIDTHS) {
      await resize(one.page, width);
      for (const share of [0, 0.5, 1]) {
        const inSight = await one.page.evaluate(`(() => {
          scrollTo(0, document.documentElement.scrollHeight * ${share});
          return [...document.querySelectorAll('.ai')].some((mark) => {
            const { top, bottom, left } = mark.getBoundingClientRect();
            const on = document.elementFromPoint(left + 4, (top + bottom) / 2);
            return top >= 0 && bottom <= innerHeight && (on === mark || mark.contains(on));
          });
        })()`);
        expect([width, share, inSight]).toEqual([width, share, true]);
      }
    }
  });

  test('a finding that is absent reads as what was looked for, never as normal and never in green', async () => {
    const finding = {
      ...all.result.finding,
      state: 'absent',
      stateInWords: {
        ru: 'признаков выше порога нет; ничего другого не искали',
        en: 'no signs above the threshold; nothing else was looked for',
      },
    };
    answersNow({ finding });
    await one.open(hash());
    const badge = main().locator('.sentence .badge');
    expect(await wordsOf(badge)).toContain('ничего другого не искали');
    expect(await wordsOf(main())).not.toMatch(/норма|здоров/i);
    const [red = 0, green = 0, blue = 0] =
      String(await one.page.evaluate(`getComputedStyle(document.querySelector('.sentence .badge')).color`))
        .match(/\d+/g)
        ?.map(Number) ?? [];
    expect(green).toBeLessThan(Math.max(red, blue) + 20);
  });

  test('counts as read after two seconds before the eyes, once, and not before', async () => {
    answersNow({ delivery: { ...all.result.delivery, reads: [] } });
    await one.page.clock.install();
    await one.open(hash());
    await one.page.clock.runFor(500);
    await main().locator('#says').waitFor();
    await one.page.clock.runFor(1500);
    expect(saidTo('read')).toHaveLength(0);
    await one.page.clock.runFor(2000);
    await one.page.waitForResponse((response) => response.url().endsWith('/read')).catch(() => undefined);
    expect(saidTo('read').map(({ body }) => body)).toEqual([{ version: 1 }]);
  });

  test('a withdrawn result says so first, and offers no acknowledgement', async () => {
    answersNow({ state: 'withdrawn', version: 2 });
    await one.open(hash());
    await main().getByRole('alert').waitFor();
    const text = await wordsOf(main());
    expect(text.indexOf('ОТОЗВАНО')).toBeLessThan(text.indexOf('Искали признаки'));
    expect(
      await main()
        .getByRole('button', { name: /Принять|Принято/ })
        .count(),
    ).toBe(0);
  });

  test('a newer version that comes while somebody types is said; the page and his words stay', async () => {
    await one.open(hash());
    await main().getByRole('radio', { name: 'Не согласен' }).check();
    await main().getByLabel('Своими словами').fill('Тень вилочковой железы');
    const finding = { ...all.result.finding, state: 'absent', stateInWords: { ru: 'признаков нет', en: 'no signs' } };
    answersNow({ version: 2, contentHash: 'e'.repeat(64), finding });
    await askAgain();
    await main().getByText('пришла версия 2').first().waitFor();
    expect(await wordsOf(main().locator('.sentence'))).toContain('признаки выше порога');
    expect(await main().getByLabel('Своими словами').inputValue()).toBe('Тень вилочковой железы');
    await main().getByLabel('Почему').selectOption('artefact');
    await main().getByRole('button', { name: 'Проверить и подписать' }).click();
    const dialog = one.page.getByRole('dialog');
    expect(await wordsOf(dialog)).toMatch(/версия 1/);
    expect(await wordsOf(dialog)).toMatch(/Терапевтова Ольга/);
    desk.answers.set(`${path()}/statement`, { json: example('desk-statement-answer') });
    await dialog.getByRole('button', { name: 'Подписать', exact: true }).click();
    await main().getByText('Подписано и сохранено').waitFor();
    expect(saidTo('statement').map(({ body }) => body)).toEqual([
      {
        version: 1,
        contentHash: all.result.contentHash,
        verdict: 'disagrees',
        reason: { code: 'artefact', words: 'Тень вилочковой железы' },
      },
    ]);
  });

  test('what a colleague signs meanwhile appears beside the form, and nothing typed is lost', async () => {
    answersNow({ statements: [] });
    await one.open(hash());
    await main().getByRole('radio', { name: 'Не согласен' }).check();
    await main().getByText('Никто ещё не высказался').waitFor();
    answersNow({});
    await askAgain();
    await main().getByText('Рентгенова Ирина').waitFor();
    expect(await main().getByRole('radio', { name: 'Не согласен' }).isChecked()).toBe(true);
  });

  test('a draft is there again after the page was loaded anew', async () => {
    await one.open(hash());
    await main().getByRole('radio', { name: 'Не согласен' }).check();
    await main().getByLabel('Своими словами').fill('черновик');
    await one.page.reload();
    expect(await main().getByLabel('Своими словами').inputValue()).toBe('черновик');
  });

  test('names that are programs are text, long names wrap, and what nobody said is said as unknown', async () => {
    const script = '<img src=x onerror="alert(1)"><script>alert(2)</script>';
    const said = { ru: `${script} ${'Длинноеимя'.repeat(20)}`, en: script };
    const { finding: _, image: __, advice: ___, agreement: ____, delivery: _____, ...rest } = all.result;
    const name = script + 'Ж'.repeat(200);
    answersNow({});
    desk.answers.set(path(), {
      json: {
        ...rest,
        kind: 'device-finding',
        title: said,
        sentence: said,
        lines: [said],
        cited: [],
        recipients: [],
        patient: { name },
      },
    });
    await one.open(hash());
    await main().getByText('Результат ещё никому не передан').waitFor();
    for (const width of WIDTHS) {
      await resize(one.page, width);
      expect(
        await one.page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
      ).toBe(0);
    }
    expect(await one.page.locator('main script, main img[src="x"]').count()).toBe(0);
    expect(one.seen.faults).toEqual([]);
  });
});
