import { expect, test } from '@jest/globals';
import { answerTo } from './search.ts';

const coded = (id: string, code: string, change: object = {}) => ({
  ...{ resourceType: 'Observation', id, code: { coding: [{ system: 'http://loinc.org', code }] } },
  ...change,
});
const HELD = [
  { resourceType: 'Patient', id: 'p1' },
  coded('o1', '2823-3'),
  coded('o2', '718-7'),
  { resourceType: 'MedicationRequest', id: 'm1', status: 'active' },
  { resourceType: 'MedicationRequest', id: 'm2', status: 'stopped' },
];
const found = (path: string) =>
  ((answerTo(path, HELD) as fhir4.Bundle | undefined)?.entry ?? []).map(({ resource }) => resource?.id);

test('a resource is read by its id, and one that is not there is none', () => {
  expect(answerTo('Patient/p1', HELD)).toEqual(HELD[0]);
  expect(answerTo('Patient/p2', HELD)).toBeUndefined();
});

test('a search gives the type that is asked for, of codes and states only those named', () => {
  expect(found('Observation?patient=p1')).toEqual(['o1', 'o2']);
  expect(found('Observation?patient=p1&code=http://loinc.org|2823-3,http://loinc.org|1&_sort=-date')).toEqual(['o1']);
  expect(found('MedicationRequest?patient=p1&status=active&_count=200')).toEqual(['m1']);
  expect(answerTo('Condition?patient=p1', HELD)).toMatchObject({ resourceType: 'Bundle', total: 0, entry: [] });
});
