import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startCache } from '../../edge/cache/cache.ts';
import { regionReader } from '../../edge/cache/region.ts';
import type { Cache } from '../../edge/cache/view.ts';
import { makeEdgeKey } from '../../edge/files/key.ts';
import { type Page, startPage } from '../../edge/page/page.ts';
import { hashPassword } from '../../edge/page/password.ts';
import { askRegion } from '../../edge/region/region.ts';
import { PageSettings } from '../../schemas/edge/page.ts';
import {
  booking,
  type ClinicDay,
  clinicDay,
  order,
  type Patient,
  potassium,
  recordOf,
  visit,
} from '../appointments/clinic.ts';
import { principals } from '../world.ts';
import { type Bridge, bridgeTo } from './bridge.ts';
import { type Browser, browserOf } from './browser.ts';

const HOUR = 3600_000;
const START = Date.parse('2026-03-02T08:00:00.000Z');
const hostile: Patient = { number: '71', name: 'Вымышленная<script>^Анна', born: '19560402' };
const southern: Patient = { number: '72', name: 'Южная^Вера', born: '19700101', domain: 'SOUTH' };
let day: ClinicDay;
let bridge: Bridge;
let cache: Cache;
let page: Page;
let browser: Browser;
let folder: string;
let [clock, watch] = [START, 0];

