import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ModelManifest } from '../schemas/manifest.ts';
import { labelledIn, type Wanted } from './model-labelled.ts';

const label = (id: string) => ({ index: 0, id, title: { en: id, ru: id }, snomed: '', icd10: [] });
const knee = {
  labels: [label('osteoarthritis'), { ...label('grade-3'), use: 'grade' }],
  grading: { scale: 'Kellgren-Lawrence', atLeast: { osteoarthritis: 2, 'grade-3': 3 } },
  data: {},
} as unknown as ModelManifest;
const adult = { labels: [label('any-finding')], data: { findings: ['Effusion', 'Mass'] } } as unknown as ModelManifest;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'oka-labelled-'));
  for (const grade of [0, 1, 2, 3]) {
    mkdirSync(join(folder, 'grades', String(grade)), { recursive: true });
    writeFileSync(join(folder, 'grades', String(grade), 'a.png'), '');
  }
  mkdirSync(join(folder, 'table'));
  writeFileSync(
    join(folder, 'table', 'labels.csv'),
    'image,Mass,Effusion,other_Mass,Age\r\na.png,1,0,0.9,50\r\nb.png,0,1,0.1,60\r\nc.png,0,0,0.9,70\r\n',
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a folder with one subfolder per grade', () => {
  const classOf = (file: string) => basename(dirname(file));
  const positives = (wanted: Wanted) =>
    labelledIn(join(folder, 'grades'), knee, wanted)
      .images.filter(({ positive }) => positive)
      .map(({ file }) => classOf(file));

  test('positive are the grades that the primary label means', () => {
    expect(positives({})).toEqual(['2', '3']);
  });

  test('--positive names other ones', () => {
    expect(positives({ positive: '3' })).toEqual(['3']);
    expect(positives({ positive: '1, 2,3' })).toEqual(['1', '2', '3']);
  });

  test('every image knows its grade', () => {
    const { images } = labelledIn(join(folder, 'grades'), knee, {});
    expect(images.map(({ file, grade }) => [classOf(file), grade])).toEqual([
      ['0', 0],
      ['1', 1],
      ['2', 2],
      ['3', 3],
    ]);
  });

  test('a class that is not there is refused, not taken for an empty one', () => {
    expect(() => positives({ positive: '3,4' })).toThrow(/classes 0, 1, 2, 3/);
  });
});

describe('a folder with a table', () => {
  const positives = (wanted: Wanted) =>
    labelledIn(join(folder, 'table'), adult, wanted)
      .images.filter(({ positive }) => positive)
      .map(({ file }) => basename(file));

  test.each([
    ['Effusion', ['b.png']],
    ['effusion', ['b.png']],
    ['Mass,Effusion', ['a.png', 'b.png']],
    ['other_Mass', ['a.png', 'c.png']],
  ])('--label %s', (wanted, files) => {
    expect(positives({ label: wanted })).toEqual(files);
  });

  test('"any" and nothing at all mean every finding of the manifest, and say which', () => {
    expect([positives({ label: 'any' }), positives({})]).toEqual([
      ['a.png', 'b.png'],
      ['a.png', 'b.png'],
    ]);
    expect(labelledIn(join(folder, 'table'), adult, {}).positive).toBe('any of the columns Effusion, Mass');
  });

  test('a column that is not there is refused with those that are', () => {
    expect(() => positives({ label: 'Hernia' })).toThrow(/columns Mass, Effusion, other_Mass, Age/);
  });

  test('--positive is refused: it would be passed over in silence', () => {
    expect(() => positives({ positive: '3' })).toThrow(/--label/);
  });
});
