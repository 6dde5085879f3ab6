import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ageFault, ageOn } from './age.ts';

/** The intended use of chest-xray-children: 1 to 5 completed years. */
const USE = { min: 12, max: 71 };
const TAKEN = '2026-03-15';
const months = (least: number, most = least) => [{ ageMonths: { least, most } }];

describe('the age of contract 8, from the chart', () => {
  test.each<[string, string | undefined, string | undefined]>([
    ['11 months', '2025-04-10', 'age-outside'],
    ['one day short of 12 months', '2025-03-16', 'age-outside'],
    ['12 months to the day', '2025-03-15', undefined],
    ['3 years', '2023-01-20', undefined],
    ['the last day of 5 years', '2020-03-16', undefined],
    ['6 years to the day', '2020-03-15', 'age-outside'],
    ['12 years', '2013-09-01', 'age-outside'],
    ['17 years', '2008-11-30', 'age-outside'],
    ['60 years', '1966', 'age-outside'],
    ['no birth date', undefined, 'age-missing'],
    ['born after the film was taken', '2026-03-16', 'age-contradictory'],
  ])('%s', (_, birthDate, fault) => {
    expect(ageFault(TAKEN, birthDate, [], USE)).toBe(fault);
  });

  test('a birth date of less precision counts in its least favourable reading', () => {
    expect(ageFault(TAKEN, '2023', [], USE)).toBeUndefined();
    expect(ageFault(TAKEN, '2025', [], USE)).toBe('age-outside');
    expect(ageFault(TAKEN, '2025-03', [], USE)).toBe('age-outside');
    expect(ageFault(TAKEN, '2020', [], USE)).toBe('age-outside');
  });
});

describe('the age of contract 8, from the header', () => {
  test('stands in where the chart knows none, as a birth date or as an age', () => {
    expect(ageFault(TAKEN, undefined, [{ birthDate: '2023-01-20' }], USE)).toBeUndefined();
    expect(ageFault(TAKEN, undefined, months(36, 47), USE)).toBeUndefined();
    expect(ageFault(undefined, undefined, months(36, 47), USE)).toBeUndefined();
    expect(ageFault(TAKEN, undefined, months(72, 83), USE)).toBe('age-outside');
  });

  test('an age in years that may still be too young is too young: 001Y is 12 to 23 months, 000Y is 0 to 11', () => {
    expect(ageFault(TAKEN, undefined, months(12, 23), USE)).toBeUndefined();
    expect(ageFault(TAKEN, undefined, months(0, 11), USE)).toBe('age-outside');
  });

  test('against the chart: two ages more than a month apart contradict, whichever lies inside the intended use', () => {
    expect(ageFault(TAKEN, '2023-01-20', months(37), USE)).toBeUndefined();
    expect(ageFault(TAKEN, '2023-01-20', months(36, 47), USE)).toBeUndefined();
    expect(ageFault(TAKEN, '2023-01-20', months(40), USE)).toBe('age-contradictory');
    expect(ageFault(TAKEN, '2023-01-20', months(480, 491), USE)).toBe('age-contradictory');
    expect(ageFault(TAKEN, '1986-01-20', months(36, 47), USE)).toBe('age-contradictory');
    expect(ageFault(TAKEN, '2023-01-20', [{ birthDate: '2021-01-20' }], USE)).toBe('age-contradictory');
  });

  test('two images of one study that contradict each other are believed neither', () => {
    expect(ageFault(TAKEN, undefined, [...months(36, 47), ...months(60, 71)], USE)).toBe('age-contradictory');
  });

  test('an age in the header is not believed where the chart’s cannot be held against it', () => {
    expect(ageFault(undefined, '1986-01-20', months(36, 47), USE)).toBe('age-missing');
  });

  test('a birth date without a date of the film is no age', () => {
    expect(ageFault(undefined, '2023-01-20', [{ birthDate: '2023-01-20' }], USE)).toBe('age-missing');
  });
});

test('completed months never lie: the age on a date is at least the least and at most the most it may be', () => {
  const day = fc.date({ min: new Date('2000-01-01'), max: new Date('2026-12-31'), noInvalidDate: true });
  const written = (date: Date) => date.toISOString().slice(0, 10);
  fc.assert(
    fc.property(day, day, (one, other) => {
      const [born, taken] = one < other ? [written(one), written(other)] : [written(other), written(one)];
      const exact = ageOn(born, taken);
      expect(exact.least).toBe(exact.most);
      for (const precision of [4, 7]) {
        const vague = ageOn(born.slice(0, precision), taken);
        expect(vague.least).toBeLessThanOrEqual(exact.least);
        expect(vague.most).toBeGreaterThanOrEqual(exact.most);
      }
    }),
  );
});

test('whatever the sources say, an age outside the intended use is never passed', () => {
  const age = fc.integer({ min: 0, max: 1200 });
  fc.assert(
    fc.property(age, fc.array(age, { maxLength: 3 }), (first, further) => {
      const fault = ageFault(
        undefined,
        undefined,
        [first, ...further].flatMap((one) => months(one)),
        USE,
      );
      if (fault === undefined) expect(first >= USE.min && first <= USE.max).toBe(true);
    }),
  );
});
