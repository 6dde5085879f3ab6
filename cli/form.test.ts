import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { dicomJson } from '../domain/dicom/json.ts';
import { readDicom } from '../domain/dicom/read.ts';
import { first, nodesOf, treeOf } from '../domain/dicom/sr/template.ts';
import { dicomExample } from '../test/dicom.ts';
import { printed } from '../test/printed.ts';
import { form } from './form.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'oka-form-'));
  writeFileSync(join(folder, 'film.dcm'), film());
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A film of an adult: nothing is assessed, and that is what is written. */
const film = (): Uint8Array =>
  dicomExample({
    '00100030': ['DA', '19800115'],
    '00280010': ['US', 300],
    '00280011': ['US', 200],
    '7fe00010': ['OW', new Uint8Array(Uint16Array.from({ length: 60_000 }, (_, k) => (k * 7919) % 4096).buffer)],
  });

async function run(...args: string[]): Promise<{ code: number; lines: Record<string, unknown>[] }> {
  const { code, out } = await printed(() => form([...args, '--json']));
  return { code, lines: out.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)])) };
}

describe('oka form', () => {
  test('writes what each model says of a file as an SR of the file’s patient and study, marked RESEARCH', async () => {
    const out = join(folder, 'out');
    const { code, lines } = await run(join(folder, 'film.dcm'), '--out', out);
    expect([code, lines[0]?.outcome]).toEqual([0, 'written']);
    const forms = lines[0]?.forms as { path: string; state: string; sopInstanceUid: string }[];
    expect(forms.length).toBeGreaterThan(0);
    expect(readdirSync(out)).toHaveLength(forms.length);
    for (const { path, sopInstanceUid } of forms) {
      const json = dicomJson(readDicom(readFileSync(path), 'UTC', () => new Uint8Array()).object);
      expect([first(json, '00080018'), first(json, '0020000D'), first(json, '00100020')]).toEqual([
        sopInstanceUid,
        '1.2.3.4',
        '4711',
      ]);
      expect(first(json, '00189004')).toBe('RESEARCH');
      expect(nodesOf(treeOf(json)).some(({ value }) => value === '262008008 SCT')).toBe(true);
    }
  });

  test('writes the same bytes for the same file', async () => {
    const outs = ['one', 'two'].map((name) => join(folder, name));
    for (const out of outs) await run(join(folder, 'film.dcm'), '--out', out);
    const [one, two] = outs.map((out) => readdirSync(out).map((name) => readFileSync(join(out, name)).toString('hex')));
    expect(one).toEqual(two);
  });

  test('refuses a file that is no DICOM image with a code', async () => {
    writeFileSync(join(folder, 'text.txt'), 'no image');
    const { code, lines } = await run(join(folder, 'text.txt'), '--out', join(folder, 'none'));
    expect([code, lines[0]]).toEqual([1, expect.objectContaining({ outcome: 'refused', code: 'not-dicom' })]);
    expect(readdirSync(join(folder, 'none'))).toEqual([]);
  });

  test('wants to know where to write', async () => {
    const { code, err } = await printed(() => form([join(folder, 'film.dcm')]));
    expect(code).toBe(2);
    expect(err).toContain('--out');
  });
});
