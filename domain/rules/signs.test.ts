import { describe, expect, test } from '@jest/globals';
import { factsOf, grade, sign } from './examples.ts';
import { gradeNeeds, newestGrade, newestSign, presenceOf, signNeeds } from './signs.ts';

const said = (change: Partial<fhir4.Observation>) =>
  presenceOf({ resourceType: 'Observation', status: 'final', code: {}, ...change });

describe('a finding is there', () => {
  test.each([
    ...['present', 'TRUE', ' yes ', 'y', '1', '+', 'pos', 'да', 'Есть', 'имеется', 'имеются'],
    ...['выявлено', 'выявлен', 'выявлена', 'выявлены', 'положительно'],
  ])('“%s”', (word) => {
    expect(said({ valueString: word })).toBe(true);
    expect(said({ valueCodeableConcept: { text: word } })).toBe(true);
  });
  test('by SNOMED CT, by a number and by an interpretation', () => {
    expect(said({ valueCodeableConcept: { coding: [{ code: '52101004' }] } })).toBe(true);
    expect(said({ valueInteger: 1 })).toBe(true);
    expect(said({ valueQuantity: { value: 1 } })).toBe(true);
    expect(said({ interpretation: [{ text: 'x' }, { coding: [{ code: 'POS' }] }] })).toBe(true);
    expect(said({ valueBoolean: true })).toBe(true);
  });
});
describe('a finding is not there', () => {
  test.each([
    ...['absent', 'False', 'no', 'n', '0', '-', 'neg', 'нет', 'отсутствует', 'отсутствуют', 'отрицательно'],
    ...['не выявлено', 'не выявлен', 'не выявлена', 'не выявлены', 'не обнаружено'],
  ])('“%s”', (word) => expect(said({ valueString: word })).toBe(false));
  test('by SNOMED CT, by a number and by an interpretation', () => {
    expect(said({ valueCodeableConcept: { coding: [{ code: '2667000' }] } })).toBe(false);
    expect(said({ valueInteger: 0 })).toBe(false);
    expect(said({ interpretation: [{ coding: [{ code: 'NEG' }] }] })).toBe(false);
    expect(said({ valueBoolean: false, valueString: 'да' })).toBe(false);
  });
});
test('a doubt, a contradiction and nothing at all say nothing', () => {
  for (const change of [
    {},
    { valueString: 'сомнительно' },
    { valueInteger: 2 },
    { valueString: 'да', valueInteger: 0 },
  ])
    expect(said(change)).toBeUndefined();
});

describe('the newest sign', () => {
  const at = (hour: number, present: boolean, change: Partial<fhir4.Observation> = {}) =>
    sign('stridor', present, { effectiveDateTime: `2026-03-01T0${hour}:00:00Z`, ...change });
  const of = (since: string, ...entries: ReturnType<typeof at>[]) =>
    newestSign(factsOf(entries), 'stridor', Date.parse(since));
  test('decides, from the instant on', () => {
    expect(of('2026-03-01T02:00:00Z', at(1, true), at(2, false))).toMatchObject({
      found: { present: false, cited: { value: 'absent' } },
    });
    expect(of('2026-03-01T02:00:01Z', at(2, true))).toEqual({
      missing: expect.objectContaining({ en: 'Stridor in a calm child' }),
    });
  });
  test('that says nothing lets the one before speak', () => {
    const { valueBoolean: _, ...asked } = at(3, true).resource as fhir4.Observation;
    const doubt = { ...at(3, true), resource: { ...asked, valueString: 'сомнительно' } };
    expect(of('2026-03-01T00:00:00Z', at(1, true), doubt)).toMatchObject({
      found: { present: true, cited: { value: 'present' } },
    });
  });
});

test('what is asked of the chart: the own code, and SNOMED CT where there is one', () => {
  expect(signNeeds('haemoptysis').map(({ facet, newest }) => [facet, newest])).toEqual([
    ['Observation:https://oka.health/fhir/sign|haemoptysis', 3],
    ['Observation:http://snomed.info/sct|66857006', 3],
  ]);
  expect(gradeNeeds('heart-ecg')).toEqual([{ facet: 'Observation:https://oka.health/fhir/sign|heart-ecg', newest: 3 }]);
});

describe('a grade', () => {
  const of = (...entries: ReturnType<typeof grade>[]) => {
    const found = newestGrade(factsOf(entries), 'heart-ecg', Date.parse('2026-03-01T05:00:00Z'));
    return 'found' in found ? [found.found.grade, found.found.cited.value] : found.missing.en;
  };
  const change = (more: Partial<fhir4.Observation>) => {
    const { valueInteger: _, ...rest } = grade('heart-ecg', 1).resource as fhir4.Observation;
    return { ...grade('heart-ecg', 1), resource: { ...rest, ...more } };
  };
  test.each([0, 1, 2])('of %i is read', (number) =>
    expect(of(grade('heart-ecg', number))).toEqual([number, `${number}`]),
  );
  test('of 3, of 1.5, of another part, in another system, of another time is none', () => {
    for (const one of [
      grade('heart-ecg', 3),
      change({ valueQuantity: { value: 1.5 } }),
      grade('heart-risk', 1),
      change({ valueInteger: 1, code: { coding: [{ system: 'x', code: 'heart-ecg' }] } }),
      change({ valueInteger: 1, effectiveDateTime: '2026-03-01T04:59:59Z' }),
      change({}),
    ])
      expect(of(one)).toBe('ECG (HEART, 0–2)');
  });
  test('may be a quantity', () => expect(of(change({ valueQuantity: { value: 2 } }))).toEqual([2, '2']));
});
