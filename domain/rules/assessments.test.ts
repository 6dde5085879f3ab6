import { describe, expect, test } from '@jest/globals';
import {
  ASSESSMENT_SYSTEM,
  assessmentNeeds,
  assessmentsOf,
  newestAssessment,
  SCALES,
  type Scale,
} from './assessments.ts';
import { entry, factsOf, report } from './examples.ts';
import type { ChartEntry } from './facts.ts';

const of = (scale: Scale, ...entries: ChartEntry[]) => newestAssessment(factsOf(entries), scale)?.category;
const observed = (code: fhir4.Coding, change: Partial<fhir4.Observation>, time = '2026-02-10T09:00:00Z'): ChartEntry =>
  entry({
    resourceType: 'Observation',
    status: 'final',
    code: { coding: [{ system: 'urn:own', code: 'x' }, code] },
    effectiveDateTime: time,
    ...change,
  });
const own = (scale: Scale, valueString: string, change: Partial<fhir4.Observation> = {}, time?: string) =>
  observed({ system: ASSESSMENT_SYSTEM, code: scale }, { valueString, ...change }, time);
const SNOMED = 'http://snomed.info/sct';
const LOINC = 'http://loinc.org';

describe('categories of a scale', () => {
  test.each([
    ['bi-rads', ['0', '1', '2', '3', '4', '4A', '4B', '4C', '5', '6'], ['7', '4D', 'x', '']],
    ['lung-rads', ['0', '1', '2', '3', '4A', '4B', '4X'], ['4', '5']],
    ['retinopathy', ['0', '1', '2', '3', '4'], ['5']],
    ['macular-oedema', ['none', 'non-centre-involving', 'centre-involving'], ['some']],
  ] as const)('%s: %j, and not %j', (scale, categories, not) => {
    for (const one of categories) expect([one, of(scale, own(scale, ` ${one} `))]).toEqual([one, one]);
    for (const one of not) expect([one, of(scale, own(scale, one))]).toEqual([one, undefined]);
  });
  test('in small or Cyrillic letters', () => {
    expect(['4a', '4В', '4с'].map((one) => of('bi-rads', own('bi-rads', one)))).toEqual(['4A', '4B', '4C']);
    expect(['4х', '4x'].map((one) => of('lung-rads', own('lung-rads', one)))).toEqual(['4X', '4X']);
    expect(of('bi-rads', own('bi-rads', '4А'))).toBe('4A');
  });
});

describe('graver is', () => {
  test.each([
    ['bi-rads', ['1', '2', '6', '3', '0', '4', '4A', '4B', '4C', '5']],
    ['lung-rads', ['1', '2', '0', '3', '4A', '4B', '4X']],
    ['retinopathy', ['0', '1', '2', '3', '4']],
    ['macular-oedema', ['none', 'non-centre-involving', 'centre-involving']],
  ] as const)('in %s, from left to right: %j', (scale, order) => {
    for (const [index, grave] of order.entries())
      for (const lesser of order.slice(0, index))
        for (const both of [
          [grave, lesser],
          [lesser, grave],
        ] as const)
          expect([both, of(scale, ...both.map((one, at) => own(scale, one, { id: `${at}` })))]).toEqual([both, grave]);
  });
});

describe('a report in words', () => {
  test.each([
    ['BI-RADS 3', '3'],
    ['BIRADS: 2', '2'],
    ['bi rads – 5', '5'],
    ['BI-RADS категория 4', '4'],
    ['BI-RADS категории 4b', '4B'],
    ['BI-RADS категорию 4С', '4C'],
    ['BI-RADS=0', '0'],
    ['BI-RADS 4аденома', '4'],
    ['BI-RADS 4D', '4'],
    ['BI-RADS 7', undefined],
    ['Lung-RADS 4', undefined],
    ['RADS 4', undefined],
  ])('“%s”: %p', (text, category) => expect(of('bi-rads', report(text))).toBe(category));
  test.each([
    ['Lung-RADS 4X', '4X'],
    ['LungRADS: 4a', '4A'],
    ['lung rads категория 2', '2'],
    ['Lung-RADS 4', undefined],
    ['BI-RADS 3', undefined],
  ])('“%s”: %p', (text, category) => expect(of('lung-rads', report(text))).toBe(category));
  test('scales of the eye are not read from words', () => {
    expect(of('retinopathy', report('ретинопатия 3'))).toBeUndefined();
    expect(of('macular-oedema', report('none'))).toBeUndefined();
  });
});

