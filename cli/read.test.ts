import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, jest, test } from '@jest/globals';
import { read } from './read.ts';

const folder = mkdtempSync(join(tmpdir(), 'oka-read-'));
afterAll(() => rmSync(folder, { recursive: true }));

const MESSAGE = [
  'MSH|^~\\&|HIS|BRZ|||20260110101500||ADT^A01|1|P|2.5.1',
  'EVN|A01|20260110101500',
  'PID|1||70001^^^BRZ^PI||Небылицын^Пётр||1950|M',
  'PV1|1|I|||||||||||||||||V-1|||||||||||||||||||||||||20260110093000',
].join('\r');
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

/** Runs the command and gives its exit code and what it printed. */
async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const printed = { out: '', err: '' };
  const spies = [
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
      printed.out += text;
      return true;
    }),
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
      printed.err += text;
      return true;
    }),
  ];
  try {
    return { code: await read(args), ...printed };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
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

  test('explains itself, and refuses what it does not know', async () => {
    expect(await run('--help')).toMatchObject({ code: 0, out: expect.stringContaining('usage: npx oka read') });
    expect((await run()).code).toBe(2);
    expect((await run(good, '--zone', 'Mars/Olympus')).code).toBe(2);
    expect((await run(good, '--frob')).code).toBe(2);
  });
});
