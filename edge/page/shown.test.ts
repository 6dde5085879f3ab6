import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { startCache } from '../cache/cache.ts';
import { PlayedRegion, toldResult } from '../cache/testing/region.ts';
import { HOUR, key, MINUTE, NOW, pageStage } from './testing/stage.ts';

const it = pageStage();
const { open, signedIn } = it;

describe('what is shown', () => {
  test('is escaped, whatever a patient is called', async () => {
    const browser = await signedIn();
    const { text } = await browser.get('/results');
    expect(text).toContain('&#60;script&#62;');
    expect(text).not.toMatch(/<script|onload="x/);
  });

  test('runs nothing, loads nothing and is kept by nobody', async () => {
    const { headers, text } = await (await signedIn()).get('/results');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('cache-control')).toBe('no-store');
    expect(text).not.toMatch(/https?:\/\/(?!127)/);
  });

  test('says as of when it is, and that the region is there', async () => {
    const { text } = await (await signedIn()).get('/results');
    expect(text).toMatch(/Регион на связи\. <b>Данные на 02\.03\.2026, 13:00<\/b>/);
  });

  test('says loudly that the region is away, since when, and how old all is', async () => {
    it.region.goAway();
    it.clock += 5 * HOUR;
    it.watch += 5 * HOUR;
    await it.cache.pull();
    const { text } = await (await signedIn('ivanova', 'en')).get('/results');
    expect(text).toContain('THE REGION IS NOT REACHABLE');
    expect(text).toMatch(/As of 02\/03\/2026, 13:00<\/b> \(5 h ago\)/);
    expect(text).toMatch(/class="banner away"/);
  });

  test('never says that nothing is there where nothing is known', async () => {
    await it.page.stop();
    const empty = await startCache({
      ...{ folder: join(it.folder, 'empty'), region: new PlayedRegion(new Date(NOW)), zone: 'Asia/Yekaterinburg', key },
      isBusy: () => true,
      clock: () => new Date(it.clock),
    });
    const away = { ...empty, state: () => ({ reachable: false, clockIsOff: false, isEncrypted: true }) };
    await open({}, { cache: () => away });
    const { text } = await (await signedIn()).get('/results');
    expect(text).toContain('Это не значит, что результатов нет');
    expect(text).not.toMatch(/class="[^"]*green/);
    await empty.stop();
  });

  test('puts who says it above what is said, and that nobody has taken note', async () => {
    const { text } = await (await signedIn()).get('/results');
    expect(text.indexOf('решает врач')).toBeLessThan(text.indexOf('калий 7,1'));
    expect(text).toContain('никто не отметил');
  });

  test('does not take what was said of an earlier version for this one: neither the record nor a human has it', async () => {
    const [at, of] = [new Date(NOW).toISOString(), toldResult(1, new Date(NOW).toISOString(), { version: 2 })];
    const said = { delivered: { at, code: 'AA' as const }, acknowledged: { at, by: 'врач' } };
    const shownWith = async (version: number): Promise<string> => {
      it.region.told = [
        { ...of, delivery: { ...of.delivery, ...said, version, changedAt: new Date(NOW + version).toISOString() } },
      ];
      await it.cache.pull();
      return (await (await signedIn()).get('/results')).text;
    };
    const earlier = await shownWith(1);
    expect(earlier).toContain('карта ещё не подтвердила');
    expect(earlier).not.toContain('врач,');
    const ofThis = await shownWith(2);
    expect(ofThis).not.toContain('карта ещё не подтвердила');
    expect(ofThis).toContain('врач,');
  });

  test('marks what was seen on a preview, what was not assessed, and what was withdrawn', async () => {
    const finding = { kind: 'finding' as const, severity: 'info' as const };
    const says = { ru: 'ИИ, предварительно, не подтверждено врачом', en: 'AI' };
    const at = new Date(NOW - MINUTE).toISOString();
    it.region.told = [
      toldResult(2, at, { ...finding, finding: 'present', basis: 'preview' }),
      toldResult(3, at, {
        ...finding,
        finding: 'not-assessed',
        lines: [{ ru: 'Не оценивалось: возраст неизвестен', en: 'x' }, says],
      }),
      toldResult(4, at, { ...finding, finding: 'absent' }),
      toldResult(5, at, { version: 2, state: 'withdrawn', lines: [{ ru: 'Отозвано', en: 'Withdrawn' }, says] }),
    ];
    await it.cache.pull();
    const { text } = await (await signedIn()).get('/results');
    expect(text).toContain('по предварительному изображению');
    expect(text).toContain('Не оценивалось: возраст неизвестен');
    expect(text).toContain('признаков выше порога нет; ничего другого не искали');
    expect(text).toContain('ОТОЗВАНО');
    expect(text).not.toMatch(/норма\b|normal/i);
  });

  test('changes its language by a switch and stays where it was', async () => {
    const browser = await signedIn();
    const { headers } = await browser.get('/language?to=en&back=%2Fresults');
    expect(headers.get('location')).toBe('/results');
    expect((await browser.get('/results')).text).toContain('<html lang="en">');
    expect((await browser.get('/language?to=ru&back=https%3A%2F%2Fevil.example')).headers.get('location')).toBe('/');
  });
});
