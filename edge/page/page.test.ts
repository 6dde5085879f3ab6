import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { CacheSettings } from '../../schemas/edge/cache.ts';
import { PageSettings } from '../../schemas/edge/page.ts';
import { certificate } from '../../test/certificate.ts';
import { type Browser, browserOf } from '../../test/edge-page/browser.ts';
import { startCache } from '../cache/cache.ts';
import { PlayedRegion, somebody, toldResult } from '../cache/testing/region.ts';
import type { Cache } from '../cache/view.ts';
import { makeEdgeKey } from '../files/key.ts';
import type { WorklistItem } from '../worklist/item.ts';
import type { WalkIn } from '../worklist/walk-in.ts';
import { type Page, type PageOptions, startPage } from './page.ts';
import { hashPassword } from './password.ts';

const NOW = Date.parse('2026-03-02T08:00:00.000Z');
const HOUR = 3600_000;
const MINUTE = 60_000;
const HOSTILE = `<script>alert('1')</script>" onload="x' & Ко`;
const key = makeEdgeKey(Buffer.alloc(32, 7));
let password: string;
let folder: string;
let region: PlayedRegion;
let cache: Cache;
let page: Page;
let base: string;
let [clock, watch] = [NOW, 0];
let until: string | undefined;
let walkIns: WalkIn[];

beforeAll(async () => {
  password = await hashPassword('correct horse');
});
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'oka-page-'));
  [clock, watch, until, walkIns] = [NOW, 0, undefined, []];
  region = new PlayedRegion(new Date(NOW));
  region.told = [toldResult(1, new Date(NOW - HOUR).toISOString())];
  region.patients = [somebody(1, HOSTILE)];
  cache = await startCache({
    ...{ folder: join(folder, 'cache'), region, zone: 'Asia/Yekaterinburg', key, settings: CacheSettings.parse({}) },
    ...{ clock: () => new Date(clock), watch: () => watch },
  });
  await cache.pull();
  await open();
});
afterEach(async () => {
  await page.stop();
  await cache.stop();
  rmSync(folder, { recursive: true, force: true });
});

const users = () => [
  { name: 'ivanova', fullName: 'Вымышленная А.', role: 'clinician' as const, password },
  { name: 'engineer', role: 'engineer' as const, password },
];

/** What the worklist holds, and what a person has decided of it. */
let items: readonly WorklistItem[] = [];
const decided: unknown[] = [];
const made = new Set<string>();
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

async function open(settings: Partial<PageSettings> = {}, more: Partial<PageOptions> = {}): Promise<void> {
  page = await startPage({
    settings: PageSettings.parse({ port: 0, users: users(), ...settings }),
    ...{ folder: join(folder, 'page'), clinic: 'north', zone: 'Asia/Yekaterinburg', cache, key },
    ...{ clock: () => new Date(clock), watch: () => watch },
    sources: {
      waiting: () => [{ id: 'hl7', title: { ru: 'Сообщения', en: 'Messages' }, state: 'waits', count: 3 }],
      worklist: {
        items: () => items,
        knows: (accession) => made.has(accession) || items.some((one) => one.accession === accession),
        join: async (...said) => void decided.push(said),
        dropWalkIn: async (...said) => void decided.push(said),
        addWalkIn: async (walkIn) => {
          walkIns.push(walkIn);
          return undefined as never;
        },
      },
      consult: {
        until: () => until,
        set: (at) => {
          until = at?.toISOString();
        },
      },
    },
    ...more,
  });
  base = `http://127.0.0.1:${page.port}`;
}
async function signedIn(user = 'ivanova', language = 'ru'): Promise<Browser> {
  const browser = browserOf(base, language);
  expect((await browser.signIn(user, 'correct horse')).status).toBe(303);
  return browser;
}
const PATIENT_PAGES = ['/', '/worklist', '/results', '/meanwhile'];

