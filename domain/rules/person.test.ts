import { describe, expect, test } from '@jest/globals';
import { bornBefore, diagnosis, factsOf, patient, visit } from './examples.ts';
import type { ChartEntry } from './facts.ts';
import { DIALYSIS_ICD10, PERSON_NEEDS, PREGNANCY_ICD10, personOf } from './person.ts';

const person = (...entries: ChartEntry[]) => personOf(factsOf(entries));
const other = { record: '22222222-2222-8222-8222-222222222222' };

describe('records that tell of one person', () => {
  test('agree on the readings that all of them allow', () => {
    expect(person(patient('1961'), patient('1961-03', 'female', other)).ageMonths).toEqual({ min: 779, max: 780 });
    expect(person(patient('1961'), patient(undefined, 'female', other)).ageYears).toEqual({ min: 64, max: 65 });
  });
  test('that contradict one another leave the age, and the sex, unknown', () => {
    expect(person(patient('1961'), patient('1971', 'female', other)).ageMonths).toBeUndefined();
    expect(person(patient('1961', 'male'), patient('1961', 'female', other)).sex).toBeUndefined();
    expect(person(patient('1961', 'male'), patient('1961', 'unknown', other)).sex).toBe('male');
  });
  test('are cited where they say something', () => {
    const both = person(patient('1961', 'male'), patient(undefined, 'other', other));
    expect(both.ageCited.map(({ value }) => value)).toEqual(['1961']);
    expect(both.sexCited.map(({ label, value }) => `${label.en}: ${value}`)).toEqual(['Sex: male']);
    expect(person().ageMonths).toBeUndefined();
  });
  test('years are completed years', () => {
    expect(person(patient(bornBefore({ years: 17, months: 11 }))).ageYears).toEqual({ min: 17, max: 17 });
    expect(person(patient(bornBefore({ years: 18 }))).ageYears).toEqual({ min: 18, max: 18 });
  });
});

describe('pregnancy', () => {
  const pregnant = (...entries: ChartEntry[]) => person(...entries).pregnant;
  test.each([
    'O00.1',
    'O02.1',
    'O10.0',
    'O20.0',
    'O36.4',
    'O39',
    'O40',
    'O48',
    'O98.0',
    'O99.0',
    'Z33',
    'Z34.0',
    'Z35.9',
  ])('%s is one', (code) => expect(pregnant(diagnosis(code))).toBe(true));
  test.each([
    'O03.9',
    'O04.9',
    'O08.0',
    'O50',
    'O60',
    'O75.0',
    'O80.0',
    'O84.0',
    'O90.0',
    'Z30.0',
    'Z36.0',
    'Z37.0',
    'Z39.0',
    'N91.2',
  ])('%s is none', (code) => expect(pregnant(diagnosis(code))).toBe(false));
  test.each(['O03.9', 'O06.4', 'O08.0', 'O80.0', 'O84.9', 'Z37.0', 'Z39.2'])('%s ends it', (code) => {
    const began = diagnosis('Z34.0', '2026-01-10T09:00:00Z');
    expect(pregnant(began, diagnosis(code, '2026-02-10T09:00:00Z'))).toBe(false);
    expect(pregnant(began, diagnosis(code, '2026-01-09T09:00:00Z'))).toBe(true);
  });
  test.each(['O02.1', 'O09', 'O79', 'O85', 'Z36.0', 'Z38.0'])('%s does not end it', (code) => {
    expect(pregnant(diagnosis('Z34.0', '2026-01-10T09:00:00Z'), diagnosis(code, '2026-02-10T09:00:00Z'))).toBe(true);
  });
  test('lasts 280 days after the diagnosis, to the minute', () => {
    expect(pregnant(diagnosis('Z34.0', '2025-05-25T12:00:00Z'))).toBe(true);
    expect(pregnant(diagnosis('Z34.0', '2025-05-25T11:59:00Z'))).toBe(false);
  });
  test('is told by categories, each once', () => {
    expect(PREGNANCY_ICD10).toHaveLength(49 + 2 + 3 + 5 + 2);
    for (const code of ['O00', 'O09', 'O48', 'O98', 'O99', 'Z33', 'Z34', 'Z35', 'O80', 'O84', 'Z37', 'Z39'])
      expect(PREGNANCY_ICD10).toContain(code);
    for (const code of ['O49', 'O79', 'O85', 'O0', 'Z36']) expect(PREGNANCY_ICD10).not.toContain(code);
  });
});

describe('dialysis', () => {
  test.each(['Z99.2', 'Z49.0', 'Z49.1'])('%s', (code) => expect(person(diagnosis(code)).onDialysis).toBe(true));
  test.each(['Z99.1', 'Z99', 'Z48.0', 'N18.5'])('not %s', (code) =>
    expect(person(diagnosis(code)).onDialysis).toBe(false),
  );
  test('is told by codes', () => expect(DIALYSIS_ICD10).toEqual(['Z99.2', 'Z49']));
});

describe('what was taken back or is past', () => {
  const of = (change: Partial<fhir4.Condition>) => {
    const one = diagnosis('Z34.0');
    return person({ ...one, resource: { ...one.resource, ...change } as fhir4.Condition }).pregnant;
  };
  const status = (code: string) => ({ coding: [{ code }] });
  test.each(['refuted', 'entered-in-error'])('%s makes nobody pregnant', (code) => {
    expect(of({ verificationStatus: status(code) })).toBe(false);
  });
  test.each(['inactive', 'remission', 'resolved'])('%s makes nobody pregnant', (code) => {
    expect(of({ clinicalStatus: status(code) })).toBe(false);
  });
  test('confirmed and active do', () => {
    expect(of({ verificationStatus: status('confirmed'), clinicalStatus: status('active') })).toBe(true);
  });
});

describe('where the patient is', () => {
  const setting = (code: string, change: Partial<fhir4.Encounter> = {}) => person(visit(code, change)).setting;
  test.each([
    ['emergency', ['EMER']],
    ['inpatient', ['IMP', 'ACUTE', 'NONAC', 'OBSENC', 'SS']],
    ['outpatient', ['AMB', 'HH', 'FLD', 'VR']],
  ])('%s: %j', (expected, codes) => expect(codes.map((code) => setting(code))).toEqual(codes.map(() => expected)));
  test.each(['arrived', 'triaged', 'in-progress', 'onleave'] as const)('a visit that is %s is open', (status) => {
    expect(setting('IMP', { status })).toBe('inpatient');
  });
  test('one that ended before, one of another class, one of doubtful time is none', () => {
    const until = (end: string) => setting('IMP', { period: { start: '2026-02-01T00:00:00Z', end } });
    expect([until('2026-03-01T11:59:59Z'), until('2026-03-01T12:00:00Z')]).toEqual([undefined, 'inpatient']);
    expect(setting('PRENC')).toBeUndefined();
    expect(setting('IMP', { period: { start: '2026-03-02T00:00:00Z' } })).toBeUndefined();
  });
});

test('diagnoses and visits are what it is read from', () => {
  expect(PERSON_NEEDS).toEqual({
    diagnoses: { facet: 'Condition', newest: 200 },
    visits: { facet: 'Encounter', newest: 20 },
  });
});
