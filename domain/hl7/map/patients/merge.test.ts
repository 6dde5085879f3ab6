import { describe, expect, test } from '@jest/globals';
import type { IdentityEdge } from '../../../../schemas/chart.ts';
import { mapFrom, message, PID, resourcesOf, segment } from '../example.ts';
import type { MappedInput } from '../map.ts';

const at = '20260110100000';
const adt = (event: string, segments: string[]): MappedInput =>
  mapFrom('hospital', message(`ADT^${event}`, [`EVN|${event}|${at}`, ...segments]));
const pid = (number: string, name = 'Небылицын^Пётр'): string => `PID|1||${number}||${name}||19800512|M`;
const recordOf = (number: string): string => adt('A28', [pid(`${number}^^^HOS^PI`)]).records[0] as string;
const errorOf = ({ messages }: MappedInput) => messages[0]?.error;
/** Each edge as who goes on under whom, by their numbers. */
const NUMBERS = new Map(['60001', '60002', '60003', '70001', '80001'].map((one) => [recordOf(one), one]));
const told = (mapped: MappedInput): string[] =>
  mapped.write.edges.map(({ kind, state, records, survivor }: IdentityEdge) => {
    const [a, b] = records.map((record) => NUMBERS.get(record) ?? '?');
    if (survivor === undefined) return `${kind} ${state} ${[a, b].sort().join(' ')}`;
    const other = records.find((record) => record !== survivor) ?? '';
    return `${kind} ${state} ${NUMBERS.get(other)} under ${NUMBERS.get(survivor)}`;
  });

describe('merges of persons', () => {
  test.each(['A18', 'A30', 'A34', 'A36', 'A39', 'A40', 'A47'])(
    '%s: the number of MRG-1 goes on under PID-3',
    (event) => {
      const mapped = adt(event, [PID, 'MRG|60001^^^HOS^PI']);
      expect(errorOf(mapped)).toBeUndefined();
      expect(told(mapped)).toEqual(['merge joined 60001 under 70001']);
      expect(mapped.write.edges[0]?.stamp.time).toBe('2026-01-10T05:00:00.000Z');
    },
  );

  test('every number of the list in MRG-1 goes on under the survivor', () => {
    const mapped = adt('A40', [PID, 'MRG|60001^^^HOS^PI~60002^^^HOS^MR~11223344595^^^&1.2.643.100.3&ISO^SS']);
    expect(told(mapped)).toEqual(['merge joined 60001 under 70001', 'merge joined 60002 under 70001']);
  });

  test('a number of another clinic in the list is left as it is', () => {
    const mapped = adt('A40', [PID, 'MRG|60001^^^HOS^PI~5^^^LAB^PI']);
    expect(told(mapped)).toEqual(['merge joined 60001 under 70001']);
    expect(mapped.messages[0]?.warnings).toContain('MRG-1: a record of another clinic is left as it is');
  });

  test('the survivor is the number of PID-3 that does not end, wherever it stands in the list', () => {
    const mapped = adt('A40', [pid('60001^^^HOS^PI~70001^^^HOS^PI'), 'MRG|60001^^^HOS^PI']);
    expect(told(mapped)).toEqual(['merge joined 60001 under 70001']);
  });

  test('the older form: MRG-4 alone', () => {
    expect(told(adt('A34', [PID, segment('MRG', { 4: '60001' })]))).toEqual(['merge joined 60001 under 70001']);
    // At the level of a person a bare number is nobody's.
    const person = adt('A39', [PID, segment('MRG', { 4: '60001' })]);
    expect(errorOf(person)).toEqual({ code: 'no-identity', detail: 'MRG-1' });
    expect(told(adt('A39', [PID, segment('MRG', { 4: '60001^^^HOS' })]))).toEqual(['merge joined 60001 under 70001']);
  });

  test('several pairs and several MRG, also in a chain', () => {
    const mapped = adt('A40', [
      pid('70001^^^HOS^PI'),
      'MRG|60001^^^HOS^PI',
      'MRG|60002^^^HOS^PI',
      pid('80001^^^HOS^PI'),
      'MRG|70001^^^HOS^PI',
    ]);
    expect(told(mapped)).toEqual([
      'merge joined 60001 under 70001',
      'merge joined 60002 under 70001',
      'merge joined 70001 under 80001',
    ]);
  });

  test.each([
    [[PID, 'ZZZ|1'], 'hl7-structure', 'MRG'],
    [['MRG|60001^^^HOS^PI', PID], 'hl7-structure', 'PID'],
    [[PID, 'MRG|'], 'no-identity', 'MRG-1'],
    [[PID, 'MRG|60001^^^ELSEWHERE^PI'], 'no-identity', 'MRG-1'],
    [[PID, 'MRG|70001^^^HOS^PI'], 'hl7-structure', 'MRG-1'],
    [[PID, 'MRG|5^^^LAB^PI'], 'forbidden', 'MRG-1'],
  ])('%j is %s', (segments, code, detail) => {
    const mapped = adt('A40', segments);
    expect(errorOf(mapped)).toEqual({ code, detail });
    expect(mapped.write.edges).toEqual([]);
  });

  test('A43 moves a number from one person to another', () => {
    const moved = segment('MRG', { 1: '60001^^^HOS^PI', 4: '60003^^^HOS' });
    const mapped = adt('A43', [segment('PID', { 1: '1', 2: '70001^^^HOS', 3: '60001^^^HOS^PI' }), moved]);
    expect(told(mapped).sort()).toEqual([
      'link apart 60001 60003',
      'merge apart 60001 60003',
      'merge joined 60001 under 70001',
    ]);
  });
});

