import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { EdgeSettings, type EdgeSettingsInput } from '../../schemas/edge.ts';
import { certificate } from '../../test/certificate.ts';
import { checkCertificates, expiry } from './certificates.ts';
import { checkClock, clockOffset, type DateSeen } from './clock.ts';
import { checkDisk } from './disk.ts';
import { checkFolder } from './folder.ts';
import { lines, spread } from './line.ts';
import { tellBandwidth, tellLatency } from './link-figures.ts';
import { checkPage } from './page.ts';
import { checkSecrets } from './secrets.ts';

const folder = mkdtempSync(join(tmpdir(), 'oka-check-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);
function file(name: string, text: string, mode = 0o600): string {
  writeFileSync(at(name), text);
  chmodSync(at(name), mode);
  return at(name);
}
const settings = (more: Partial<EdgeSettingsInput> = {}): EdgeSettings =>
  EdgeSettings.parse({ clinic: 'north', zone: 'UTC', data: at('data'), region: { url: 'https://r.local' }, ...more });
const tls = { cert: 'page.pem', key: 'page.key' };
const password = `scrypt$16384$8$1$${'a'.repeat(22)}==$${'b'.repeat(43)}=`;
const users = [{ name: 'orlova', role: 'clinician' as const, password }];
const NOW = new Date('2026-06-01T00:00:00Z');

describe('keys', () => {
  test.each([
    [0o600, 'ok'],
    [0o400, 'ok'],
    [0o640, 'fail'],
    [0o604, 'fail'],
  ])('with mode %o are %s', async (mode, state) => {
    const key = file(`key-${mode}`, 'x', mode);
    const [line] = await checkSecrets(settings({ key: { file: key } }));
    expect(line).toMatchObject({ id: 'secret key.file', state });
    if (state === 'fail') expect(line?.whatToDo).toContain('chmod 600');
  });

  test('that are missing fail, and a disk that nothing encrypts is said', async () => {
    const region = { url: 'https://r.local', key: at('none'), audience: 'x' };
    expect(await checkSecrets(settings({ region }))).toMatchObject([
      { id: 'secret region.key', state: 'fail', found: expect.stringContaining('ENOENT') },
      { id: 'key', state: 'warn' },
    ]);
  });
});

describe('certificates', () => {
  const tls = (cert: string, key: string) => settings({ mllp: { tls: { cert, key } } });
  const [one, other] = [certificate('edge'), certificate('other')];

  test('that are good and have their own key pass', async () => {
    const found = await checkCertificates(tls(file('a.pem', one.cert), file('a.key', one.key)), NOW);
    expect(found).toMatchObject([{ id: 'certificate mllp', state: 'ok', found: 'good until 2049-12-31' }]);
  });

  test('with the key of another one fail', async () => {
    const found = await checkCertificates(tls(file('a.pem', one.cert), file('b.key', other.key)), NOW);
    expect(found).toMatchObject([{ state: 'fail', found: expect.stringContaining('is not the key of') }]);
  });

  test.each(['none.pem', 'words.pem'])('that cannot be read fail: %s', async (name) => {
    file('words.pem', 'no certificate');
    expect(await checkCertificates(tls(at(name), at('a.key')), NOW)).toMatchObject([{ state: 'fail' }]);
  });

  test.each([
    ['2026-05-31T00:00:00Z', 'fail'],
    ['2026-06-01T12:00:00Z', 'warn'],
    ['2026-06-30T23:00:00Z', 'warn'],
    ['2026-07-01T00:00:00Z', 'ok'],
  ])('good until %s: %s', (until, state) => {
    expect(expiry('x', new Date(until), NOW).state).toBe(state);
  });
});

describe('the clock', () => {
  /** What the region's header says of a clock that is ahead by so much, with a way of 20 ms there and back. */
  const seenAt = (trueMs: number, aheadMs: number): DateSeen => ({
    sentMs: trueMs + aheadMs,
    gotMs: trueMs + 40 + aheadMs,
    dateMs: Math.floor((trueMs + 20) / 1000) * 1000,
  });
  const many = (aheadMs: number) => [0, 130, 370, 640, 910].map((ms) => seenAt(1_780_000_000_000 + ms, aheadMs));

  test.each([0, 59_000, -3000, 400_000])('that is ahead by %d ms is bound from whole seconds', (aheadMs) => {
    const { atLeastMs, atMostMs } = clockOffset(many(aheadMs));
    expect(atLeastMs).toBeLessThanOrEqual(aheadMs);
    expect(atMostMs).toBeGreaterThanOrEqual(aheadMs);
    expect(atMostMs - atLeastMs).toBeLessThan(400);
  });

  test.each([
    [5000, 'ok', ''],
    [-20_000, 'warn', 'time server'],
    [62_000, 'fail', 'Tokens are refused'],
    [-301_000, 'fail', 'doubtful'],
  ])('that is ahead by %d ms is %s', (aheadMs, state, word) => {
    const line = checkClock(many(aheadMs));
    expect(line.state).toBe(state);
    expect(line.whatToDo ?? '').toContain(word);
  });

  test('of a region that says no time is not guessed', () => {
    expect(checkClock([])).toMatchObject({ state: 'warn', found: expect.stringContaining('no time') });
  });
});

describe('the disk', () => {
  const facts = { type: 0xef53, bsize: 4096, blocks: 100e6, bfree: 60e6, bavail: 60e6 };
  const disk = (more: object, own: Partial<EdgeSettingsInput> = {}) =>
    checkDisk(settings(own), async () => ({ ...facts, ...more }));

  test('that is local, with room and a quick fsync', async () => {
    const found = await disk({});
    expect(found.map(({ id, state }) => [id, state]).slice(0, 2)).toEqual([
      ['disk-kind', 'ok'],
      ['disk-room', 'ok'],
    ]);
    expect(found[2]).toMatchObject({ id: 'disk-sync', figures: { medianMs: expect.any(Number) } });
  });

  test.each([
    [0x6969, 'warn', 'NFS'],
    [0xfe534d42 | 0, 'warn', 'SMB'],
    [0x01021994, 'fail', 'memory'],
  ])('of kind %d is %s', async (type, state, word) => {
    expect((await disk({ type }))[0]).toMatchObject({ state, found: expect.stringContaining(word) });
  });

  test.each([
    [{ bfree: 14e6, bavail: 14e6 }, 'fail'],
    [{ bfree: 15.5e6, bavail: 15.5e6 }, 'warn'],
  ])('with %j left is %s', async (left, state) => {
    expect((await disk(left))[1]).toMatchObject({ state });
  });

  test('is counted up to the quota where there is one', async () => {
    const [, room] = await disk({}, { spool: { quotaGib: 20 } });
    expect(room?.figures).toMatchObject({ leftBytes: 20 * 1024 ** 3 });
  });
});

describe('the line', () => {
  test('has lost something where a request took 200 ms more than the others', () => {
    const steady = Array.from({ length: 38 }, () => 50);
    expect(tellLatency([...steady, 52, 55], 0)).toMatchObject([
      { state: 'ok', figures: { medianMs: 50 } },
      { state: 'ok', figures: { share: 0 } },
    ]);
    expect(tellLatency([...steady, 260, 700], 0)[1]).toMatchObject({ state: 'warn', figures: { share: 0.05 } });
    expect(tellLatency(steady.slice(20), 22)[1]).toMatchObject({ state: 'fail' });
    expect(
      tellLatency(
        Array.from({ length: 40 }, () => 1600),
        0,
      )[0],
    ).toMatchObject({ state: 'warn' });
  });

  test('is told in kbit/s', () => {
    expect(tellBandwidth('up', { bytes: 32_000, ms: 1000 })).toMatchObject({ state: 'ok', figures: { kbits: 256 } });
    expect(tellBandwidth('up', { bytes: 4000, ms: 1000 })).toMatchObject({
      state: 'warn',
      found: expect.stringContaining('32 kbit/s'),
    });
    expect(tellBandwidth('down', { bytes: 12_500_000, ms: 1000 }).found).toContain('100 Mbit/s');
    expect(tellBandwidth('up', undefined)).toMatchObject({ state: 'warn' });
  });
});

test('a watched folder that does not know whose numbers its photos have is said', async () => {
  expect(await checkFolder(settings({ folder: { path: folder } }))).toMatchObject([
    { state: 'warn', whatToDo: expect.stringContaining('folder.domain') },
  ]);
});

test('a watched folder that is none, or is missing, fails', async () => {
  expect(await checkFolder(settings({ folder: { path: folder, domain: 'DLN' } }))).toMatchObject([{ state: 'ok' }]);
  for (const path of [at('nowhere'), file('a-file', 'x')])
    expect(await checkFolder({ folder: settings({ folder: { path } }).folder })).toMatchObject([{ state: 'fail' }]);
  expect(await checkFolder({ folder: undefined })).toEqual([]);
});

test.each([
  [{ host: '10.20.0.5' }, 'fail', 'no "tls"'],
  [{ host: '10.20.0.5', tls }, 'fail', 'no users'],
  [{ host: '10.20.0.5', tls, users }, 'ok', '1 may sign in'],
  [{ host: '10.20.0.5', users }, 'fail', 'no "tls"'],
  [{}, 'warn', 'nobody may sign in'],
  [{ users }, 'ok', '1 may sign in'],
])('a page with %j is %s', async (page, state, words) => {
  expect(await checkPage(settings({ page }))).toMatchObject([
    { id: 'page', state, found: expect.stringContaining(words) },
  ]);
});

test('without a page nothing is said of it', async () => {
  expect(await checkPage(settings())).toEqual([]);
});

test('a part of the check that breaks is a line of its own', async () => {
  expect(await lines('disk', () => Promise.reject(Object.assign(new Error('no'), { code: 'EIO' })))).toEqual([
    { id: 'disk', state: 'fail', found: 'it could not be looked at: EIO no' },
  ]);
  expect(spread([])).toEqual({ median: 0, p95: 0 });
});
