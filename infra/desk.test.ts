import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { some } from '../test/some.ts';
import { buildDesk } from './constructs/desk.ts';

const KB = 1024;
/** HTML, scripts and style of work list and study view together, compressed, before any image and without the decoder. */
const BUDGET = 60 * KB;
/** The page itself with its configuration, compressed (functions/desk-page/answer.test.ts holds it). */
const HTML = 2 * KB;

const built = buildDesk();
const sizeOf = (name: string): number =>
  Buffer.from(built.files.find((file) => file.name === name)?.brotli ?? '', 'base64').length;

describe('the built desk', () => {
  test('weighs at most 60 KB before any image: all of its scripts and its style, whatever page is opened', () => {
    const scripts = built.files.filter(
      ({ name }) => /\.(js|css)$/.test(name) && !Object.values(built.named).includes(name) && name !== 'sw.js',
    );
    const opened = scripts.filter(({ name }) => built.opened.includes(name));
    const bytes = some(opened).reduce((sum, { name }) => sum + sizeOf(name), HTML);
    expect(bytes).toBeLessThanOrEqual(BUDGET);
  });

  test('begins with what the first page needs, named in the HTML, so that nothing waits for another file', () => {
    const first = [built.script, built.style, ...built.preload];
    for (const name of first) expect(sizeOf(name)).toBeGreaterThan(0);
    expect(first.reduce((sum, name) => sum + sizeOf(name), HTML)).toBeLessThanOrEqual(44 * KB);
  });

  test('has the same bytes in both compressions, and the same files whenever it is built', () => {
    for (const { brotli, gzip } of some(built.files))
      expect(brotliDecompressSync(Buffer.from(brotli, 'base64'))).toEqual(gunzipSync(Buffer.from(gzip, 'base64')));
    expect(buildDesk()).toEqual(built);
  });

  test('names each file after its bytes; only the service worker keeps its name', () => {
    expect(built.files.filter(({ immutable }) => !immutable).map(({ name }) => name)).toEqual(['sw.js']);
  });

  test('brings no schemas to the browser: the types are enough there', () => {
    for (const { name, brotli } of built.files.filter((file) => /\.js$/.test(file.name)))
      expect([
        name,
        /ZodError|zod/i.test(brotliDecompressSync(Buffer.from(brotli, 'base64')).toString('utf8')),
      ]).toEqual([name, false]);
  });

  test('the service worker knows every other file, and its version follows from them', () => {
    const worker = built.files.find(({ name }) => name === 'sw.js');
    const text = brotliDecompressSync(Buffer.from(worker?.brotli ?? '', 'base64')).toString('utf8');
    for (const { name } of built.files.filter((file) => file.name !== 'sw.js')) expect(text).toContain(name);
    expect(text).toMatch(/version:"[0-9a-f]{16}"/);
  });
});
