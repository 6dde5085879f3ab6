import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  localRegion,
  openKeys,
  type Party,
  registeredBefore,
  secretOf,
  tokenFor,
  writeLocalRegion,
} from '../local/keys.ts';
import { verifyToken } from '../platform/tokens.ts';
import { RegionFile } from '../schemas/region.ts';

const title = { en: 'x', ru: 'х' };
const base = RegionFile.parse({
  id: 'toy',
  title,
  zone: 'UTC',
  audience: 'https://oka.test',
  clinics: [
    { id: 'district', title, oid: '1.2.3', zone: 'UTC', domains: [], senders: [], ehr: 'demo' },
    { id: 'post', title, oid: '1.2.4', zone: 'UTC', domains: [], senders: [] },
  ],
  ehrs: [{ id: 'demo', title, replaces: true }],
  critical: { deadlineSeconds: 20 },
});
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'oka-keys-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('keys are made once and stay', async () => {
  const first = await openKeys(folder, base);
  expect(await openKeys(folder, base)).toEqual(first);
  expect(first.idKey).toMatch(/^[0-9a-f]{64}$/);
  expect(secretOf(folder)('arn:aws:secretsmanager:us-east-1:0:secret:id-key')).toBe(first.idKey);
  if (process.platform !== 'win32') expect(statSync(join(folder, 'keys', 'people.json')).mode & 0o077).toBe(0);
});

test('the region file carries public keys only and is a region file', async () => {
  const keys = await openKeys(folder, base);
  const path = await writeLocalRegion(folder, localRegion(base, keys));
  const written = RegionFile.parse(JSON.parse(readFileSync(path, 'utf8')));
  expect(written.issuers.map(({ kind, development }) => [kind, development])).toEqual([
    ['person', true],
    ['operator', true],
    ['ehr', true],
  ]);
  expect(readFileSync(path, 'utf8')).not.toMatch(/"d":/);
});

test('an edge that was registered with the region of this machine is let in after the next start', async () => {
  const keys = await openKeys(folder, base);
  const first = localRegion(base, keys);
  const own = first.clinics.map(({ edgeKeys }) => edgeKeys);
  await writeLocalRegion(folder, first);
  expect(localRegion(base, keys, undefined, registeredBefore(folder)).clinics.map(({ edgeKeys }) => edgeKeys)).toEqual(
    own,
  );

  const theirs = { kty: 'EC', kid: 'theirs', alg: 'ES256', crv: 'P-256', x: 'x', y: 'y' } as const;
  const added = {
    ...first,
    clinics: first.clinics.map((one) => (one.id === 'post' ? { ...one, edgeKeys: [...one.edgeKeys, theirs] } : one)),
  };
  await writeLocalRegion(folder, added);
  const next = localRegion(base, keys, undefined, registeredBefore(folder));
  expect(next.clinics.map(({ edgeKeys }) => edgeKeys)).toEqual([own[0], [...(own[1] ?? []), theirs]]);
});

test('without a region file, or with one that cannot be read, nobody was registered', async () => {
  expect(registeredBefore(folder)('post')).toEqual([]);
  writeFileSync(join(folder, 'region.json'), '{');
  expect(registeredBefore(folder)('post')).toEqual([]);
});

test.each<[Party, object]>([
  [
    { kind: 'edge', clinic: 'post' },
    { kind: 'edge', id: 'edge:post', clinics: ['post'] },
  ],
  [
    { kind: 'ehr', ehr: 'demo' },
    { kind: 'ehr', id: 'ehr:demo', clinics: ['district'] },
  ],
  [
    { kind: 'person', id: 'p1', clinic: 'district', roles: ['physician'], name: 'Врач' },
    { kind: 'person', id: 'p1', clinics: ['district'], roles: ['physician'], name: 'Врач' },
  ],
  [
    { kind: 'operator', id: 'o1', roles: ['operator'] },
    { kind: 'operator', id: 'o1', clinics: [] },
  ],
])('a token for %j is taken by the region for what it is', async (party, principal) => {
  const keys = await openKeys(folder, base);
  const token = await tokenFor(keys, party);
  expect(await verifyToken(token, localRegion(base, keys), new Date())).toMatchObject(principal);
});

test('a party that the region does not name gets no token', async () => {
  const keys = await openKeys(folder, base);
  await expect(tokenFor(keys, { kind: 'edge', clinic: 'elsewhere' })).rejects.toThrow('edge-elsewhere');
});
