import { describe, expect, test } from '@jest/globals';
import { criticalAdvice, presentFinding } from '../../test/results.ts';
import { readBackFault } from './read-back.ts';

const RECORD = '00000000-0000-8000-8000-000000000001';
const said = (birthYear: string, says: string, birthDate: string | undefined = '1950-03-01', isRequired = true) =>
  readBackFault({ result: criticalAdvice(RECORD), birthDate, readBack: { birthYear, says }, isRequired });

describe('what is read back of a critical result', () => {
  test('is year of birth and value, with comma or point, with or without its unit', () => {
    for (const says of ['7.1', '7,1', '7,10 ммоль/л', ' 7.1 mmol/L']) expect(said('1950', says)).toBeUndefined();
    expect(said(' 1950 ', '7,1', '1950')).toBeUndefined();
  });

  test('of another patient or another value is refused, required or not', () => {
    expect(said('1951', '7.1')).toBe('read-back-mismatch');
    expect(said('', '7.1')).toBe('read-back-mismatch');
    for (const says of ['1.7', '-7.1', 'калий', '']) expect(said('1950', says)).toBe('read-back-mismatch');
    expect(said('1951', '7.1', '1950', false)).toBe('read-back-mismatch');
  });

  test('of a patient whose birth date nobody knows is the value alone', () => {
    expect(
      readBackFault({
        result: criticalAdvice(RECORD),
        birthDate: undefined,
        readBack: { birthYear: '', says: '7.1' },
        isRequired: true,
      }),
    ).toBeUndefined();
  });

  test('of a finding is its words, in either language', () => {
    const finding = (says: string) =>
      readBackFault({
        result: presentFinding(RECORD),
        birthDate: '1950',
        readBack: { birthYear: '1950', says },
        isRequired: true,
      });
    expect(finding('Признаки выше порога')).toBeUndefined();
    expect(finding('signs above the threshold')).toBeUndefined();
    expect(finding('не определено: между порогами')).toBe('read-back-mismatch');
  });

  test('of a sentence that names its numbers in another order in each language is the sentence of either', () => {
    const summary = { en: '2 of 5 signs within 24 h', ru: 'За 24 ч – 2 признака из 5' };
    const said = (says: string) =>
      readBackFault({
        result: { ...criticalAdvice(RECORD, {}, { summary }), cited: [] },
        birthDate: '1950',
        readBack: { birthYear: '1950', says },
        isRequired: true,
      });
    expect(said(summary.ru)).toBeUndefined();
    expect(said(summary.en)).toBeUndefined();
    expect(said('За 24 ч – 3 признака из 5')).toBe('read-back-mismatch');
  });

  test('is missing only where the region asks for it', () => {
    const none = { result: criticalAdvice(RECORD), birthDate: '1950', readBack: undefined };
    expect(readBackFault({ ...none, isRequired: true })).toBe('read-back-missing');
    expect(readBackFault({ ...none, isRequired: false })).toBeUndefined();
  });
});
