import { describe, expect, test } from '@jest/globals';
import type { WorklistItem } from '../worklist/item.ts';
import { MINUTE, NOW, pageStage } from './testing/stage.ts';

const it = pageStage();
const { signedIn } = it;

const ORDER_ID = '0b1f8a4e-6f0e-8000-8000-000000000001';
const item = (id: string, more: object = {}) =>
  ({
    id,
    patient: { id: '7', formerIds: [] },
    doubts: [],
    orderCame: [],
    state: 'scheduled',
    priority: 'ROUTINE',
    accession: `A-${id}`,
    description: '',
    ...more,
  }) as unknown as WorklistItem;

describe('what is changed at the page', () => {
  test('needs the key of a form of ours', async () => {
    const browser = await signedIn();
    for (const fields of [{ minutes: '30' }, { minutes: '30', key: 'x'.repeat(32) }])
      expect((await browser.post('/consult', fields as Record<string, string>)).status).toBe(403);
    expect(it.until).toBeUndefined();
  });

  test('comes from no other page: not even signing in', async () => {
    const browser = await signedIn();
    await browser.get('/waiting');
    for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }, { origin: 'null' }])
      expect(
        (
          await browser.post(
            '/sign-in',
            { user: 'ivanova', password: 'correct horse' },
            headers as Record<string, string>,
          )
        ).status,
      ).toBe(403);
  });

  test('a consult begins, shows until when, and ends', async () => {
    const browser = await signedIn('engineer');
    await browser.get('/waiting');
    expect((await browser.submit('/consult', { minutes: '30' })).headers.get('location')).toBe('/waiting');
    expect(it.until).toBe(new Date(NOW + 30 * MINUTE).toISOString());
    expect((await browser.get('/waiting')).text).toContain('13:30');
    await browser.submit('/consult', { minutes: '0' });
    expect(it.until).toBeUndefined();
    for (const minutes of ['-5', '1e9', 'x', ''])
      expect((await browser.submit('/consult', { minutes })).status).toBe(400);
  });

  test('a walk-in reaches the worklist once, with who entered him', async () => {
    const browser = await signedIn();
    const { text } = await browser.get('/worklist');
    const request = /name="request" value="([^"]*)"/.exec(text)?.[1] ?? '';
    const fields = {
      request,
      family: ' Вымышленный\u0000\r\n ',
      given: 'Пётр',
      birthDate: '1980-02-30',
      modality: 'DX',
    };
    expect((await browser.submit('/worklist/walk-in', fields)).headers.get('location')).toContain('not-added');
    const right = { ...fields, birthDate: '1980-02-03', sex: 'male', urgent: 'yes' };
    expect((await browser.submit('/worklist/walk-in', right)).headers.get('location')).toContain('=added');
    expect(it.walkIns).toMatchObject([
      {
        request,
        family: 'Вымышленный',
        given: 'Пётр',
        birthDate: '1980-02-03',
        sex: 'male',
        urgent: true,
        by: 'ivanova',
      },
    ]);
  });

  test('a person decides which order a walk-in was, among those that are proposed', async () => {
    it.items = [item('w', { provisional: true, orderCame: ['o'] }), item('o'), item('other')];
    const browser = await signedIn();
    const { text } = await browser.get('/worklist');
    expect(text.match(/action="\/worklist\/join"/g)).toHaveLength(1);
    expect((await browser.submit('/worklist/join', { id: 'w', order: 'o' })).headers.get('location')).toBe('/worklist');
    expect((await browser.submit('/worklist/join', { id: 'w', order: 'other' })).status).toBe(404);
    expect((await browser.submit('/worklist/drop', { id: 'w' })).headers.get('location')).toBe('/worklist');
    expect((await browser.submit('/worklist/drop', { id: 'o' })).status).toBe(404);
    expect(it.decided).toEqual([['w', 'o', 'ivanova'], ['w']]);
    it.items = [];
  });

  test('an examination of another day says which day it is of', async () => {
    const at = (start: string, more: object = {}) => item(start, { start, timed: true, ...more });
    const tomorrow = new Date(it.clock + 24 * 3600_000).toISOString();
    it.items = [at(new Date(it.clock).toISOString()), at(tomorrow), at(tomorrow, { id: 'day', timed: false })];
    const { text } = await (await signedIn()).get('/worklist');
    const shown = [...text.matchAll(/<p class="clock">([^<]*)</g)].map(([, when]) => when);
    const [day] = new Intl.DateTimeFormat('ru-RU', { timeZone: 'Asia/Yekaterinburg', day: '2-digit' })
      .formatToParts(new Date(tomorrow))
      .map(({ value }) => value);
    expect(shown[0]).toMatch(/^\d\d:\d\d$/);
    expect(shown[1]).toMatch(new RegExp(`^${day}\\.\\d\\d\\.\\d{4}, \\d\\d:\\d\\d$`));
    expect(shown[2]).toContain(String(Number(day)));
    it.items = [];
  });

  test('an order of the region that was made here is not shown as one that waits', async () => {
    it.region.imaging = [
      { id: ORDER_ID, patient: { record: ORDER_ID }, status: 'active', accession: 'R-1', service: { codings: [] } },
    ];
    await it.cache.pull();
    const browser = await signedIn();
    expect((await browser.get('/worklist')).text).toContain('R-1');
    it.made.add('R-1');
    expect((await browser.get('/worklist')).text).not.toContain('R-1');
    it.made.clear();
  });

  test('an engineer enters no patient', async () => {
    const browser = await signedIn('engineer');
    await browser.get('/waiting');
    const fields = { request: 'r1', family: 'Вымышленный', modality: 'DX' };
    expect((await browser.submit('/worklist/walk-in', fields)).status).toBe(403);
    expect(it.walkIns).toEqual([]);
  });

  test('a form of megabytes is not read', async () => {
    const browser = await signedIn();
    await browser.get('/waiting');
    const answer = await browser.submit('/consult', { minutes: '1'.repeat(100_000) }).catch(() => ({ status: 403 }));
    expect(answer.status).toBe(403);
  });
});
