import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { askedOf, choices, type Expected, mismatches, numberOf } from './read-back.ts';

const both = (ru: string, en = ru) => ({ ru, en });
const expected: Expected = {
  birthDate: '1950-03-01',
  asked: { kind: 'number', label: 'Калий', says: '6.8 mmol/L' },
};

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
    expect(mismatches({ asked: expected.asked }, { birthYear: '', says: '6.8' })).toEqual([]);
  });

  test('a negative number keeps its sign, whichever minus was printed', () => {
    expect(numberOf('\u22123.5 mmol/L')).toBe(-3.5);
  });

  test('an empty answer never passes, whatever is expected', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom('number' as const, 'words' as const), (says, kind) => {
        const asked = kind === 'number' ? { kind, label: '', says } : { kind, says, choices: [says] };
        expect(mismatches({ asked }, { birthYear: '', says: '' })).toContain('says');
      }),
    );
  });
});

describe('what is to be repeated', () => {
  const fact = (label: string, value: string) => ({ label: both(label), value: both(value) });

  test('of advice the value that its sentence names, not the first one', () => {
    const result = {
      sentence: both('Калий 6,8 ммоль/л: критически высокий'),
      cited: [fact('Креатинин', '300 мкмоль/л'), fact('Калий', '6,8 ммоль/л')],
    };
    expect(askedOf(result, 'ru')).toEqual({ kind: 'number', label: 'Калий', says: '6,8 ммоль/л' });
  });

  test('of a finding its state among the four states, in the reader’s language', () => {
    const finding = { stateInWords: both('признаки выше порога', 'signs above the threshold') };
    const asked = askedOf({ finding, sentence: both('x'), cited: [] } as never, 'en');
    expect(asked).toMatchObject({ kind: 'words', says: 'signs above the threshold' });
    expect(asked.kind === 'words' && asked.choices).toHaveLength(4);
  });

  test('of advice without a number its sentence among others', () => {
    const asked = askedOf({ sentence: both('Варфарин и НПВС вместе'), cited: [] }, 'ru');
    expect(asked.kind === 'words' && asked.choices).toContain('Варфарин и НПВС вместе');
    expect(asked.kind === 'words' && asked.choices.length).toBe(4);
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

  test('the right one does not always stand first', () => {
    const places = ['a', 'b', 'c', 'd'].map((right) => choices(right, ['a', 'b', 'c', 'd']).indexOf(right));
    expect(new Set(places).size).toBe(4);
  });
});
