import { describe, expect, test } from '@jest/globals';
import { chartOf, mapFrom, message, PID, segment } from '../hl7/map/example.ts';
import type { MappedInput } from '../hl7/map/map.ts';
import { assemble } from './assemble.ts';
import { joinItems } from './merge.ts';
import { asOneRecord, familyOf } from './merged.ts';

const NEW_PID = PID.replace('70001', '70002');
const V = segment('PV1', { 2: 'I', 19: 'V-1' });
const adt = (event: string, pid: string, at: string): MappedInput =>
  mapFrom('hospital', message(`ADT^${event}`, [`EVN|${event}|${at}`, pid, V]));
const result = (pid: string, value: string, state: string, reported: string): MappedInput => {
  const obr = segment('OBR', { 3: 'F1', 4: 'БХ^^L', 7: '20260110080000', 22: reported, 25: state });
  return mapFrom(
    'laboratory',
    message('ORU^R01', [pid, obr, `OBX|1|NM|КАЛИЙ^^L||${value}|ммоль/л|||||${state}`], { application: 'LIS' }),
  );
};

/** What is in force of a type, for the person of both records. */
function ofPerson(type: string, ...inputs: MappedInput[]): fhir4.FhirResource[] {
  const [before, after] = [PID, NEW_PID].map((pid) => adt('A08', pid, '20260110060000').records[0] ?? '');
  const entries = joinItems(chartOf(...inputs)).map((item) => ({ ...item, resource: assemble(item) }));
  return asOneRecord(entries, new Map([[before ?? '', after ?? '']])).flatMap(({ resource }) =>
    resource?.resourceType === type ? resource : [],
  );
}

describe('after a merge', () => {
  test('a visit that began under the old number ends under the new one, in any order', () => {
    const [admitted, left] = [adt('A01', PID, '20260110070000'), adt('A03', NEW_PID, '20260110120000')];
    for (const inputs of [
      [admitted, left],
      [left, admitted],
    ])
      expect(ofPerson('Encounter', ...inputs)).toMatchObject([{ status: 'finished' }]);
  });

  test('a preliminary value under the old number gives way to the final one under the new', () => {
    const early = result(PID, '7,2', 'P', '20260110090000');
    const final = result(NEW_PID, '4,1', 'F', '20260110110000');
    expect(ofPerson('Observation', final, early)).toMatchObject([{ status: 'final', valueQuantity: { value: 4.1 } }]);
  });

  test('what is withdrawn under the new number is withdrawn', () => {
    const early = result(PID, '7,2', 'F', '20260110090000');
    expect(ofPerson('Observation', early, result(NEW_PID, '7,2', 'W', '20260110110000'))).toEqual([]);
  });

  test('each record keeps its own patient', () => {
    expect(ofPerson('Patient', adt('A08', PID, '20260110070000'), adt('A08', NEW_PID, '20260110070000'))).toHaveLength(
      2,
    );
  });
});

test('records that were not merged stay apart', () => {
  const survivors = new Map([['a', 'b']]);
  expect(familyOf('a', ['a', 'b', 'c'], survivors)).toEqual(['a', 'b']);
  expect(familyOf('c', ['a', 'b', 'c'], survivors)).toEqual(['c']);
  const entry = (record: string) => ({
    record,
    resourceType: 'Encounter' as const,
    id: 'e',
    groups: {},
    resource: undefined,
  });
  expect(asOneRecord([entry('a'), entry('c')], survivors)).toHaveLength(2);
});
