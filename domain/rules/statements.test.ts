import { describe, expect, test } from '@jest/globals';
import { entry, factsOf, report } from './examples.ts';
import type { ChartEntry } from './facts.ts';
import { PNEUMONIA_LABEL, signedReports, statementsOn } from './statements.ts';

const SNOMED = 'http://snomed.info/sct';
const ICD10 = 'http://hl7.org/fhir/sid/icd-10';
const PNEUMONIA = { system: SNOMED, code: '233604007' };
const NORMAL = { system: SNOMED, code: '168733007' };
const said = (...entries: ChartEntry[]) =>
  statementsOn(PNEUMONIA_LABEL, factsOf(entries)).map(({ positive }) => positive);
const concluded = (...coding: fhir4.Coding[][]) =>
  report('…', undefined, { conclusionCode: coding.map((one) => ({ coding: one })) });
const finding = (coding: fhir4.Coding, valueBoolean: boolean | undefined): fhir4.Observation => ({
  resourceType: 'Observation',
  id: `${coding.code}${valueBoolean}`,
  status: 'final',
  code: { coding: [{ system: 'urn:own', code: 'x' }, coding] },
  ...(valueBoolean === undefined ? {} : { valueBoolean }),
});
const contained = (...observations: fhir4.Observation[]) => report('…', undefined, { contained: observations });

test.each([
  ['final', 1],
  ['amended', 1],
  ['corrected', 1],
  ['appended', 1],
  ['preliminary', 0],
  ['partial', 0],
  ['unknown', 0],
] as const)('a %s report is signed: %i', (status, count) => {
  expect(signedReports(factsOf([report('…', undefined, { status })]))).toHaveLength(count);
});

describe('a conclusion in codes', () => {
  test('states the label by SNOMED CT and by ICD-10', () => {
    expect(said(concluded([PNEUMONIA]))).toEqual([true]);
    expect(said(concluded([{ system: ICD10, code: 'J15.9' }]))).toEqual([true]);
    expect(said(concluded([{ system: ICD10, code: 'J45.9' }]))).toEqual([]);
    expect(said(concluded([{ system: SNOMED, code: 'J15' }]))).toEqual([]);
    expect(said(concluded([{ system: ICD10 }]))).toEqual([]);
  });
  test('of a normal film denies it, in the system of that code alone', () => {
    expect(said(concluded([NORMAL]))).toEqual([false]);
    expect(said(concluded([{ system: 'urn:own', code: NORMAL.code }]))).toEqual([]);
  });
  test('that contradicts itself says nothing, words say nothing at all', () => {
    expect(said(concluded([PNEUMONIA], [NORMAL]))).toEqual([]);
    expect(said(report('Пневмония'))).toEqual([]);
    expect(said()).toEqual([]);
  });
});

describe('a finding of the report', () => {
  test('states or denies the label, contained or referred to', () => {
    expect([said(contained(finding(PNEUMONIA, true))), said(contained(finding(PNEUMONIA, false)))]).toEqual([
      [true],
      [false],
    ]);
    const own = entry(finding(PNEUMONIA, false));
    expect(
      said(own, report('…', undefined, { result: [{ display: 'x' }, { reference: `Observation/${own.id}` }] })),
    ).toEqual([false]);
    expect(said(own, report('…', undefined, { result: [{ reference: 'Observation/another' }] }))).toEqual([]);
  });
  test('of another matter, without a value, or of another kind of resource says nothing', () => {
    expect(said(contained(finding({ system: SNOMED, code: '1' }, true)))).toEqual([]);
    expect(said(contained(finding(PNEUMONIA, undefined)))).toEqual([]);
    expect(said(report('…', undefined, { contained: [{ resourceType: 'Practitioner' }] }))).toEqual([]);
  });
  test('that contradicts another says nothing', () => {
    expect(said(contained(finding(PNEUMONIA, true), finding(PNEUMONIA, false)))).toEqual([]);
  });
});

test('each signed report speaks for itself, newest first, and is cited', () => {
  const [yes, no] = [
    report('a', '2026-02-01T09:00:00Z', { conclusionCode: [{ coding: [PNEUMONIA] }] }),
    report('b', '2026-02-20T09:00:00Z', { conclusionCode: [{ coding: [NORMAL] }] }),
  ];
  const all = statementsOn(PNEUMONIA_LABEL, factsOf([yes, no]));
  expect(all.map(({ positive, cited, when }) => [positive, cited.value, when?.latest])).toEqual([
    [false, 'absent', Date.parse('2026-02-20T09:00:00Z')],
    [true, 'present', Date.parse('2026-02-01T09:00:00Z')],
  ]);
});
