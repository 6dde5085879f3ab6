import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { codes } from '../cli/codes.ts';
import { replay } from '../cli/replay.ts';
import { send } from '../cli/send.ts';
import { trace } from '../cli/trace.ts';
import { pixelHashSaid } from '../platform/intake.ts';
import { parseInputId } from '../schemas/input.ts';
import { type Door, openDoor } from './door.ts';
import { syntheticImage } from './images.ts';
import { printing } from './printed.ts';

let door: Door;
let folder: string;
const printed = printing();

beforeAll(async () => {
  door = await openDoor();
  folder = mkdtempSync(join(tmpdir(), 'oka-cli-'));
  mkdirSync(join(folder, 'keys'));
  mkdirSync(join(folder, 'files'));
  for (const [name, key] of Object.entries(door.keys))
    writeFileSync(join(folder, 'keys', `${name}.json`), JSON.stringify(key));
  writeFileSync(join(folder, 'region.json'), JSON.stringify(door.region));
  writeFileSync(join(folder, 'files', 'a.hl7'), 'MSH|^~\\&|HIS|NORTH|||20260302||ADT^A01|1|P|2.5.1\r');
  writeFileSync(
    join(folder, 'files', 'b.dcm'),
    Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), Buffer.alloc(90)]),
  );
  writeFileSync(join(folder, 'files', 'c.dcm'), '');
  process.env.OKA_DATA = folder;
  process.env.OKA_URL = door.url;
});
afterAll(async () => {
  await door.close();
  rmSync(folder, { recursive: true, force: true });
});
/** What a command printed as JSON lines; log lines of the functions in this process are none of it. */
const lines = () =>
  printed.out
    .split('\n')
    .filter((line) => line.startsWith('{') && !line.includes('"level"'))
    .map((line) => JSON.parse(line));
const file = (name: string) => join(folder, 'files', name);

