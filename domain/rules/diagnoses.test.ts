import { describe, expect, test } from '@jest/globals';
import { diagnosesOf, isIcd10 } from './diagnoses.ts';
import { diagnosis, entry, factsOf } from './examples.ts';
import type { ChartEntry } from './facts.ts';

const SINCE = Date.parse('2026-02-01T00:00:00Z');
const found = (query: Partial<Parameters<typeof diagnosesOf>[1]>, ...entries: ChartEntry[]) =>
  diagnosesOf(factsOf(entries), { icd10: ['J18'], ...query }).map(({ cited }) => cited.value);
const changed = (code: string, change: Partial<fhir4.Condition>): ChartEntry => {
  const one = diagnosis(code);
  return { ...one, resource: { ...one.resource, ...change } as fhir4.Condition };
};
const status = (code: string) => ({ coding: [{ display: 'x' }, { code }] });

test.each([
  ['J18', ['J18'], true],
  ['J18.9', ['J18'], true],
  ['J189', ['J18'], false],
  ['J1', ['J18'], false],
  ['J18.9', ['J17', 'J18.9'], true],
  ['J18.91', ['J18.9'], true],
  ['J18.8', ['J18.9'], false],
  ['', ['J18'], false],
])('%s is one of %j: %p', (code, wanted, expected) => expect(isIcd10(code, wanted)).toBe(expected));

describe('diagnoses', () => {
  test('are found by ICD-10 in any system but SNOMED CT, and by SNOMED CT in its own', () => {
    const coded = (...coding: fhir4.Coding[]) => changed('x', { code: { coding } });
    expect(found({}, coded({ system: 'urn:own', code: 'J18.9' }))).toEqual(['J18.9']);
    expect(found({}, coded({ code: 'x' }, { code: 'J18.0' }))).toEqual(['J18.0']);
    expect(found({}, coded({ system: 'http://snomed.info/sct', code: 'J18' }))).toEqual([]);
    expect(found({ snomed: ['233604007'] }, coded({ system: 'http://snomed.info/sct', code: '233604007' }))).toEqual([
      '233604007',
    ]);
    expect(found({ snomed: ['233604007'] }, coded({ code: '233604007' }))).toEqual([]);
    expect(
      found({}, changed('x', { code: { text: 'J18' } }), entry({ resourceType: 'Condition', subject: {} })),
    ).toEqual([]);
  });
  test('are shown with their words, not with the code twice', () => {
    const shown = (text: string | undefined, display: string | undefined) =>
      found(
        {},
        changed('x', {
          code: { coding: [{ code: 'J18.9', ...(display ? { display } : {}) }], ...(text ? { text } : {}) },
        }),
      );
    expect([
      shown('Пневмония', 'Pneumonia'),
      shown(undefined, 'Pneumonia'),
      shown('J18.9', undefined),
      shown(undefined, undefined),
    ]).toEqual([...[['J18.9 Пневмония'], ['J18.9 Pneumonia'], ['J18.9'], ['J18.9']]]);
  });
  test.each(['refuted', 'entered-in-error'])('%s are none', (code) => {
    expect(found({}, changed('J18.9', { verificationStatus: status(code) }))).toEqual([]);
  });
  test.each(['inactive', 'remission', 'resolved'])('%s are in the history, and none of a recent time', (code) => {
    const past = changed('J18.9', { clinicalStatus: status(code) });
    expect([found({}, past), found({ since: SINCE }, past)]).toEqual([['J18.9'], []]);
  });
  test('that are confirmed and active are of any time', () => {
    expect(
      found(
        { since: SINCE },
        changed('J18.9', { verificationStatus: status('confirmed'), clinicalStatus: status('active') }),
      ),
    ).toEqual(['J18.9']);
  });
  test('since an instant are those that may be of it or later', () => {
    const on = (date: string) => found({ since: SINCE }, diagnosis('J18.9', date)).length;
    expect([
      on('2026-02-01T00:00:00Z'),
      on('2026-01-31T23:59:59Z'),
      on('2026-01-31'),
      on('2026-01-30'),
      on('2026'),
    ]).toEqual([...[1, 0, 1, 0, 1]]);
  });
});
