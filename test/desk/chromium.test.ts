import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { hasChromium, startChromium } from './chromium.ts';

const describeHere = hasChromium() ? describe : describe.skip;

describeHere('the Chromium of the tests', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startChromium();
  });
  afterAll(() => browser.close());

  test('asks nothing outside of this machine', async () => {
    const page = await browser.newPage();
    await expect(page.goto('http://example.org/')).rejects.toThrow(/ERR_NAME_NOT_RESOLVED/);
  });

  test('keeps the same-origin rule: a page reads no other server that does not allow it', async () => {
    const other = createServer((_, response) => response.end('secret'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${port}/`);
    expect(await page.evaluate(`fetch('http://localhost:${port}/').then((one) => one.text(), () => 'refused')`)).toBe(
      'refused',
    );
    other.close();
  });
});
