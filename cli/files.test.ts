import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { bytesOf, filesOf } from './files.ts';

const folder = mkdtempSync(join(tmpdir(), 'oka-files-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = (...parts: string[]): string => join(folder, ...parts);

mkdirSync(path('all', 'deep'), { recursive: true });
mkdirSync(path('none'));
for (const name of ['b.hl7', '.hidden', 'a.dcm', 'deep/c']) writeFileSync(path('all', name), 'x');
symlinkSync(path('all', 'a.dcm'), path('all', 'linked'));
symlinkSync(path('all'), path('all', 'deep', 'back'));
symlinkSync(path('loop'), path('loop'));

test('a folder is all its files in depth, sorted; a link to a file counts, one to a folder does not', () => {
  expect(filesOf([path('all')])).toEqual(['a.dcm', 'b.hl7', 'deep/c', 'linked'].map((name) => path('all', name)));
});

test.each(['nowhere', 'loop', 'all/a.dcm/x'])('a path that cannot be read stays in the list: %s', (name) => {
  expect(filesOf([path('all', 'a.dcm'), path(name)])).toEqual([path('all', 'a.dcm'), path(name)]);
  expect(() => bytesOf(path(name))).toThrow(expect.objectContaining({ code: 'unreadable-file' }));
});

test('a folder without files is no success', () => {
  expect(() => filesOf([path('none')])).toThrow(/no files under/);
});
