import { chownSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, test } from '@jest/globals';
import { readEdgeKey } from '../edge/files/edge-key.ts';
import { readEdgeSettings } from '../edge/settings/read.ts';
import { tokenOf } from '../edge/settings/token.ts';
import { readRegion } from '../platform/region.ts';
import { verifyToken } from '../platform/tokens.ts';
import { Registration } from '../schemas/edge/registration.ts';
import { printing } from '../test/printed.ts';
import { testRegion } from '../test/world.ts';
import { edge } from './edge.ts';
import { initEdge } from './edge-init.ts';
import { trust } from './trust.ts';

const root = mkdtempSync(join(tmpdir(), 'oka-init-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const said = printing();
let serial = 0;

/** A folder with a region file and a place for an edge. */
function place() {
  serial += 1;
  const folder = mkdtempSync(join(root, `${serial}-`));
  const region = join(folder, 'region.json');
  writeFileSync(region, `${JSON.stringify(testRegion(), undefined, 2)}\n`);
  const config = join(folder, 'edge', 'edge.yaml');
  const beside = (name: string): string => join(folder, 'edge', name);
  const north = readRegion(region).clinics.find(({ id }) => id === 'north');
  const answers = ['--clinic', 'north', '--zone', north?.zone ?? '', '--oid', north?.oid ?? ''];
  const link = ['--url', 'https://oka.region.local', '--audience', readRegion(region).audience];
  const init = (...more: string[]) =>
    edge(['init', '--config', config, '--yes', ...answers, ...link, '--data', join(folder, 'data'), ...more]);
  return { folder, region, config, beside, init };
}

describe('oka edge init', () => {
  test('writes settings that are read as they were answered, and keys for their owner alone', async () => {
    const { config, beside, init } = place();
    expect(await init('--mllp', '10.20.0.5:2575', '--senders', 'HIS^N,LIS^*', '--cap', '256', '--page', 'no')).toBe(0);
    const settings = await readEdgeSettings(config);
    expect(settings).toMatchObject({
      clinic: 'north',
      region: { url: 'https://oka.region.local', key: beside('edge-key.json') },
      key: { file: beside('edge-data.key') },
      mllp: { host: '10.20.0.5', port: 2575 },
      senders: [
        { application: 'HIS', facility: 'N' },
        { application: 'LIS', facility: '*' },
      ],
      uplink: { capKbits: 256 },
      worklist: {},
    });
    expect(settings.page).toBeUndefined();
    for (const name of ['edge-key.json', 'edge-data.key']) expect(statSync(beside(name)).mode & 0o077).toBe(0);
    await expect(readEdgeKey({ file: beside('edge-data.key') })).resolves.toBeDefined();
    expect(readFileSync(config, 'utf8')).not.toContain(JSON.parse(readFileSync(beside('edge-key.json'), 'utf8')).d);
  });

  test('hands out no secret: the registration has the public half alone', async () => {
    const { beside, init } = place();
    await init('--json');
    const registration = Registration.parse(JSON.parse(said.out));
    expect(registration).toEqual(JSON.parse(readFileSync(beside('registration.json'), 'utf8')));
    expect(registration.key).not.toHaveProperty('d');
    expect(registration.key.kid.length).toBeLessThanOrEqual(8);
  });

  test.each(['edge.yaml', 'edge-key.json', 'edge-data.key', 'registration.json'])(
    'never writes over what is there: %s',
    async (name) => {
      const { beside, init } = place();
      await init();
      const others = ['edge.yaml', 'edge-key.json', 'edge-data.key', 'registration.json'].filter((one) => one !== name);
      for (const one of others) rmSync(beside(one));
      const before = readFileSync(beside(name), 'utf8');
      expect(await init()).toBe(2);
      expect(said.err).toContain('nothing is written over');
      expect(readFileSync(beside(name), 'utf8')).toBe(before);
      expect(others.some((one) => existsSync(beside(one)))).toBe(false);
    },
  );

  test('asks on the terminal, with a default and a reason, and asks a wrong answer again', async () => {
    const { config, folder } = place();
    const answers = [
      'North!',
      'north',
      '1.2.643.5',
      'Moscow',
      'Europe/Moscow',
      'https://r.local',
      '',
      join(folder, 'd'),
    ];
    const terminal = Readable.from([[...answers, 'no', 'no', 'no', join(folder, 'in'), 'DLN', '', '256'].join('\n')]);
    expect(await initEdge(['--config', config], terminal)).toBe(0);
    expect(said.err).toContain('lower-case letters');
    expect(said.err).toContain('an IANA time zone');
    expect(said.err).toContain('shifts every finding by hours');
    expect(await readEdgeSettings(config)).toMatchObject({
      clinic: 'north',
      zone: 'Europe/Moscow',
      region: { audience: 'https://r.local' },
      folder: { path: join(folder, 'in'), domain: 'DLN' },
      page: { port: 8090 },
      uplink: { capKbits: 256 },
    });
    expect((await readEdgeSettings(config)).mllp).toBeUndefined();
  });

  test('writes nothing when the terminal ends before the last question', async () => {
    const { config, beside } = place();
    await expect(initEdge(['--config', config], Readable.from(['north\n']))).rejects.toThrow('--oid');
    expect(existsSync(config) || existsSync(beside('edge-key.json'))).toBe(false);
  });

  test.each([
    ['an answer is missing', [], '--clinic is missing'],
    ['a place is none', ['--clinic', 'north', '--oid', '1.2', '--url', 'https://r', '--mllp', 'here'], '--mllp'],
    ['the OID is none', ['--clinic', 'north', '--oid', 'x'], '--oid'],
    [
      'a PACS has no title',
      ['--clinic', 'north', '--oid', '1.2', '--url', 'https://r', '--pacs', '10.0.0.1:104'],
      '--pacs',
    ],
    ['a language is unknown', ['--language', 'de'], '--language'],
    ['the command is unknown', undefined, 'one of check'],
  ])('says so in a sentence when %s', async (_, options, word) => {
    const { config } = place();
    const args = options === undefined ? ['begin'] : ['init', '--yes', '--config', config, ...options];
    expect(await edge(args)).toBe(2);
    expect(said.err).toContain(word);
    expect(existsSync(config)).toBe(false);
  });
});

describe('an edge that was made by init', () => {
  test('is let in by the region once its registration is added, and not before', async () => {
    const { config, region, beside, init } = place();
    await init();
    const token = await tokenOf(await readEdgeSettings(config))();
    await expect(verifyToken(token, readRegion(region), new Date())).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(await trust(['add', beside('registration.json'), '--region', region])).toBe(0);
    expect(await verifyToken(token, readRegion(region), new Date())).toMatchObject({
      kind: 'edge',
      clinics: ['north'],
    });
  });

  test('changes the key of its data: the new one seals, the older one still opens', async () => {
    const { config, beside, init } = place();
    await init();
    const file = beside('edge-data.key');
    const before = readFileSync(file, 'utf8');
    expect(await edge(['key', '--data', '--config', config])).toBe(0);
    const [newer, older, ...more] = readFileSync(file, 'utf8').trim().split('\n');
    expect(newer).not.toBe(before.trim());
    expect([older, ...more]).toEqual([before.trim()]);
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(existsSync(beside('edge-key-2.json'))).toBe(false);
  });

  // Root alone can give a file to somebody else; the edge runs as a user of its own.
  (process.getuid?.() === 0 ? test : test.skip)(
    'leaves new keys to the user of the edge, whoever makes them',
    async () => {
      const { config, beside, init } = place();
      await init();
      for (const one of [dirname(config), config, beside('edge-data.key'), beside('edge-key.json')])
        chownSync(one, 4711, 4712);
      expect(await edge(['key', '--config', config])).toBe(0);
      expect(await edge(['key', '--data', '--config', config])).toBe(0);
      for (const one of ['edge-key-2.json', 'edge-data.key'])
        expect(statSync(beside(one))).toMatchObject({ uid: 4711, gid: 4712 });
    },
  );

  test('changes its key without a break: two slots, then the old one is forgotten', async () => {
    const { folder, config, region, beside, init } = place();
    await init();
    await trust(['add', beside('registration.json'), '--region', region]);
    const oldToken = await tokenOf(await readEdgeSettings(config))();
    said.out = '';
    await edge(['key', '--config', config]);
    writeFileSync(join(folder, 'second.json'), said.out);
    expect(await trust(['add', join(folder, 'second.json'), '--region', region])).toBe(0);
    const settings = await readEdgeSettings(config);
    const newToken = await tokenOf({ ...settings, region: { ...settings.region, key: beside('edge-key-2.json') } })();
    for (const token of [oldToken, newToken])
      await expect(verifyToken(token, readRegion(region), new Date())).resolves.toMatchObject({ kind: 'edge' });
    said.out = '';
    await edge(['key', '--config', config, '--out', 'third-key.json']);
    writeFileSync(join(folder, 'third.json'), said.out);
    expect(await trust(['add', join(folder, 'third.json'), '--region', region])).toBe(2);
    expect(said.err).toContain('has two keys already');
    const old = Registration.parse(JSON.parse(readFileSync(beside('registration.json'), 'utf8'))).key.kid;
    expect(await trust(['add', '--remove', old, '--region', region])).toBe(0);
    await expect(verifyToken(oldToken, readRegion(region), new Date())).rejects.toThrow();
    await expect(verifyToken(newToken, readRegion(region), new Date())).resolves.toBeDefined();
  });
});
