import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { weigh } from '../domain/hl7/charset/evidence.ts';
import { segmentKey } from '../platform/objects.ts';
import { encodeAs } from '../test/charsets.ts';
import { type Door, openDoor } from '../test/door.ts';
import { printing } from '../test/printed.ts';
import { sha256Hex } from '../test/sha256.ts';
import { charsets } from './charsets.ts';

let door: Door;
let folder: string;
const printed = printing();

beforeAll(async () => {
  door = await openDoor();
  folder = mkdtempSync(join(tmpdir(), 'oka-cli-charsets-'));
  mkdirSync(join(folder, 'keys'));
  writeFileSync(join(folder, 'keys', 'operators.json'), JSON.stringify(door.keys.operators));
  writeFileSync(join(folder, 'region.json'), JSON.stringify(door.region));
  process.env.OKA_DATA = folder;
  process.env.OKA_URL = door.url;
  for (const application of ['LIS', 'ЛИС']) await guessed(application);
});
afterAll(async () => {
  await door.close();
  rmSync(folder, { recursive: true, force: true });
});
/** An input that the region has read by guess. */
async function guessed(application: string): Promise<void> {
  const text = `MSH|^~\\&|${application}|X|||2026||ORU^R01|1|P|2.5.1\rOBX|1|NM|ГЕМ^Гемоглобин^L||141|г/л|||||F\r`;
  const bytes = encodeAs(text, 'koi8-r');
  const input = { kind: 'record' as const, clinic: 'north', sha256: sha256Hex(bytes) };
  await door.it.world.objects.put('intake', segmentKey(input, 0), bytes, { metadata: { length: `${bytes.length}` } });
  const told = { sha256: input.sha256, receivedAt: '2026-03-02T08:00:00.000Z', length: bytes.length };
  const seen = new TextDecoder('windows-1252').decode(encodeAs(application, 'koi8-r'));
  const name = { clinic: 'north', application: seen, facility: 'X' };
  await door.it.world.chart.charsets.begin(name, told, { sha256: input.sha256, costs: weigh(bytes) });
}

describe('oka charsets', () => {
  test('lists what was guessed in all clinics, with margin, count and words in every set', async () => {
    expect(await charsets([])).toBe(0);
    expect(printed.out).toMatch(
      /north {2}ЛИС\/X\n {2}guessed koi8-r; the bytes speak for koi8-r by \d+ bits\n {2}1 inputs/,
    );
    expect(printed.out).toMatch(/koi8-r +Гемоглобин/);
    expect(printed.out).toMatch(/2 of 2 wait for a confirmation/);
  });

  test('confirms by the name of the sender, and only one that is listed', async () => {
    expect(await charsets(['--clinic', 'north', '--confirm', 'lis', 'KOI8-R', '--json'])).toBe(0);
    const line = printed.out.split('\n').find((one) => one.startsWith('{"id"')) ?? '{}';
    expect(JSON.parse(line)).toMatchObject({ application: 'LIS', state: 'confirmed', charset: 'koi8-r', toRead: 1 });
    expect(await charsets(['--clinic', 'north', '--confirm', 'RIS', 'koi8-r'])).toBe(1);
    expect(printed.err).toMatch(/No such sender/);
  });

  test('teaches, and refuses what is no set or no clinic', async () => {
    expect(await charsets(['--help'])).toBe(0);
    expect(printed.out).toMatch(/usage: npx oka charsets/);
    expect(await charsets(['--confirm', 'LIS', 'koi8-r'])).toBe(2);
    expect(await charsets(['--clinic', 'north', '--confirm', 'LIS', 'latin1'])).toBe(2);
    expect(printed.err).toMatch(/CHARSET: one of utf-8/);
    expect(await charsets(['--clinic', 'nowhere'])).toBe(2);
  });
});
