import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { choices, isTyped, mismatches, numberOf } from './read-back.ts';

const expected = { birthDate: '1950-03-01', says: '6.8 mmol/L' };

describe('read-back of a critical result', () => {
  test.each(['6.8', '6,8', ' 6.80 ', '6,8 ммоль/л', '６.８'])('takes %p for 6.8 mmol/L', (says) => {
    expect(mismatches(expected, { birthYear: '1950', says })).toEqual([]);
  });

  test.each(['', '68', '6.9', '-6.8', 'yes', '8.6', '.'])('does not take %p for 6.8 mmol/L', (says) => {
    expect(mismatches(expected, { birthYear: '1950', says })).toEqual(['says']);
  });

  test('a wrong year and a wrong value are both named', () => {
    expect(mismatches(expected, { birthYear: '1951', says: '5' })).toEqual(['birth-year', 'says']);
  });

  test('half a year does not do', () => {
    expect(mismatches(expected, { birthYear: '50', says: '6.8' })).toEqual(['birth-year']);
  });

  test('of a patient whose birth date nobody knows only the value is asked', () => {
    expect(mismatches({ ...expected, birthDate: undefined }, { birthYear: '', says: '6.8' })).toEqual([]);
  });

  test('a finding is repeated in its words', () => {
    const finding = { birthDate: '2021', says: 'Пневмония: признаки выше порога' };
    expect(isTyped(finding.says)).toBe(false);
    expect(mismatches(finding, { birthYear: '2021', says: 'пневмония:  признаки выше порога' })).toEqual([]);
    expect(mismatches(finding, { birthYear: '2021', says: '' })).toEqual(['says']);
  });

  test('a negative number keeps its sign, whichever minus was printed', () => {
    expect(numberOf('\u22123.5 mmol/L')).toBe(-3.5);
  });

  test('an empty answer never passes, whatever is expected', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (says) => {
        fc.pre(says.trim() !== '');
        expect(mismatches({ birthDate: undefined, says }, { birthYear: '', says: '' })).toContain('says');
      }),
    );
  });
});

describe('choices', () => {
  test('hold the right one once, at most three others, in the same order each time', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.array(fc.string()), (right, others) => {
        const list = choices(right, others);
        expect(list.filter((one) => one === right)).toHaveLength(1);
        expect(list.length).toBeLessThanOrEqual(4);
        expect(choices(right, others)).toEqual(list);
      }),
    );
  });

  test('the right one is not always first', () => {
    const firsts = ['a', 'b', 'c', 'd'].map((right) => choices(right, ['a', 'b', 'c', 'd'])[0]);
    expect(new Set(firsts)).toEqual(new Set(['a']));
  });
});