describe('who may see the page', () => {
  test('nobody sees anything of the clinic before he has signed in', async () => {
    for (const path of [...PATIENT_PAGES, '/waiting']) {
      const { status, text } = await browserOf(base).get(path);
      expect(status).toBe(401);
      expect(text).not.toMatch(/Калий|alert|Сообщения/);
    }
  });

  test('a wrong password and a name that there is not are answered alike', async () => {
    const [wrong, nobody] = [await browserOf(base).signIn('ivanova', 'x'), await browserOf(base).signIn('petrov', 'x')];
    expect([wrong.status, nobody.status]).toEqual([403, 403]);
    expect(wrong.text).toBe(nobody.text);
    expect(wrong.headers.getSetCookie()).toEqual([]);
  });

  test('after five wrong passwords the right one has to wait, whatever the clock of the machine does', async () => {
    const browser = browserOf(base);
    for (let tries = 0; tries < 5; tries += 1) await browser.signIn('ivanova', 'wrong');
    expect((await browser.signIn('ivanova', 'correct horse')).text).toContain('Слишком много попыток');
    clock += 400 * 24 * HOUR;
    expect((await browser.signIn('ivanova', 'correct horse')).status).toBe(403);
    watch += 2 * MINUTE;
    expect((await browser.signIn('ivanova', 'correct horse')).status).toBe(303);
  });

  test('an engineer sees what waits, and no patient', async () => {
    const browser = await signedIn('engineer');
    for (const path of PATIENT_PAGES.slice(1)) {
      const { status, text } = await browser.get(path);
      expect(status).toBe(403);
      expect(text).not.toMatch(/Калий|alert/);
    }
    expect((await browser.get('/')).headers.get('location')).toBe('/waiting');
    expect((await browser.get('/waiting')).text).toContain('Сообщения');
  });

  test('a session ends after half an hour without a click, and with signing out', async () => {
    const browser = await signedIn();
    watch += 29 * MINUTE;
    expect((await browser.get('/results')).status).toBe(200);
    watch += 31 * MINUTE;
    expect((await browser.get('/results')).status).toBe(401);
    const other = await signedIn();
    const stolen = new Map(other.cookies);
    await other.get('/results');
    await other.submit('/sign-out');
    const thief = browserOf(base);
    for (const [name, value] of stolen) thief.cookies.set(name, value);
    expect((await thief.get('/results')).status).toBe(401);
  });

  test('a clock that is set back makes no session young again', async () => {
    const browser = await signedIn();
    clock -= 24 * HOUR;
    watch += 31 * MINUTE;
    expect((await browser.get('/results')).status).toBe(401);
  });

  test('without users it shows what waits, how to add one, and no patient', async () => {
    await page.stop();
    await open({ users: [] });
    expect((await browserOf(base).get('/waiting')).text).toContain('Сообщения');
    const { status, text } = await browserOf(base).get('/results');
    expect([status, /oka edge user add/.test(text), /Калий/.test(text)]).toEqual([401, true, false]);
  });

  test('an address in the network needs TLS and users', async () => {
    await page.stop();
    await expect(open({ host: '0.0.0.0' })).rejects.toMatchObject({ code: 'configuration' });
    await open();
  });

  test('a page of the internet that names itself after this machine is not answered', async () => {
    const { request } = await import('node:http');
    const status = await new Promise((resolve) =>
      request({ host: '127.0.0.1', port: page.port, path: '/', headers: { host: 'evil.example' } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      }).end(),
    );
    expect(status).toBe(421);
  });

  test('over TLS the cookie leaves by TLS alone', async () => {
    await page.stop();
    const { cert, key: pem } = certificate('edge');
    const { writeFileSync } = await import('node:fs');
    writeFileSync(join(folder, 'cert.pem'), cert);
    writeFileSync(join(folder, 'key.pem'), pem);
    await open({ tls: { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') } });
    const { request } = await import('node:https');
    const cookies = await new Promise<string[]>((resolve, reject) => {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      request(
        { host: '127.0.0.1', port: page.port, path: '/sign-in', method: 'POST', headers, rejectUnauthorized: false },
        (answer) => {
          answer.resume();
          resolve(answer.headers['set-cookie'] ?? []);
        },
      )
        .once('error', reject)
        .end('user=ivanova&password=correct+horse');
    });
    expect(cookies[0]).toMatch(/^__Host-oka=.*; HttpOnly; SameSite=Strict; Secure$/);
  });
});

describe('what is changed at the page', () => {
  test('needs the key of a form of ours', async () => {
    const browser = await signedIn();
    for (const fields of [{ minutes: '30' }, { minutes: '30', key: 'x'.repeat(32) }])
      expect((await browser.post('/consult', fields as Record<string, string>)).status).toBe(403);
    expect(until).toBeUndefined();
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
    expect(until).toBe(new Date(NOW + 30 * MINUTE).toISOString());
    expect((await browser.get('/waiting')).text).toContain('13:30');
    await browser.submit('/consult', { minutes: '0' });
    expect(until).toBeUndefined();
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
    expect(walkIns).toMatchObject([
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
    items = [item('w', { provisional: true, orderCame: ['o'] }), item('o'), item('other')];
    const browser = await signedIn();
    const { text } = await browser.get('/worklist');
    expect(text.match(/action="\/worklist\/join"/g)).toHaveLength(1);
    expect((await browser.submit('/worklist/join', { id: 'w', order: 'o' })).headers.get('location')).toBe('/worklist');
    expect((await browser.submit('/worklist/join', { id: 'w', order: 'other' })).status).toBe(404);
    expect((await browser.submit('/worklist/drop', { id: 'w' })).headers.get('location')).toBe('/worklist');
    expect((await browser.submit('/worklist/drop', { id: 'o' })).status).toBe(404);
    expect(decided).toEqual([['w', 'o', 'ivanova'], ['w']]);
    items = [];
  });

  test('an examination of another day says which day it is of', async () => {
    const at = (start: string, more: object = {}) => item(start, { start, timed: true, ...more });
    const tomorrow = new Date(clock + 24 * 3600_000).toISOString();
    items = [at(new Date(clock).toISOString()), at(tomorrow), at(tomorrow, { id: 'day', timed: false })];
    const { text } = await (await signedIn()).get('/worklist');
    const shown = [...text.matchAll(/<p class="clock">([^<]*)</g)].map(([, when]) => when);
    const [day] = new Intl.DateTimeFormat('ru-RU', { timeZone: 'Asia/Yekaterinburg', day: '2-digit' })
      .formatToParts(new Date(tomorrow))
      .map(({ value }) => value);
    expect(shown[0]).toMatch(/^\d\d:\d\d$/);
    expect(shown[1]).toMatch(new RegExp(`^${day}\\.\\d\\d\\.\\d{4}, \\d\\d:\\d\\d$`));
    expect(shown[2]).toContain(String(Number(day)));
    items = [];
  });

  test('an order of the region that was made here is not shown as one that waits', async () => {
    region.imaging = [
      { id: ORDER_ID, patient: { record: ORDER_ID }, status: 'active', accession: 'R-1', service: { codings: [] } },
    ];
    await cache.pull();
    const browser = await signedIn();
    expect((await browser.get('/worklist')).text).toContain('R-1');
    made.add('R-1');
    expect((await browser.get('/worklist')).text).not.toContain('R-1');
    made.clear();
  });

  test('an engineer enters no patient', async () => {
    const browser = await signedIn('engineer');
    await browser.get('/waiting');
    const fields = { request: 'r1', family: 'Вымышленный', modality: 'DX' };
    expect((await browser.submit('/worklist/walk-in', fields)).status).toBe(403);
    expect(walkIns).toEqual([]);
  });

  test('a form of megabytes is not read', async () => {
    const browser = await signedIn();
    await browser.get('/waiting');
    const answer = await browser.submit('/consult', { minutes: '1'.repeat(100_000) }).catch(() => ({ status: 403 }));
    expect(answer.status).toBe(403);
  });
});

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
    region.goAway();
    clock += 5 * HOUR;
    watch += 5 * HOUR;
    await cache.pull();
    const { text } = await (await signedIn('ivanova', 'en')).get('/results');
    expect(text).toContain('THE REGION IS NOT REACHABLE');
    expect(text).toMatch(/As of 02\/03\/2026, 13:00<\/b> \(5 h ago\)/);
    expect(text).toMatch(/class="banner away"/);
  });

  test('never says that nothing is there where nothing is known', async () => {
    await page.stop();
    const empty = await startCache({
      ...{ folder: join(folder, 'empty'), region: new PlayedRegion(new Date(NOW)), zone: 'Asia/Yekaterinburg', key },
      isBusy: () => true,
      clock: () => new Date(clock),
    });
    await open({}, { cache: { ...empty, state: () => ({ reachable: false, clockIsOff: false, isEncrypted: true }) } });
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
      region.told = [
        { ...of, delivery: { ...of.delivery, ...said, version, changedAt: new Date(NOW + version).toISOString() } },
      ];
      await cache.pull();
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
    region.told = [
      toldResult(2, at, { ...finding, finding: 'present', basis: 'preview' }),
      toldResult(3, at, {
        ...finding,
        finding: 'not-assessed',
        lines: [{ ru: 'Не оценивалось: возраст неизвестен', en: 'x' }, says],
      }),
      toldResult(4, at, { ...finding, finding: 'absent' }),
      toldResult(5, at, { version: 2, state: 'withdrawn', lines: [{ ru: 'Отозвано', en: 'Withdrawn' }, says] }),
    ];
    await cache.pull();
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

describe('what changed meanwhile', () => {
  test('is counted on each page until this user has ticked it', async () => {
    region.goAway();
    clock += 2 * HOUR;
    watch += 2 * HOUR;
    region.now = new Date(clock);
    await cache.pull();
    region.fault = undefined;
    region.told = [toldResult(7, new Date(NOW + HOUR).toISOString())];
    await cache.pull();
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

describe('the access log', () => {
  test('holds each page with a patient before it is answered, by ids alone', async () => {
    const browser = await signedIn();
    await browser.get('/results');
    const acts = page.audit.acts();
    expect(acts.map(({ what, about }) => `${what} ${about}`)).toEqual(['sign-in ', 'view /results']);
    expect(acts[1]).toMatchObject({ user: 'ivanova', records: [somebody(1).record], address: '127.0.0.1' });
    expect(JSON.stringify(acts)).not.toMatch(/script|Калий/);
  });

  test('that cannot be written shows nothing of anybody', async () => {
    const browser = await signedIn();
    const { audit } = page;
    await audit.close();
    const { status, text } = await browser.get('/results');
    expect(status).toBe(503);
    expect(text).not.toMatch(/Калий|alert/);
  });

  test('survives the page and lies encrypted on the disk', async () => {
    await (await signedIn()).get('/results');
    await page.stop();
    const bytes = Buffer.concat(
      readdirSync(join(folder, 'page'), { recursive: true, withFileTypes: true })
        .filter((one) => one.isFile())
        .map((one) => readFileSync(join(one.parentPath, one.name))),
    );
    expect(bytes.includes(Buffer.from('ivanova'))).toBe(false);
    await open();
    expect(page.audit.acts()).toHaveLength(2);
  });

  test('holds who was refused, and nothing that could be a password', async () => {
    await browserOf(base).signIn('my secret word', 'x');
    await browserOf(base).signIn('ivanova', 'wrong');
    expect(page.audit.acts()).toMatchObject([
      { user: 'unknown', what: 'sign-in-refused' },
      { user: 'ivanova', what: 'sign-in-refused' },
    ]);
  });
});
