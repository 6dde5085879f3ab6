import { describe, expect, test } from '@jest/globals';
import { unitOf } from './quantity.ts';

describe('units of OBX-6', () => {
  test.each([
    ['mmol/l', 'mmol/L'],
    ['MMOL/L', 'mmol/L'],
    ['umol/l', 'umol/L'],
    ['µmol/L', 'umol/L'],
    ['μmol/l', 'umol/L'],
    ['mEq/L', 'meq/L'],
    ['mg/dl', 'mg/dL'],
    ['g/l', 'g/L'],
    ['mmHg', 'mm[Hg]'],
    ['mm Hg', 'mm[Hg]'],
    ['breaths/min', '/min'],
    ['ммоль/л', 'mmol/L'],
    ['mL/min/1.73m2', 'mL/min/{1.73_m2}'],
  ])('%s is the UCUM unit %s', (sent, ucum) => {
    expect(unitOf(sent, undefined, undefined)).toEqual({ unit: sent, ucum, factor: 1 });
  });

  test('a spelling that means nothing for certain stays text, and is not compared', () => {
    for (const sent of ['ед', 'mol', 'Mmol', '10^3']) expect(unitOf(sent, undefined, undefined).ucum).toBeUndefined();
  });
});
