import { describe, expect, test } from '@jest/globals';
import { diagnosis, entry, factsOf, report } from './examples.ts';
import type { ChartEntry } from './facts.ts';
import { isLowPressure, PNEUMONIA_NEED, statedPneumonia } from './pneumonia.ts';

const SNOMED = 'http://snomed.info/sct';
const since = (...entries: ChartEntry[]) => {
  const stated = statedPneumonia(factsOf(entries));
  return stated && new Date(stated.since).toISOString();
};
const said = (code: string, time: string) =>
  report('…', time, { conclusionCode: [{ coding: [{ system: SNOMED, code }] }] });

describe('a pneumonia that a physician stated', () => {
  test.each(['J12.9', 'J13', 'J14', 'J15.9', 'J16.0', 'J17.0', 'J18.9'])('%s', (code) => {
    expect(since(diagnosis(code, '2026-02-20T09:00:00Z'))).toBe('2026-02-19T09:00:00.000Z');
  });
  test('or in SNOMED CT', () => {
    const coded = entry({
      resourceType: 'Condition',
      subject: {},
      recordedDate: '2026-02-20T09:00:00Z',
      code: { coding: [{ system: SNOMED, code: '233604007' }] },
    });
    expect(since(coded)).toBe('2026-02-19T09:00:00.000Z');
    expect(since(diagnosis('J11.0'), diagnosis('J20.9'))).toBeUndefined();
  });
  test('begins a day before its earliest statement of 30 days', () => {
    const [first, again] = [diagnosis('J18.9', '2026-02-10T09:00:00Z'), diagnosis('J18.0', '2026-02-20T09:00:00Z')];
    expect(since(again, first)).toBe('2026-02-09T09:00:00.000Z');
    expect(since(diagnosis('J18.9', '2026-01-30T12:00:00Z'))).toBe('2026-01-29T12:00:00.000Z');
    expect(since(diagnosis('J18.9', '2026-01-30T11:59:00Z'))).toBeUndefined();
    expect(since(diagnosis('J18.9', '2026'))).toBe('2026-01-29T12:00:00.000Z');
    expect(since(diagnosis('J18.9', '2026-03-05T09:00:00Z'))).toBe('2026-02-28T12:00:00.000Z');
  });
  test('may be a signed report of 30 days that states it, with or without a time', () => {
    expect(since(said('233604007', '2026-02-20T09:00:00Z'))).toBe('2026-02-19T09:00:00.000Z');
    expect(since(said('233604007', '2026-01-30T12:00:00Z'))).toBe('2026-01-29T12:00:00.000Z');
    expect(since(said('233604007', '2026-01-30T11:59:00Z'))).toBeUndefined();
    expect(since(said('168733007', '2026-02-20T09:00:00Z'))).toBeUndefined();
    expect(since(said('233604007', 'soon'))).toBe('2026-02-28T12:00:00.000Z');
  });
  test('is cited, each statement of it', () => {
    const stated = statedPneumonia(factsOf([diagnosis('J18.9'), said('233604007', '2026-02-20T09:00:00Z')]));
    expect(stated?.cited.map(({ value }) => value).toSorted()).toEqual(['J18.9', 'present']);
  });
});

test('what is looked for among diagnoses', () => {
  expect(PNEUMONIA_NEED).toMatchObject({
    facet: 'Condition',
    codes: ['J12', 'J13', 'J14', 'J15', 'J16', 'J17', 'J18', '233604007'],
  });
});

test.each([
  [90, 61, false],
  [89, 61, true],
  [90, 60, true],
  [89, undefined, true],
  [undefined, 60, true],
  [90, undefined, undefined],
  [undefined, 61, undefined],
  [undefined, undefined, undefined],
])('a pressure of %p over %p is low: %p', (systolic, diastolic, low) => {
  const of = (number: number | undefined) =>
    number === undefined ? undefined : ({ value: number, comparator: undefined } as never);
  expect(isLowPressure(of(systolic), of(diastolic))).toBe(low);
});