describe('codes', () => {
  const mammography = (code: string) =>
    report('…', undefined, { conclusionCode: [{ coding: [{ system: SNOMED, code }] }] });
  test.each([
    ['397138000', '0'],
    ['397140005', '1'],
    ['397141009', '2'],
    ['397143007', '3'],
    ['397144001', '4'],
    ['397145000', '5'],
    ['6111000179101', '6'],
    ['1', undefined],
    ['3', undefined],
  ])('mammography assessment %s is %p', (code, category) => expect(of('bi-rads', mammography(code))).toBe(category));
  describe.each(['71490-7', '71491-5'])('severity of retinopathy, %s', (loinc) => {
    test.each([
      ['LA18643-9', '0'],
      ['LA18644-7', '1'],
      ['LA18645-4', '2'],
      ['LA18646-2', '3'],
      ['LA18648-8', '4'],
      ['LA1-1', undefined],
    ])('%s is %p', (code, category) => {
      const answer = { valueCodeableConcept: { coding: [{ system: LOINC, code }] } };
      expect(of('retinopathy', observed({ system: LOINC, code: loinc }, answer))).toBe(category);
    });
  });
  test('of the clinic’s own map, as a code, as text, or as a number', () => {
    const concept = (coding: fhir4.Coding[], text?: string) => ({
      valueCodeableConcept: { coding, ...(text ? { text } : {}) },
    });
    const asked = { system: ASSESSMENT_SYSTEM, code: 'bi-rads' };
    expect(of('bi-rads', observed(asked, concept([{ system: 'urn:own', code: '4b' }])))).toBe('4B');
    expect(of('bi-rads', observed(asked, concept([], 'BI-RADS 4b')))).toBe('4B');
    expect(of('bi-rads', observed(asked, { valueInteger: 3 }))).toBe('3');
    expect(of('bi-rads', observed(asked, {}))).toBeUndefined();
    expect(of('bi-rads', observed({ system: LOINC, code: 'bi-rads' }, { valueString: '3' }))).toBeUndefined();
    expect(of('lung-rads', own('bi-rads', '3'))).toBeUndefined();
  });
});

test.each([
  ['final', '3'],
  ['amended', '3'],
  ['corrected', '3'],
  ['unknown', '3'],
  ['preliminary', undefined],
  ['registered', undefined],
] as const)('a %s observation gives %p', (status, category) => {
  expect(of('bi-rads', own('bi-rads', '3', { status }))).toBe(category);
});

test('the gravest of the newest 24 hours counts, whatever was before', () => {
  const at = (time: string, category: string) => own('retinopathy', category, {}, time);
  const newest = at('2026-02-10T09:00:00Z', '1');
  expect(of('retinopathy', newest, at('2026-02-09T09:00:00Z', '3'))).toBe('3');
  expect(of('retinopathy', newest, at('2026-02-09T08:59:59Z', '3'))).toBe('1');
  expect(of('retinopathy', at('2026-02-09T08:59:59Z', '3'), newest)).toBe('1');
  expect(of('retinopathy', at('soon', '4'))).toBeUndefined();
});

test('observations and reports stand side by side, newest first, with what they show', () => {
  const all = assessmentsOf(factsOf([report('BI-RADS 2', '2026-01-10T09:00:00Z'), own('bi-rads', '4')]), 'bi-rads');
  expect(all.map(({ category, time, cited }) => [category, time, `${cited.label.en} ${cited.value}`])).toEqual([
    ['4', '2026-02-10T09:00:00Z', 'BI-RADS 4'],
    ['2', '2026-01-10T09:00:00Z', 'BI-RADS 2'],
  ]);
});

test('what is asked of the chart: reports, the own code, and the codes of the scale', () => {
  const facets = (scale: Scale) => assessmentNeeds(scale).map(({ facet, newest }) => `${facet} ${newest}`);
  expect(facets('bi-rads')).toEqual([
    'DiagnosticReport 1000',
    'Observation:http://snomed.info/sct|233604007 1000',
    'Observation:https://oka.health/fhir/assessment|bi-rads 20',
  ]);
  expect(facets('retinopathy').slice(2)).toEqual([
    'Observation:https://oka.health/fhir/assessment|retinopathy 20',
    'Observation:http://loinc.org|71490-7 20',
    'Observation:http://loinc.org|71491-5 20',
  ]);
  expect(Object.keys(SCALES)).toHaveLength(4);
});