/** Time for the region, and for the machine of the edge. */
function pass(ms: number): void {
  clock += ms;
  watch += ms;
  day.it.time.now = new Date(clock);
}
const reader = (token: string) =>
  regionReader({ ask: askRegion({ url: bridge.url }).ask, clinic: 'north', token: async () => token });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'oka-edge-page-'));
  day = await clinicDay(['critical_labs']);
  day.it.time.now = new Date(clock);
  await day.receive('north', visit(hostile, '202603011000', { doctor: 'Т12^Вымыслова^Ася' }));
  await day.receive('north', booking(hostile, '202603011100', { start: '202603021400', reason: 'Слабость' }));
  await day.receive('south', visit(southern, '202603011000'));
  await day.receive('lab', potassium(southern, '202603021200', '7.2'));
  bridge = await bridgeTo(() => day.world);
  bridge.tokens.set('of north', principals.edge('north'));
  bridge.tokens.set('of south', principals.edge('south'));
  const key = makeEdgeKey(Buffer.alloc(32, 7));
  const region = reader('of north');
  const times = { clock: () => new Date(clock), watch: () => watch };
  cache = await startCache({ folder: join(folder, 'cache'), region, zone: 'Asia/Yekaterinburg', key, ...times });
  await cache.pull();
  const password = await hashPassword('correct horse');
  page = await startPage({
    settings: PageSettings.parse({ port: 0, users: [{ name: 'ivanova', role: 'clinician', password }] }),
    ...{ folder: join(folder, 'page'), clinic: 'north', zone: 'Asia/Yekaterinburg', key, ...times },
    cache: () => cache,
    sources: { waiting: () => [] },
    tell: region.acts,
  });
  browser = browserOf(`http://127.0.0.1:${page.port}`);
  await browser.signIn('ivanova', 'correct horse');
});
afterAll(async () => {
  await page.stop();
  await cache.stop();
  await bridge.close();
  await day.it.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a clinic whose region goes away', () => {
  test('sees its day: the appointment with its reason, no other clinic’s patient, no script', async () => {
    const { text } = await browser.get('/');
    expect(text).toContain('Слабость');
    expect(text).toContain('Вымышленная&#60;script&#62;');
    expect(text).not.toMatch(/Южная|<script/);
  });

  test('sees a result minutes after the region knows it', async () => {
    await day.receive('lab', potassium(hostile, '202603021200', '7.1'));
    pass(180_000);
    expect(await cache.pull()).toBe(true);
    const { text } = await browser.get('/results');
    expect(text).toMatch(/КРИТИЧЕСКИ ВАЖНО/);
    expect(text).toContain('Рассчитано по опубликованному правилу из данных карты; решает врач');
    const [sent] = day.published().filter(({ clinic }) => clinic === 'north');
    const [line] = cache.results()[0]?.result.lines ?? [];
    expect(JSON.stringify(sent?.bundle)).toContain(JSON.stringify(line?.ru).slice(1, -1));
    expect((await browser.get('/')).text).toMatch(/Решить/);
  });

  test('reads on for two days, sees how old it is, and nothing of it is lost', async () => {
    bridge.isAway = true;
    for (let hour = 0; hour < 48; hour += 6) {
      pass(6 * HOUR);
      expect(await cache.pull()).toBe(false);
    }
    // Nobody stays signed in for two days.
    expect((await browser.get('/results')).status).toBe(401);
    await browser.signIn('ivanova', 'correct horse');
    const { text } = await browser.get('/results');
    expect(text).toMatch(/СВЯЗИ С РЕГИОНОМ НЕТ<\/b> с 02\.03\.2026, 13:03/);
    expect(text).toContain('2 дн назад');
    expect(text).toMatch(/КРИТИЧЕСКИ ВАЖНО/);
  });

  test('is told afterwards what was withdrawn, what is new, and of orders placed elsewhere', async () => {
    await day.receive('lab', potassium(hostile, '202603021200', '4.1').replace('|F|', '|C|'));
    await day.receive('lab', potassium(hostile, '202603041000', '6.9', { number: 'second' }));
    await day.receive('south', order(hostile, '202603041000', 'A-501'));
    bridge.isAway = false;
    expect(await cache.pull()).toBe(true);
    const { text } = await browser.get('/meanwhile');
    expect(text).toContain('Регион был недоступен: 02.03.2026, 13:03 до 04.03.2026, 13:03');
    expect(text).toMatch(/class="badge change">(изменилось|новое|отозвано)/);
    expect(cache.orders()).toMatchObject([{ accession: 'A-501' }]);
    expect((await browser.get('/worklist')).text).toContain('A-501');
  });

  test('tells the audit of the region who saw whom while it was away', async () => {
    expect(page.audit.unsent()).toBeGreaterThan(4);
    await page.tellNow();
    expect(page.audit.unsent()).toBe(0);
    const keys = (await day.world.objects.list('audit', ''))
      .map(({ key }) => key)
      .filter((key) => key.includes('/edge-north-'));
    expect(keys.length).toBe(page.audit.acts().length);
    const events = await Promise.all(
      keys.map(async (key) => Buffer.from(await day.world.objects.get('audit', key)).toString()),
    );
    const views = events.map((text) => JSON.parse(text) as fhir4.AuditEvent).filter(({ action }) => action === 'R');
    expect(views[0]?.agent[0]?.who?.identifier).toMatchObject({
      system: expect.stringContaining('north'),
      value: 'ivanova',
    });
    expect(events.join()).toContain(`Patient/${recordOf('north', '71')}`);
    expect(events.join()).not.toContain('Вымышленная');
  });

  test('leaves an unchanged day unread: 304, and results since the cursor alone', async () => {
    pass(600_000);
    await cache.pull();
    bridge.asked.length = 0;
    pass(180_000);
    await cache.pull();
    expect(bridge.asked.filter((one) => one.startsWith('/clinic-day/results'))).toEqual([
      expect.stringContaining('since=2026-03-04T'),
    ]);
    expect(cache.state().reachable).toBe(true);
  });

  test('is refused with the token of another clinic', async () => {
    const other = reader('of south');
    for (const ask of [
      () => other.results(),
      () => other.appointments('2026-03-02'),
      () => other.orders(),
      () => other.acts(page.audit.acts().slice(0, 1)),
    ])
      await expect(ask()).rejects.toMatchObject({ code: 'forbidden' });
    await expect(reader('of nobody').results()).rejects.toMatchObject({ code: 'unauthenticated' });
  });
});
