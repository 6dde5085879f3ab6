import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { axeFaults } from './axe.ts';
import { hasChromium, startChromium } from './chromium.ts';
import { layoutFaults } from './in-page.ts';
import { type Watch, watch } from './watch.ts';

// The instruments of the desk's tests, held to pages with a known fault: one that finds nothing would pass everything.
const describeHere = hasChromium() ? describe : describe.skip;

describeHere('the instruments of the desk’s tests', () => {
  let browser: Browser;
  let page: Page;
  let seen: Watch;
  const show = (body: string): Promise<void> =>
    page.setContent(
      `<!doctype html><html lang="ru"><title>Проба</title><body><main><h1>Проба</h1>${body}</main></body></html>`,
    );
  beforeAll(async () => {
    browser = await startChromium();
    const context = await browser.newContext({ viewport: { width: 360, height: 640 } });
    seen = watch(context);
    page = await context.newPage();
  });
  afterAll(() => browser.close());

  test('find nothing on a page without fault', async () => {
    await show(
      '<p>Обычный текст, который переносится на следующую строку там, где кончается узкая страница.</p><table style="display:block;overflow-x:auto"><tr><td style="min-width:900px">широкая таблица</td></tr></table>',
    );
    expect(await layoutFaults(page)).toEqual([]);
    expect(await axeFaults(page)).toEqual([]);
    expect(seen.faults).toEqual([]);
  });

  test.each([
    [
      'text beyond the edge',
      '<p style="white-space:nowrap">Очень длинная строка, которая никогда не переносится и уходит за край</p>',
      /beyond the page's edge/,
    ],
    ['a page that scrolls sideways', '<div style="width:800px;height:10px"></div>', /scrolls sideways/],
    [
      'text cut off with dots',
      '<p style="overflow:hidden;text-overflow:ellipsis;white-space:nowrap;width:80px">Гидрохлоротиазид</p>',
      /cut off by <p>/,
    ],
    [
      'text cut off below',
      '<div style="overflow:hidden;height:20px"><p style="margin:0;line-height:20px">Калий<br>Натрий</p></div>',
      /cut off by <div>: <p> “Натрий”/,
    ],
    ['words that run together', '<p><span>версия 1</span><a href="#">Карта</a></p>', /run together: .*версия 1.*Карта/],
    ['text over text', '<p>Калий 7,1</p><p style="margin-top:-34px">Натрий 140</p>', /text over text: .*Калий.*Натрий/],
  ])('find %s', async (_, body, fault) => {
    await show(body);
    expect((await layoutFaults(page)).join('\n')).toMatch(fault);
  });

  test.each([
    ['a control without a name', '<button></button>', /button-name/],
    ['text too pale to be read', '<p style="color:#bbb">Калий</p>', /color-contrast/],
    [
      'a target too small for a finger',
      '<button style="width:12px;height:12px;padding:0" aria-label="да"></button><button style="width:12px;height:12px;padding:0" aria-label="нет"></button>',
      /target-size/,
    ],
  ])('find %s', async (_, body, fault) => {
    await show(body);
    expect((await axeFaults(page)).join('\n')).toMatch(fault);
  });

  test('notice errors on the console, exceptions, dialogs and what the content policy held back', async () => {
    await page.setContent(`<meta http-equiv="content-security-policy" content="img-src 'none'"><img src="data:image/png;base64,AAAA">
      <script>console.error('сбой'); alert('да'); setTimeout(() => { throw new Error('исключение') })</script>`);
    await page.evaluate('new Promise((done) => setTimeout(done, 20))');
    expect(seen.faults.join('\n')).toMatch(/console: сбой/);
    expect(seen.faults.join('\n')).toMatch(/dialog: да/);
    expect(seen.faults.join('\n')).toMatch(/violates the following Content Security Policy directive: "img-src/);
    expect(seen.faults.join('\n')).toMatch(/exception: .*исключение/);
  });
});