describe('oka send', () => {
  test('sends a folder, one JSON line per file, and says by the exit code that one could not be read', async () => {
    expect(await send(['--json', join(folder, 'files')])).toBe(1);
    const byName = new Map(lines().map((line) => [line.file.split('/').at(-1), line]));
    expect(byName.get('a.hl7')).toMatchObject({
      outcome: 'accepted',
      input: expect.stringMatching(/^record\/north\//),
    });
    expect(byName.get('b.dcm')).toMatchObject({ outcome: 'accepted', input: expect.stringMatching(/^image\/north\//) });
    expect(byName.get('c.dcm')).toMatchObject({ outcome: 'unreadable', code: 'unreadable-file', detail: 'empty' });
  });

  test('waits until the input has ended and says how', async () => {
    await send(['--json', file('a.hl7')]);
    const [{ input }] = lines();
    await door.it.world.chart.endInput(parseInputId(input), { state: 'quarantined', code: 'unknown-sender' });
    printed.out = '';
    expect(await send(['--json', '--wait', file('a.hl7')])).toBe(1);
    expect(lines()).toMatchObject([{ outcome: 'quarantined', code: 'unknown-sender' }]);
  });

  test('names what is missing: a clinic without a key, a path that is none, an option that is none', async () => {
    expect(await send(['--clinic', 'south', file('a.hl7')])).toBe(2);
    expect(printed.err).toMatch(/edge-south\.json/);
    expect(await send(['--json', join(folder, 'nowhere'), file('a.hl7')])).toBe(1);
    expect(lines().map(({ outcome }) => outcome)).toEqual(expect.arrayContaining(['unreadable', 'repeat']));
    expect(await send(['--url', 'nonsense', file('a.hl7')])).toBe(2);
    expect(printed.err).toMatch(/--url: “nonsense” is no address/);
    expect(await send(['--token-file', file('b.dcm'), file('a.hl7')])).toBe(2);
    expect(printed.err).toMatch(/--token-file .*b\.dcm holds no token/);
    expect(await send(['--colour', file('a.hl7')])).toBe(2);
    expect(printed.err).toMatch(/oka send --help/);
  });

  test('with --preview sends the first bytes of all images before the rest of any, re-encoded', async () => {
    const films = mkdtempSync(join(folder, 'films-'));
    for (const seed of [1, 2])
      writeFileSync(join(films, `${seed}.dcm`), syntheticImage({ rows: 300, columns: 280, bits: 12, seed }));
    writeFileSync(join(films, 'small.dcm'), syntheticImage({ rows: 30, columns: 30, bits: 12 }));
    door.it.sent.length = 0;
    expect(await send(['--json', '--preview', '--pixels', '128', films])).toBe(0);
    const bases = door.it.sent.map(({ message }) => ('basis' in message.data ? message.data.basis : ''));
    expect(bases).toEqual(['preview', 'preview', 'whole', 'whole', 'whole']);
    const outcomes = lines().map(({ outcome, bytes }) => [outcome, bytes]);
    expect(outcomes.map(([outcome]) => outcome)).toEqual(['prefix', 'prefix', 'accepted', 'accepted', 'accepted']);
    expect(outcomes[0]?.[1]).toBeLessThan(outcomes[2]?.[1] / 2);
    const [{ input }] = lines();
    const said = await pixelHashSaid(door.it.world, parseInputId(input));
    expect(said).toMatch(/^[0-9a-f]{64}$/);
  });

  test('with --prefix-only leaves the rest to a later call, which sends no more than that', async () => {
    const film = join(folder, 'alone.dcm');
    writeFileSync(film, syntheticImage({ rows: 290, columns: 280, bits: 12, seed: 9 }));
    expect(await send(['--json', '--preview', '--pixels', '128', '--prefix-only', film])).toBe(0);
    const [{ input, outcome }] = lines();
    expect(outcome).toBe('prefix');
    expect((await door.it.world.chart.input(parseInputId(input)))?.end).toBeUndefined();
    expect(await send(['--json', '--preview', '--pixels', '128', film])).toBe(0);
    expect(lines().at(-1)).toMatchObject({ input, outcome: 'accepted' });
    expect(await send(['--prefix-only', film])).toBe(2);
  });

  test('teaches', async () => {
    expect(await send(['--help'])).toBe(0);
    expect(printed.out).toMatch(/usage: npx oka send/);
    expect(await send([])).toBe(2);
  });
});

describe('oka trace and oka replay', () => {
  test('show a quarantined input with what to do, and send it through again', async () => {
    await send(['--json', file('b.dcm')]);
    const [{ input }] = lines();
    await door.it.world.chart.endInput(parseInputId(input), { state: 'quarantined', code: 'dicom-truncated' });
    printed.out = '';
    expect(await trace([input])).toBe(0);
    expect(printed.out).toMatch(/END quarantined dicom-truncated/);
    expect(printed.out).toMatch(/Send the study again/);

    printed.out = '';
    expect(await replay(['--clinic', 'north', '--code', 'dicom-truncated', '--dry-run', '--json'])).toBe(0);
    expect(lines()).toEqual([{ input, outcome: 'waiting', code: 'dicom-truncated' }]);
    printed.out = '';
    door.it.sent.length = 0;
    expect(await replay([input, '--operator', 'duty', '--json'])).toBe(0);
    expect(lines()).toEqual([{ input, outcome: 'replayed' }]);
    expect(door.it.sent).toMatchObject([{ queue: 'images' }]);
    printed.out = '';
    expect(await trace(['--clinic', 'north', file('b.dcm'), '--json', '--as-operator'])).toBe(0);
    expect(lines()[0]).not.toHaveProperty('end');
  });

  test('say when an input never came or an id is none', async () => {
    expect(await trace([`image/north/${'0'.repeat(64)}`])).toBe(1);
    expect(printed.err).toMatch(/has not been accepted/);
    expect(await trace(['nonsense'])).toBe(2);
    expect(printed.err).toMatch(/ID: neither/);
  });
});

describe('oka codes', () => {
  const unmapped = [{ kind: 'observation', code: 'K02', name: 'Калий', count: 1 }] as const;

  test('says that nobody can say, then lists what came without a map and with which inputs', async () => {
    expect(await codes(['--clinic', 'north', '--json'])).toBe(0);
    expect(lines()).toMatchObject([{ health: { clinic: 'north', state: 'unknown' }, codes: [] }]);

    await send(['--json', file('a.hl7')]);
    const { input } = lines().at(-1);
    const seen = [{ sender: 'LIS^NORTH', laboratory: true, loinc: [], unmapped }];
    await door.it.world.chart.codes.note(parseInputId(input), '2026-03-02T08:00:00.000Z', seen);
    printed.out = '';
    expect(await codes(['--clinic', 'north'])).toBe(0);
    expect(printed.out).toContain('observation|K02');
    expect(printed.out).toContain(`2026-03-02 2026-03-02 ${input}`);
  });

  test('sends nothing through again before the map knows the code, and knows no code that never came', async () => {
    expect(await codes(['--clinic', 'north', '--replay', 'observation|K02'])).toBe(2);
    expect(printed.err).toMatch(/not-mapped.*\n.*code map in the region file/s);
    expect(await codes(['--clinic', 'north', '--replay', 'observation|K03'])).toBe(2);
    expect(await codes(['--clinic', 'north', '--replay', 'all'])).toBe(1);
    expect(await codes(['--clinic', 'nowhere'])).toBe(2);
    expect(await codes([])).toBe(2);
  });
});
