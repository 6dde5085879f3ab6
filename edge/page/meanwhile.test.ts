import { describe, expect, test } from '@jest/globals';
import { toldResult } from '../cache/testing/region.ts';
import { HOUR, NOW, pageStage } from './testing/stage.ts';

const it = pageStage();
const { signedIn } = it;

describe('what changed meanwhile', () => {
  test('is counted on each page until this user has ticked it', async () => {
    it.region.goAway();
    it.clock += 2 * HOUR;
    it.watch += 2 * HOUR;
    it.region.now = new Date(it.clock);
    await it.cache.pull();
    it.region.fault = undefined;
    it.region.told = [toldResult(7, new Date(NOW + HOUR).toISOString())];
    await it.cache.pull();
    const [one, other] = [await signedIn(), await signedIn()];
    expect((await one.get('/results')).text).toMatch(/<b class="count">1<\/b>/);
    const { text } = await one.get('/meanwhile');
    expect(text).toContain('Калий 7,7');
    const id = /name="id" value="([^"]*)"/.exec(text)?.[1] ?? '';
    expect((await one.submit('/meanwhile/seen', { id })).status).toBe(303);
    expect((await one.get('/results')).text).not.toMatch(/class="count"/);
    expect((await other.get('/meanwhile')).text).toContain('просмотрели: ivanova');
    expect((await one.submit('/meanwhile/seen', { id: 'no-such' })).status).toBe(404);
  });
});

test('a cache that starts after the page is on it from then on', async () => {
  let started: typeof it.cache | undefined;
  await it.page.stop();
  await it.open({}, { cache: () => started });
  const browser = await signedIn();
  const before = (await browser.get('/results')).text;
  started = it.cache;
  const after = (await browser.get('/results')).text;
  expect([before, after].map((text) => text.includes('Калий'))).toEqual([false, true]);
});
