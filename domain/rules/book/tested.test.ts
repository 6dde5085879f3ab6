import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { RULES } from '../catalogue.ts';
import { SCORES } from '../scores/catalogue.ts';
import { isScored, listCases } from '../scores/listing.ts';
import { TESTED } from './tested.ts';

const corpora = resolve(process.env.OKA_CORPORA ?? join(import.meta.dirname, '../../../../shared/data'));
const folder = join(corpora, 'vectors');
/** What lies beside the rules and is none: identifiers and tokens, tested where they are read. */
const NO_RULE = ['cds_hooks_jwt', 'icd10_format', 'oms_enp', 'snils'];

describe('the published cases', () => {
  if (!existsSync(folder)) {
    test.skip(`are missing: no ${folder}`, () => {});
    return;
  }
  const names = readdirSync(folder).map((file) => basename(file, '.json'));
  test('of every file belong to a rule of the library', () => {
    expect(names.filter((name) => !isScored(name)).toSorted()).toEqual(NO_RULE);
    expect(RULES.map(({ id }) => id)).toEqual(expect.arrayContaining(names.filter(isScored)));
  });
  test.each(names.filter(isScored))('%s: as many agree, and the same are refused, as the rule book says', (id) => {
    const { cases, agree, differing, outside } = listCases(
      id,
      JSON.parse(readFileSync(join(folder, `${id}.json`), 'utf8')),
    );
    expect(differing).toEqual([]);
    expect({ cases, agree, outside: outside.map((one) => one.case) }).toEqual(TESTED[id]);
  });
});

test('a rule that can be asked for figures and has no published cases is known by name', () => {
  expect(Object.keys(SCORES).filter((id) => !(id in TESTED))).toEqual(['who_child_pneumonia']);
  expect(Object.keys(TESTED).filter((id) => !isScored(id))).toEqual([]);
});
