import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import dicomParser from 'dicom-parser';
import { encodeWorkingCopy } from '../domain/imaging/working-copy.ts';
import { codecsForTests, syntheticImage, syntheticPixels } from './images.ts';

// Other people's decoders read our code streams: OpenJPH's own tool and Grok (Debian: openjph-tools, grokj2k-tools).

const image = { rows: 300, columns: 257, bits: 12 } as const;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'oka-peers-'));
  const { codecs, htj2k } = await codecsForTests();
  const encoded = encodeWorkingCopy(syntheticImage(image), codecs, htj2k);
  if (encoded.form !== 'working-copy') throw new Error(encoded.why);
  const set = dicomParser.parseDicom(encoded.bytes);
  const [fragment] = set.elements.x7fe00010?.fragments ?? [];
  writeFileSync(
    join(folder, 'a.j2c'),
    set.byteArray.subarray(fragment?.position, (fragment?.position ?? 0) + (fragment?.length ?? 0)),
  );
  writeFileSync(join(folder, 'a.dcm'), encoded.bytes);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const has = (tool: string): boolean => {
  try {
    execFileSync('which', [tool], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
};
/** Values of a binary PGM of 16 bits, most significant byte first. */
function pgm(file: string): Uint16Array {
  const bytes = readFileSync(file);
  const samples = bytes.subarray(bytes.length - 2 * image.rows * image.columns);
  return Uint16Array.from({ length: image.rows * image.columns }, (_, k) => samples.readUInt16BE(2 * k));
}
const expected = (): Uint16Array => new Uint16Array(syntheticPixels(image).buffer);

(has('ojph_expand') ? test : test.skip)('OpenJPH decodes the very pixels (skipped without ojph_expand)', () => {
  execFileSync('ojph_expand', ['-i', join(folder, 'a.j2c'), '-o', join(folder, 'a.pgm')], { stdio: 'pipe' });
  expect(Buffer.compare(Buffer.from(pgm(join(folder, 'a.pgm')).buffer), Buffer.from(expected().buffer))).toBe(0);
});

(has('grk_decompress') ? test : test.skip)('Grok decodes the very pixels (skipped without grk_decompress)', () => {
  execFileSync('grk_decompress', ['-i', join(folder, 'a.j2c'), '-o', join(folder, 'b.pgm')], { stdio: 'pipe' });
  expect(Buffer.compare(Buffer.from(pgm(join(folder, 'b.pgm')).buffer), Buffer.from(expected().buffer))).toBe(0);
});

(has('dcmdump') ? test : test.skip)('dcmtk reads the object to its end (skipped without dcmdump)', () => {
  const dump = execFileSync('dcmdump', [join(folder, 'a.dcm')], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  expect(dump).toMatch(/1\.2\.840\.10008\.1\.2\.4\.202/);
  expect(dump).toMatch(/PixelSequence #=2/);
  expect(dump).toMatch(/SequenceDelimitationItem/);
});
