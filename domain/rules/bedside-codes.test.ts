import { describe, expect, test } from '@jest/globals';
import { newestConsciousness } from './acvpu.ts';
import { SIGNS } from './bedside-codes.ts';
import { answer, factsOf } from './examples.ts';
import { newestSmoking } from './smoking.ts';

test('only two signs have a SNOMED CT code whose meaning is the sign', () => {
  const coded = Object.entries(SIGNS).filter(([, { codes }]) => codes.length > 0);
  expect(coded.map(([name, { codes }]) => [name, codes])).toEqual([
    ['confusion', ['40917007']],
    ['haemoptysis', ['66857006']],
  ]);
});

describe.each(['67775-7', '80288-4'])('consciousness asked as LOINC %s', (loinc) => {
  test.each([
    ['248234008', 'A'],
    ['130987000', 'C'],
    ['300202002', 'V'],
    ['450847001', 'P'],
    ['422768004', 'U'],
  ])('%s is %s', (snomed, level) => {
    expect(newestConsciousness(factsOf([answer(loinc, snomed)]), 0)).toMatchObject({ found: { level } });
  });
});

describe('tobacco (US Core)', () => {
  test.each([
    ['every day', '449868002', true],
    ['some days', '428041000124106', true],
    ['smoker, not told how much', '77176002', true],
    ['in the past', '8517006', false],
    ['never', '266919005', false],
    ['not now', '8392000', false],
  ])('%s (%s): smokes %p', (_, snomed, smokes) => {
    expect(newestSmoking(factsOf([answer('72166-2', snomed)]), 0)).toMatchObject({ found: { smokes } });
  });
  test('another answer is none', () => {
    expect(newestSmoking(factsOf([answer('72166-2', '1')]), 0)).toHaveProperty('missing');
    expect(newestSmoking(factsOf([answer('67775-7', '449868002')]), 0)).toHaveProperty('missing');
  });
});
