import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { printing } from '../test/printed.ts';
import { read } from './read.ts';

const folder = mkdtempSync(join(tmpdir(), 'oka-read-'));
/** Files that are read alone, never with the folder. */
const aside = mkdtempSync(join(tmpdir(), 'oka-read-aside-'));
afterAll(() => {
  for (const one of [folder, aside]) rmSync(one, { recursive: true });
});

const MESSAGE = [
  'MSH|^~\\&|HIS|BRZ|||20260110101500||ADT^A01|1|P|2.5.1',
  'EVN|A01|20260110101500',
  'PID|1||70001^^^BRZ^PI||Небылицын^Пётр||1950|M',
  'PV1|1|I|||||||||||||||||V-1|||||||||||||||||||||||||20260110093000',
].join('\r');
/** Russian letters of windows-1251. */
const WINDOWS_1251 = new Map(
  [...new TextDecoder('windows-1251').decode(Uint8Array.from({ length: 64 }, (_, place) => 0xc0 + place))].map(
    (letter, place) => [letter, 0xc0 + place],
  ),
);
const file = (name: string, text: string | Uint8Array, where = folder): string => {
  const path = join(where, name);
  writeFileSync(path, text);
  return path;
};

const printed = printing();
/** Runs the command and gives its exit code and what it printed. */
async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  Object.assign(printed, { out: '', err: '' });
  return { code: await read(args), ...printed };
}

describe('oka read', () => {
  const good = file('a-good.hl7', MESSAGE);
  const bad = file('b-bad.hl7', 'hello');
  const other = file('c-other.hl7', MESSAGE.replace('ADT^A01', 'MFN^M02'));

  test('prints the bundle of a file, with times in the zone asked for', async () => {
    const { code, out } = await run(good, '--zone', 'Asia/Yekaterinburg');
    const bundle = JSON.parse(out) as fhir4.Bundle;
    expect(code).toBe(0);
    expect(bundle.entry?.map(({ resource }) => resource)).toMatchObject([
      { resourceType: 'Patient', birthDate: '1950', name: [{ family: 'Небылицын' }] },
      { resourceType: 'Encounter', period: { start: '2026-01-10T09:30:00+05:00' } },
    ]);
  });

  test('prints one JSON line for each file of a folder, with outcome and code', async () => {
    const { code, out } = await run(folder, '--json');
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(code).toBe(1);
    expect(lines).toMatchObject([
      { file: good, outcome: 'mapped', bundle: { resourceType: 'Bundle' } },
      { file: bad, outcome: 'quarantined', code: 'not-hl7' },
      { file: other, outcome: 'stored', code: 'hl7-unsupported', detail: 'message 1: MSH-9' },
    ]);
  });

  test('says the code and what to do where a file cannot be read', async () => {
    expect(await run(bad)).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/^not-hl7: .*\n.+/) });
    expect(await run(join(folder, 'missing'))).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^unreadable-file \(ENOENT\)/),
    });
  });

  test('says the character set of each message and what its reader should know', async () => {
    expect((await run(good)).err).toBe('message 1 ADT^A01: utf-8\n');
    const bytes = [...MESSAGE.replace('|V-1|', '||')].map((letter) => WINDOWS_1251.get(letter) ?? letter.charCodeAt(0));
    const { err } = await run(file('undeclared.hl7', new Uint8Array(bytes), aside));
    expect(err).toMatch(/^message 1 ADT\^A01: windows-1251 \(a guess from the bytes: .*\)\n {2}PV1-19/);
  });

  test('shows each value’s way into FHIR, as a table and as JSON', async () => {
    const { code, out } = await run(good, '--explain');
    expect(code).toBe(0);
    expect(out).toMatch(/^message 1 ADT\^A01\nplace +field +sent +goes to\n/);
    expect(out).toMatch(/\nPID-7 +Date\/Time of Birth +1950 +Patient.birthDate\n/);
    expect(out).toMatch(/\nMSH-12 .*not mapped: this field is not/);
    expect(out).not.toContain('"resourceType"');
    const [line] = (await run(good, '--explain', '--json')).out.split('\n');
    const { explained } = JSON.parse(line ?? '') as { explained: { values: { place: string; paths: string[] }[] }[] };
    expect(explained[0]?.values.find(({ place }) => place === 'PID-8')?.paths).toEqual(['Patient[1].gender']);
  });

  test('prints a line for each of several files, and their sum', async () => {
    const { code, out, err } = await run(folder);
    expect(code).toBe(1);
    expect(out.split('\n').map((line) => line.replace(/ +/g, ' '))).toEqual([
      `mapped ADT^A01 utf-8 2 resources ${good}`,
      `quarantined not-hl7 ${bad}`,
      `stored hl7-unsupported MFN^M02 utf-8 ${other}`,
      '',
    ]);
    expect(err).toBe('3 files: 1 mapped, 1 quarantined, 1 stored\n');
  });

  test('refuses options that would do nothing', async () => {
    expect(await run(good, '--clinic', 'lab')).toMatchObject({ code: 2, err: expect.stringContaining('--region') });
    expect(await run(good, '--zone', 'UTC', '--region', 'region.json')).toMatchObject({
      code: 2,
      err: expect.stringContaining('its own zone'),
    });
  });

  test('explains itself, and refuses what it does not know', async () => {
    expect(await run('--help')).toMatchObject({ code: 0, out: expect.stringContaining('usage: npx oka read') });
    expect((await run()).code).toBe(2);
    expect((await run(good, '--zone', 'Mars/Olympus')).code).toBe(2);
    expect((await run(good, '--frob')).code).toBe(2);
  });
});