describe('links', () => {
  const two = [pid('70001^^^HOS^PI'), pid('60001^^^HOS^PI', 'Небылицына^Анна')];

  test('A24 links two records, A37 parts them, also where a merge had joined them', () => {
    expect(told(adt('A24', two))).toEqual(['link joined 60001 70001']);
    expect(told(adt('A37', two))).toEqual(['link apart 60001 70001', 'merge apart 60001 70001']);
    expect(resourcesOf('Patient', adt('A24', two))).toHaveLength(2);
  });

  test('a link of one patient, or with a patient of another clinic, is refused', () => {
    expect(errorOf(adt('A24', [PID]))).toEqual({ code: 'hl7-structure', detail: 'PID' });
    expect(errorOf(adt('A24', [PID, PID]))).toEqual({ code: 'hl7-structure', detail: 'PID-3' });
    expect(errorOf(adt('A24', [PID, pid('5^^^LAB^PI')]))).toEqual({ code: 'forbidden', detail: 'PID-3' });
  });
});

describe('visits and accounts', () => {
  const VISIT = { 1: '1', 2: 'I', 19: 'V-2', 44: '20260110093000' };
  const admitted = (number: string, visit: string): MappedInput =>
    mapFrom(
      'hospital',
      message('ADT^A01', [
        'EVN|A01|20260110093000',
        pid(`${number}^^^HOS^PI`),
        segment('PV1', { ...VISIT, 19: visit }),
      ]),
    );
  const visits = (...inputs: MappedInput[]) =>
    resourcesOf<fhir4.Encounter>('Encounter', ...inputs)
      .map((one) => [NUMBERS.get(one.subject?.reference?.slice(8) ?? ''), one.identifier?.[0]?.value, one.status])
      .sort();

  test.each(['A42', 'A50'])('%s: the old number leads to the new one', (event) => {
    const moved = adt(event, [PID, segment('MRG', { 1: '70001^^^HOS^PI', 5: 'V-1' }), segment('PV1', VISIT)]);
    expect(moved.write.edges).toEqual([]);
    for (const order of [
      [admitted('70001', 'V-1'), moved],
      [moved, admitted('70001', 'V-1')],
    ]) {
      const all = resourcesOf<fhir4.Encounter>('Encounter', ...order);
      const [old, current] = ['V-1', 'V-2'].map((number) => all.find((one) => one.identifier?.[0]?.value === number));
      expect(old).toMatchObject({ status: 'entered-in-error', partOf: { reference: `Encounter/${current?.id}` } });
    }
  });

  test('A45 takes the visit from one patient and says it of the other', () => {
    const moved = adt('A45', [
      pid('70001^^^HOS^PI'),
      segment('MRG', { 1: '60001^^^HOS^PI', 5: 'V-2' }),
      segment('PV1', VISIT),
    ]);
    for (const order of [
      [admitted('60001', 'V-2'), moved],
      [moved, admitted('60001', 'V-2')],
    ])
      expect(visits(...order)).toEqual([['70001', 'V-2', 'in-progress']]);
    expect(moved.write.edges).toEqual([]);
  });

  test('a visit of another clinic’s patient is not moved', () => {
    const moved = adt('A45', [PID, segment('MRG', { 1: '5^^^LAB^PI', 5: 'V-2' }), segment('PV1', VISIT)]);
    expect(errorOf(moved)).toEqual({ code: 'forbidden', detail: 'MRG-1' });
  });

  test.each(['A35', 'A41', 'A44', 'A49'])('%s names accounts, which are not kept: the visits stay', (event) => {
    const merged = adt(event, [PID, segment('MRG', { 1: '70001^^^HOS^PI', 3: 'ACC-1' })]);
    expect(errorOf(merged)).toBeUndefined();
    expect(merged.messages[0]?.warnings).toEqual(['MRG names no visit: accounts are not kept']);
    expect(visits(admitted('70001', 'V-1'), merged)).toEqual([['70001', 'V-1', 'in-progress']]);
  });

  test('A51 changes the number of a visit that only the alternate one names', () => {
    const pv1 = segment('PV1', { 1: '1', 2: 'I', 44: '20260110093000', 50: 'ALT-2' });
    const moved = adt('A51', [PID, segment('MRG', { 1: '70001^^^HOS^PI', 6: 'ALT-1' }), pv1]);
    expect(
      resourcesOf<fhir4.Encounter>('Encounter', moved)
        .map(({ status }) => status)
        .sort(),
    ).toEqual(['entered-in-error', 'in-progress']);
  });
});

describe('a person who is deleted', () => {
  test('A29 takes back what was said of him, and a later message says it anew', () => {
    const known = adt('A28', [PID]);
    const gone = mapFrom('hospital', message('ADT^A29', ['EVN|A29|20260110110000', PID]));
    const anew = mapFrom('hospital', message('ADT^A28', ['EVN|A28|20260110120000', 'PID|1||70001^^^HOS^PI||Новый']));
    expect(resourcesOf('Patient', gone, known)).toEqual([]);
    const [patient] = resourcesOf<fhir4.Patient>('Patient', anew, gone, known);
    expect(patient?.name?.[0]?.family).toBe('Новый');
    expect(patient?.birthDate).toBeUndefined();
  });

  test('only by the clinic that keeps him', () => {
    const foreign = mapFrom('hospital', message('ADT^A29', [PID], { application: 'RIS' }));
    expect(errorOf(foreign)).toEqual({ code: 'forbidden', detail: 'PID-3' });
  });
});
