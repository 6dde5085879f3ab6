import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { makeKeyPair, registrationOf } from '../edge/settings/key-pair.ts';
import { readRegion } from '../platform/region.ts';
import type { Registration } from '../schemas/edge/registration.ts';
import { printing } from '../test/printed.ts';
import { trust } from './trust.ts';
import { changedLines } from './trust-diff.ts';

const SAMPLE = join(import.meta.dirname, '../samples/region/region.json');
const folder = mkdtempSync(join(tmpdir(), 'oka-trust-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const said = printing();
const region = join(folder, 'region.json');
beforeEach(() => writeFileSync(region, readFileSync(SAMPLE)));

let serial = 0;
async function registration(more: Partial<Registration> = {}): Promise<Registration> {
  serial += 1;
  const path = join(folder, `key-${serial}.json`);
  await makeKeyPair(path);
  const clinic = readRegion(SAMPLE).clinics[0];
  if (!clinic) throw new Error('the sample region has no clinic');
  const { id, oid, zone } = clinic;
  return { ...(await registrationOf({ clinic: id, oid, zone, senders: [] }, path)), ...more };
}
function add(what: object, ...options: string[]): Promise<number> {
  const path = join(folder, 'registration.json');
  writeFileSync(path, JSON.stringify(what));
  return trust(['add', path, '--region', region, ...options]);
}

describe('oka trust add', () => {
  test('adds the key and leaves every other line of the region file as it was', async () => {
    const before = readFileSync(region, 'utf8');
    const { key, thumbprint, clinic } = await registration();
    expect(await add({ ...(await registration()), key, thumbprint })).toBe(0);
    const after = readFileSync(region, 'utf8');
    expect(readRegion(region).clinics.find(({ id }) => id === clinic)?.edgeKeys).toContainEqual(key);
    const lines = new Set(after.split('\n').map((line) => line.trim().replace(/,$/, '')));
    const gone = before.split('\n').filter((line) => !lines.has(line.trim().replace(/,$/, '')));
    expect(gone.filter((line) => !line.includes('edgeKeys'))).toEqual([]);
    expect(said.out).toContain(`+`);
    expect(said.out).toContain(thumbprint);
    expect(said.out).toContain('cdk deploy');
    expect(existsSync(`${region}.part`)).toBe(false);
  });

  test('that comes again changes nothing', async () => {
    const one = await registration();
    await add(one);
    const after = readFileSync(region, 'utf8');
    expect(await add(one)).toBe(0);
    expect(said.out).toContain('registered for');
    expect(readFileSync(region, 'utf8')).toBe(after);
  });

  test('with --dry-run shows what would change and changes nothing', async () => {
    expect(await add(await registration(), '--dry-run', '--json')).toBe(0);
    expect(JSON.parse(said.out)).toMatchObject({ outcome: 'would-change', diff: expect.stringContaining('+') });
    expect(readFileSync(region, 'utf8')).toBe(readFileSync(SAMPLE, 'utf8'));
  });

  test('names the senders that the region does not know', async () => {
    await add(await registration({ senders: [{ application: 'NEW', facility: 'LAB' }] }));
    expect(said.out).toContain('NEW^LAB');
    expect(said.out).toContain('unknown-sender');
  });

  test('says what the edge must be told of a sender that numbers its orders in its own way', async () => {
    const clinics = readRegion(SAMPLE).clinics;
    const clinic = clinics.find(({ senders }) => senders.some(({ orderKey }) => orderKey === 'placer'));
    const sender = clinic?.senders.find(({ orderKey }) => orderKey === 'placer');
    if (!clinic || !sender) throw new Error('the sample region has no such sender');
    const { id, oid, zone } = clinic;
    await add(
      await registration({
        clinic: id,
        oid,
        zone,
        senders: [sender].map(({ application, facility }) => ({ application, facility })),
      }),
    );
    expect(said.out).toContain(`${sender.application}^${sender.facility}: orderKey: placer`);
  });

  test.each<[string, (one: Registration) => object, string]>([
    ['the clinic is unknown', (one) => ({ ...one, clinic: 'nowhere' }), 'no clinic “nowhere”'],
    ['the OID is another', (one) => ({ ...one, oid: '1.2.3' }), 'which clinic is it?'],
    ['the zone is another', (one) => ({ ...one, zone: 'Europe/Moscow' }), 'the zone Europe/Moscow'],
    ['it holds the private key', (one) => ({ ...one, key: { ...one.key, d: 'secret' } }), 'private key'],
    ['the key was exchanged on its way', (one) => ({ ...one, thumbprint: 'x' }), 'changed on its way'],
    ['the algorithm is another', (one) => ({ ...one, key: { ...one.key, alg: 'ES384' } }), 'not ES256'],
    ['the key is no point', (one) => ({ ...one, key: { ...one.key, x: 'AAAA' } }), 'no point of P-256'],
    ['it has more than a registration', (one) => ({ ...one, role: 'operator' }), 'role'],
  ])('refuses, and changes nothing, where %s', async (_, changed, word) => {
    expect(await add(changed(await registration()))).toBe(2);
    expect(said.err).toContain(word);
    expect(readFileSync(region, 'utf8')).toBe(readFileSync(SAMPLE, 'utf8'));
  });

  test('refuses the key of another clinic, and another key under the same name', async () => {
    const one = await registration();
    await add(one);
    const [, other] = readRegion(SAMPLE).clinics;
    expect(await add({ ...one, clinic: other?.id, oid: other?.oid, zone: other?.zone })).toBe(2);
    expect(said.err).toContain('each edge has its own');
    const next = await registration();
    const renamed = { ...next, key: { ...next.key, kid: one.key.kid } };
    expect(await add(renamed)).toBe(2);
    expect(said.err).toContain(`is named ${one.key.kid} already`);
  });

  test('refuses a third key, and takes it when one is forgotten', async () => {
    const [first, second, third] = [await registration(), await registration(), await registration()];
    await add(first);
    await add(second);
    expect(await add(third)).toBe(2);
    expect(said.err).toContain(first.key.kid);
    expect(await trust(['add', '--remove', first.key.kid, '--region', region])).toBe(0);
    expect(await add(third)).toBe(0);
    const kids = readRegion(region).clinics[0]?.edgeKeys.map(({ kid }) => kid);
    expect(kids).toEqual([second.key.kid, third.key.kid]);
  });

  test('--remove says when an edge is left without a key, and that no such key is there', async () => {
    const one = await registration();
    await add(one);
    await trust(['add', '--remove', one.key.kid, '--region', region]);
    expect(said.out).toContain('no key left');
    expect(await trust(['add', '--remove', one.key.kid, '--region', region])).toBe(2);
    expect(said.err).toContain('no clinic has a key');
  });

  test.each(['{"clinics":[{"id":"a"}]}', '{"clinics": []}', 'nonsense'])(
    'leaves a faulty region file alone: %s',
    async (text) => {
      writeFileSync(region, text);
      expect(await add(await registration())).toBe(2);
      expect(readFileSync(region, 'utf8')).toBe(text);
    },
  );

  test('keeps to a file that is set on one line', async () => {
    writeFileSync(region, JSON.stringify(JSON.parse(readFileSync(SAMPLE, 'utf8'))));
    const one = await registration();
    expect(await add(one)).toBe(0);
    expect(readRegion(region).clinics[0]?.edgeKeys).toEqual([one.key]);
  });
});

describe('oka trust', () => {
  test('lists the keys of every clinic with their thumbprints, and who has none', async () => {
    const one = await registration();
    await add(one);
    said.out = '';
    await trust(['list', '--region', region, '--json']);
    expect(JSON.parse(said.out)).toMatchObject({
      keys: [{ clinic: one.clinic, kid: one.key.kid, thumbprint: one.thumbprint }],
      without: expect.not.arrayContaining([one.clinic]),
    });
  });

  test.each([
    ['nothing is to be done', ['--region', 'x'], 'add or list'],
    ['there is no region file', ['list'], '--region FILE is missing'],
    ['neither a file nor a key is named', ['add'], 'either'],
  ])('says so in a sentence when %s', async (_, args, word) => {
    expect(await trust(args[0] === 'add' ? ['add', '--region', region] : args)).toBe(2);
    expect(said.err).toContain(word);
  });
});

test('a change is shown with two lines around it', () => {
  expect(changedLines('a\nb\nc\nd\ne', 'a\nb\nC\nd\ne')).toBe('@@ line 3 @@\n  a\n  b\n- c\n+ C\n  d\n  e');
  expect(changedLines('a', 'a')).toBe('');
  expect(changedLines('a\na', 'a\na\na')).toContain('+ a');
});
