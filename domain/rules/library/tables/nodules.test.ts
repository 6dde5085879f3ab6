import { describe, expect, test } from '@jest/globals';
import { ASSESSMENT_SYSTEM } from '../../assessments.ts';
import { entry, factsOf } from '../../examples.ts';
import { nodulesOf } from './nodules.ts';

type Part = Partial<fhir4.ObservationComponent>;
const part = (code: string, change: Part, system = ASSESSMENT_SYSTEM): fhir4.ObservationComponent => ({
  code: {
    coding: [
      { system: 'urn:local', code: 'x' },
      { system, code },
    ],
  },
  ...change,
});
const nodule = (
  component: fhir4.ObservationComponent[] | undefined,
  change: Partial<fhir4.Observation> = {},
  doubtful = false,
) =>
  entry(
    {
      resourceType: 'Observation',
      status: 'final',
      code: {
        coding: [
          { system: 'urn:local', code: 'x' },
          { system: ASSESSMENT_SYSTEM, code: 'lung-nodule' },
        ],
      },
      effectiveDateTime: '2026-02-10T09:00:00Z',
      ...(component ? { component } : {}),
      ...change,
    },
    { doubtful },
  );
const read = (...entries: ReturnType<typeof nodule>[]) =>
  nodulesOf(factsOf(entries)).map(({ type, number, sizeMm, cited }) => ({ type, number, sizeMm, shown: cited.value }));
const ofType = (change: Part) => read(nodule([part('nodule-type', change)]))[0]?.type;
const ofSize = (valueQuantity: fhir4.Quantity) => read(nodule([part('nodule-size', { valueQuantity })]))[0]?.sizeMm;

test('kind, size and number are read and shown', () => {
  const parts = [
    part('nodule-type', { valueString: 'Part-Solid' }),
    part('nodule-size', { valueQuantity: { value: 1.2, code: 'cm' } }),
    part('nodule-number', { valueString: 'multiple' }),
  ];
  expect(read(nodule(parts))).toEqual([
    { type: 'part-solid', number: 'multiple', sizeMm: 12, shown: 'part-solid, 12 mm, multiple' },
  ]);
});
test('what is not said stays unknown', () => {
  const unknown = { type: undefined, number: undefined, sizeMm: undefined };
  expect(read(nodule(undefined))).toEqual([{ ...unknown, shown: '?' }]);
  expect(read(nodule([part('nodule-size', {})]))).toEqual([{ ...unknown, shown: '?' }]);
  expect(read(nodule([part('nodule-size', { valueQuantity: { code: 'mm' } })]))).toEqual([{ ...unknown, shown: '?' }]);
});

describe('the kind', () => {
  test.each(['solid', 'part-solid', 'ground-glass', 'subsolid'])('%s', (kind) => {
    expect(ofType({ valueString: kind })).toBe(kind);
  });
  test('is taken from a code, else from its words', () => {
    expect(ofType({ valueCodeableConcept: { coding: [{ code: 'solid' }], text: 'subsolid' } })).toBe('solid');
    expect(ofType({ valueCodeableConcept: { coding: [{ display: 'Solid' }], text: 'subsolid' } })).toBe('subsolid');
    expect(ofType({ valueCodeableConcept: { coding: [], text: 'Solid' } })).toBe('solid');
    expect(ofType({ valueCodeableConcept: { text: 'solid' } })).toBe('solid');
    expect(ofType({ valueString: 'cavitary' })).toBeUndefined();
  });
  test('of another system is none', () => {
    expect(read(nodule([part('nodule-type', { valueString: 'solid' }, 'x')]))[0]?.type).toBeUndefined();
    expect(read(nodule([{ code: { text: 'nodule-type' }, valueString: 'solid' }]))[0]?.type).toBeUndefined();
  });
});

test('the size is read in millimetres and centimetres, by code or unit, and in no other unit', () => {
  expect(ofSize({ value: 7, code: 'mm' })).toBe(7);
  expect(ofSize({ value: 7, unit: 'mm' })).toBe(7);
  expect(ofSize({ value: 0.7, unit: 'cm' })).toBe(7);
  expect(ofSize({ value: 7, code: '[in_i]' })).toBeUndefined();
  expect(ofSize({ value: 7 })).toBeUndefined();
});

test.each(['final', 'amended', 'corrected', 'unknown'] as const)('a %s observation counts', (status) => {
  expect(read(nodule([], { status }))).toHaveLength(1);
});
test('a preliminary one, one of doubtful time and one of something else do not', () => {
  expect(read(nodule([], { status: 'preliminary' }))).toEqual([]);
  expect(read(nodule([], {}, true))).toEqual([]);
  for (const coding of [[{ system: ASSESSMENT_SYSTEM, code: 'lung-rads' }], [{ system: 'x', code: 'lung-nodule' }], []])
    expect(read(nodule([], { code: { coding } }))).toEqual([]);
  expect(read(nodule([], { code: { text: 'lung-nodule' } }))).toEqual([]);
});
