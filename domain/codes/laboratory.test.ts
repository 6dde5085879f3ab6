import { describe, expect, test } from '@jest/globals';
import { areOfLaboratory, likelyLoinc } from './laboratory.ts';

const seen = (loinc: string[], ...names: string[]) => ({
  loinc,
  unmapped: names.map((name) => ({ kind: 'observation' as const, code: 'X', name, count: 1 })),
});

describe('results of a laboratory', () => {
  test('are all that a laboratory’s system sends', () => {
    expect(areOfLaboratory({ role: 'lis' }, seen([], 'Неведомое'))).toBe(true);
    expect(areOfLaboratory({ role: 'lis' }, seen(['59408-5']))).toBe(true);
    expect(areOfLaboratory({ role: 'lis' }, seen([]))).toBe(false);
  });

  test('are of others only what a bedside cannot measure, by its code or its name', () => {
    for (const role of ['his', 'post', 'ris'] as const) {
      expect(areOfLaboratory({ role }, seen(['59408-5', '8480-6'], 'Самочувствие', 'Сатурация'))).toBe(false);
      expect(areOfLaboratory({ role }, seen(['2823-3']))).toBe(true);
      expect(areOfLaboratory({ role }, seen([], 'Калий'))).toBe(true);
    }
  });

  test('names that are no name of an analyte lead nowhere', () => {
    expect(likelyLoinc('КАЛИЙ (К+)')).toBe('2823-3');
    expect(likelyLoinc('Варфарин')).toBeUndefined();
  });
});
