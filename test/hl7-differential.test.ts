import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import HL7 from 'hl7-standard';
import { ours } from '../bench/hl7-ours.ts';
import { peerOf } from '../bench/hl7-peers.ts';
import { readHl7 } from '../domain/hl7/read/read.ts';
import { writeDay } from '../samples/day/write.ts';
import type { Day } from '../schemas/day.ts';

const folder = mkdtempSync(join(tmpdir(), 'oka-differential-'));
let day: Day;

beforeAll(async () => {
  const radiographs = join(import.meta.dirname, '..', 'samples', 'radiographs');
  day = await writeDay(folder, radiographs, new Date('2026-03-02T09:30:15.000Z'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Fields without repetitions and escapes: where both libraries claim to read the same. */
const FIELDS = [
  ['MSH', 3, 1],
  ['MSH', 9, 1],
  ['MSH', 9, 2],
  ['MSH', 10, 1],
  ['PID', 3, 1],
  ['PID', 3, 4],
  ['PID', 5, 1],
  ['PID', 5, 2],
  ['PID', 7, 1],
  ['PID', 8, 1],
  ['OBR', 2, 1],
  ['OBR', 4, 2],
  ['OBR', 18, 1],
  ['OBX', 3, 1],
  ['OBX', 5, 1],
  ['OBX', 6, 1],
  ['OBX', 11, 1],
  ['SCH', 11, 4],
] as const;

const said = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

test('on plain messages our reader and hl7-standard read the same', () => {
  let compared = 0;
  for (const { file, kind, clinic } of day.files) {
    if (kind !== 'record') continue;
    const bytes = readFileSync(join(folder, file));
    const [ours] = readHl7(bytes);
    const charset = clinic === 'lab' || file.includes('report-') ? 'windows-1251' : 'utf-8';
    const theirs = new HL7(new TextDecoder(charset).decode(bytes), { lineEndings: '\r' });
    theirs.transform();
    for (const [segment, field, component] of FIELDS) {
      const own = ours?.all(segment) ?? [];
      const others = theirs.getSegments(segment);
      expect(others).toHaveLength(own.length);
      for (const [place, one] of own.entries()) {
        const read = said(one.text(field, component));
        expect([file, segment, field, component, read]).toEqual([
          file,
          segment,
          field,
          component,
          said(others[place]?.get(`${segment}.${field}.${component}`)),
        ]);
        if (read !== undefined) compared += 1;
      }
    }
  }
  expect(compared).toBeGreaterThan(800);
});

const corpora = join(process.env.OKA_CORPORA ?? '../shared/data', 'hl7');

(existsSync(corpora) ? describe : describe.skip)('real messages (skipped without OKA_CORPORA)', () => {
  test('our reader and hl7-standard find the same values where both claim to read', () => {
    const peer = peerOf(createRequire(join(import.meta.dirname, 'x')), 'hl7-standard');
    let compared = 0;
    for (const file of readdirSync(corpora, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.hl7'),
    )) {
      const bytes = readFileSync(join(corpora, file));
      if (!isPlain(bytes)) continue;
      const [own, theirs] = [ours.work(bytes), peer.work(bytes)];
      expect([file, own.values, own.characters]).toEqual([file, theirs.values, theirs.characters]);
      compared += 1;
    }
    expect(compared).toBeGreaterThan(100);
  });
});

/** One message in UTF-8, whole lines, the usual delimiters and no escape but those for them. */
function isPlain(bytes: Buffer): boolean {
  const text = bytes.toString();
  const lines = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
  return (
    !text.includes('\ufffd') &&
    text.startsWith('MSH|^~\\&|') &&
    lines.every((line, place) => /^[A-Z][A-Z0-9]{2}\|/.test(line) && (place === 0) === line.startsWith('MSH')) &&
    !text
      .slice(9)
      .replaceAll(/\\[FSTRE]\\/g, '')
      .includes('\\')
  );
}
