import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { chartOf, mapFrom, message, PID, resourcesOf, segment } from '../example.ts';
import type { MappedInput } from '../map.ts';

const VISIT = { 1: '1', 2: 'I', 3: 'ТЕР^12^3', 7: 'Т1^Вымыслова^Ася', 19: 'V-1', 44: '20260110093000' };
const adt = (event: string, at: string, fields: Record<number, string> = {}, more: string[] = []): MappedInput =>
  mapFrom(
    'hospital',
    message(`ADT^${event}`, [`EVN|${event}|${at}`, PID, ...more, segment('PV1', { ...VISIT, ...fields })]),
  );
const visit = (...inputs: MappedInput[]): fhir4.Encounter | undefined =>
  resourcesOf<fhir4.Encounter>('Encounter', ...inputs)[0];
const both = (a: MappedInput, b: MappedInput): fhir4.Encounter | undefined => {
  expect(visit(b, a)).toEqual(visit(a, b));
  return visit(a, b);
};
const admitted = adt('A01', '20260110093000');

describe('events of a visit', () => {
  test.each([
    ['A01', 'in-progress'],
    ['A02', 'in-progress'],
    ['A03', 'finished'],
    ['A04', 'in-progress'],
    ['A05', 'planned'],
    ['A06', 'in-progress'],
    ['A07', 'in-progress'],
    ['A09', 'in-progress'],
    ['A10', 'in-progress'],
    ['A11', 'cancelled'],
    ['A13', 'in-progress'],
    ['A14', 'planned'],
    ['A21', 'onleave'],
    ['A22', 'in-progress'],
    ['A27', 'cancelled'],
    ['A38', 'cancelled'],
    ['A52', 'in-progress'],
    ['A53', 'onleave'],
  ])('%s says %s', (event, status) => {
    expect(visit(adt(event, '20260110100000'))?.status).toBe(status);
    expect(both(admitted, adt(event, '20260110100000'))?.status).toBe(status);
  });

  test.each(['A08', 'A12', 'A15', 'A16', 'A25', 'A26', 'A32', 'A33', 'A54', 'A55', 'A60', 'A61', 'A62'])(
    '%s leaves the state as it is',
    (event) => {
      const left = adt('A03', '20260110150000');
      expect(both(left, adt(event, '20260110160000'))?.status).toBe('finished');
    },
  );

  test.each([
    ['A15', {}, 'in-progress'],
    ['A26', {}, 'in-progress'],
    ['A25', { 45: '20260110100000' }, 'in-progress'],
    ['A08', {}, 'unknown'],
    ['A08', { 45: '20260110100000' }, 'finished'],
    ['A08', { 45: '20260112100000' }, 'unknown'],
  ])('where no event has named a state, %s with %j means %s', (event, fields, status) => {
    const told = adt(event, '20260110110000', fields);
    expect(visit(told)?.status).toBe(status);
    expect(both(told, adt('A21', '20260110100000'))?.status).toBe('onleave');
  });

  test('A31 with a visit describes it, a PV1 for form’s sake does not make one', () => {
    expect(both(admitted, adt('A31', '20260110110000', { 3: 'ХИР^4' }))?.location?.[0]?.location.display).toBe(
      'ХИР, 4',
    );
    expect(visit(adt('A31', '20260110110000', { 2: 'N' }))).toBeUndefined();
  });

  test.each([
    ['A01', 'A11', 'cancelled'],
    ['A03', 'A13', 'in-progress'],
    ['A05', 'A38', 'cancelled'],
    ['A14', 'A27', 'cancelled'],
    ['A21', 'A52', 'in-progress'],
    ['A22', 'A53', 'onleave'],
  ])('%s and the %s that takes it back at the same time are in the end %s', (event, cancel, status) => {
    expect(both(adt(event, '20260110100000'), adt(cancel, '20260110100000'))?.status).toBe(status);
  });

  test('a cancelled visit stays cancelled through an update and lives again with a later admission', () => {
    const [cancelled, updated] = [adt('A11', '20260110110000'), adt('A08', '20260110120000')];
    const again = adt('A01', '20260110130000');
    expect(visit(updated, cancelled, admitted)?.status).toBe('cancelled');
    expect(visit(again, updated, cancelled, admitted)?.status).toBe('in-progress');
    expect(visit(admitted, cancelled)?.status).toBe('cancelled');
  });

  test('what was cancelled stays in the history by its own time', () => {
    const cancelled = adt('A11', '20260110110000');
    expect(both(admitted, cancelled)?.statusHistory).toEqual([
      { status: 'in-progress', period: { start: '2026-01-10T09:30:00+05:00' } },
      { status: 'cancelled', period: { start: '2026-01-10T11:00:00+05:00' } },
    ]);
  });

  test('a visit number that is used again is the new visit, and its old life stays in the history', () => {
    const left = adt('A03', '20260110150000', { 45: '20260110150000' });
    const again = adt('A01', '20260110163000', { 44: '20260110163000' });
    const now = visit(again, left, admitted);
    expect(now).toMatchObject({ status: 'in-progress', period: { start: '2026-01-10T16:30:00+05:00' } });
    expect(now?.period?.end).toBeUndefined();
    expect(now?.statusHistory?.map(({ status }) => status)).toEqual(['in-progress', 'finished', 'in-progress']);
  });

  test('A06 and A07 change the class', () => {
    const inpatient = adt('A06', '20260110100000', { 2: 'I' });
    const outpatient = adt('A07', '20260110110000', { 2: 'O' });
    expect(both(inpatient, outpatient)?.class?.code).toBe('AMB');
  });

  test('a cancelled transfer brings back the place that it names', () => {
    const moved = adt('A02', '20260110100000', { 3: 'ХИР^4^1', 6: 'ТЕР^12^3' });
    const back = adt('A12', '20260110100000', { 3: 'ТЕР^12^3' });
    expect(both(admitted, moved)?.location).toEqual([
      { location: { type: 'Location', display: 'ХИР, 4, 1' }, status: 'active' },
      { location: { type: 'Location', display: 'ТЕР, 12, 3' }, status: 'completed' },
    ]);
    for (const order of [
      [admitted, moved, back],
      [back, moved, admitted],
    ])
      expect(visit(...order)?.location).toEqual([
        { location: { type: 'Location', display: 'ТЕР, 12, 3' }, status: 'active' },
      ]);
  });

  test('a pending transfer is a planned place until it takes place or is cancelled', () => {
    const pending = adt('A15', '20260110100000', { 42: 'ХИР^4^1' });
    const planned = (encounter: fhir4.Encounter | undefined) =>
      encounter?.location?.filter(({ status }) => status === 'planned').length;
    expect(planned(both(admitted, pending))).toBe(1);
    expect(planned(both(pending, adt('A26', '20260110110000')))).toBe(0);
    expect(planned(both(pending, adt('A02', '20260110110000', { 3: 'ХИР^4^1' })))).toBe(0);
  });

  test('a pending discharge is an expected end, which A25 takes back', () => {
    const pv2 = segment('PV2', { 9: '20260115' });
    const expecting = mapFrom(
      'hospital',
      message('ADT^A16', ['EVN|A16|20260110100000', PID, segment('PV1', VISIT), pv2]),
    );
    expect(both(admitted, expecting)?.extension).toEqual([
      {
        url: 'http://hl7.org/fhir/5.0/StructureDefinition/extension-Encounter.plannedEndDate',
        valueDateTime: '2026-01-15',
      },
    ]);
    expect(both(expecting, adt('A25', '20260110110000'))?.extension).toBeUndefined();
  });

  test('a message that leaves a field out takes nothing away, "" does', () => {
    const sparse = mapFrom(
      'hospital',
      message('ADT^A03', ['EVN|A03|20260110150000||||20260110145500', PID, segment('PV1', { 1: '1', 19: 'V-1' })]),
    );
    expect(both(admitted, sparse)).toMatchObject({
      status: 'finished',
      class: { code: 'IMP' },
      period: { start: '2026-01-10T09:30:00+05:00', end: '2026-01-10T14:55:00+05:00' },
      location: [{ location: { display: 'ТЕР, 12, 3' } }],
      participant: [{ individual: { display: 'Вымыслова Ася' } }],
    });
    const without = both(admitted, adt('A08', '20260110160000', { 3: '""', 7: '""' }));
    expect(without?.location).toBeUndefined();
    expect(without?.participant).toBeUndefined();
  });

  test('how a patient came and how he left are one hospitalization', () => {
    const came = adt('A01', '20260110093000', { 14: '7' });
    const left = adt('A03', '20260110150000', { 36: '01' });
    expect(both(came, left)?.hospitalization).toMatchObject({
      admitSource: { coding: [{ code: '7' }] },
      dischargeDisposition: { coding: [{ code: '01' }] },
    });
  });

  test('A23 deletes the visit in any order, and a later event brings it back', () => {
    const deleted = adt('A23', '20260110110000');
    expect(both(admitted, deleted)).toBeUndefined();
    expect(both(deleted, adt('A01', '20260110120000'))?.status).toBe('in-progress');
    const nameless = mapFrom('hospital', message('ADT^A23', ['EVN|A23|20260110', PID, 'PV1|1|I']));
    expect(nameless.messages[0]?.error).toEqual({ code: 'no-identity', detail: 'PV1-19' });
  });

  test('A17 exchanges the beds of two patients', () => {
    const swapped = mapFrom(
      'hospital',
      message('ADT^A17', [
        'EVN|A17|20260110110000',
        PID,
        segment('PV1', { ...VISIT, 3: 'ТЕР^1^1' }),
        'PID|1||80001^^^HOS^PI||Сказочников^Иван||19700101|M',
        segment('PV1', { ...VISIT, 3: 'ТЕР^2^2', 19: 'V-2' }),
      ]),
    );
    const places = resourcesOf<fhir4.Encounter>('Encounter', swapped).map((one) => [
      one.identifier?.[0]?.value,
      one.location?.[0]?.location.display,
      one.subject?.reference,
    ]);
    expect(places.sort()).toEqual([
      ['V-1', 'ТЕР, 1, 1', `Patient/${swapped.records[0]}`],
      ['V-2', 'ТЕР, 2, 2', `Patient/${swapped.records[1]}`],
    ]);
  });

  test('segments of the sender’s own making are counted in the warnings', () => {
    const mapped = adt('A08', '20260110100000', {}, ['ZPD|1', 'zpd|2', 'ZA1|своё']);
    expect(mapped.messages[0]?.warnings).toEqual(['ZPD ×2 is not mapped', 'ZA1 ×1 is not mapped']);
  });

  test('bed management and queries are stored and reported', () => {
    for (const type of ['ADT^A19', 'ADT^A20'])
      expect(mapFrom('hospital', message(type, [PID])).messages[0]?.error?.code).toBe('hl7-unsupported');
  });
});

test('the life of a visit ends in one chart for every order and any repeats', () => {
  const life = [
    admitted,
    adt('A02', '20260110100000', { 3: 'ХИР^4^1' }),
    adt('A08', '20260110103000', { 8: 'Т9^Небылов' }),
    adt('A12', '20260110104500', { 3: 'ТЕР^12^3' }),
    adt('A21', '20260110110000'),
    adt('A22', '20260110120000'),
    adt('A03', '20260110150000', { 45: '20260110150000', 36: '01' }),
    adt('A13', '20260110151000'),
    adt('A03', '20260110170000', { 45: '20260110170000' }),
    adt('A11', '20260110170000'),
    mapFrom('hospital', message('ADT^A40', ['EVN|A40|20260110163000', PID, 'MRG|60001^^^HOS^PI'])),
    mapFrom(
      'hospital',
      message('ADT^A50', [
        'EVN|A50|20260110164500',
        PID,
        segment('MRG', { 1: '70001^^^HOS^PI', 5: 'V-1' }),
        segment('PV1', { ...VISIT, 19: 'V-7' }),
      ]),
    ),
  ];
  const once = chartOf(...life);
  fc.assert(
    fc.property(fc.shuffledSubarray([...life, ...life], { minLength: life.length * 2 }), (inputs) => {
      expect(chartOf(...inputs)).toEqual(once);
    }),
    { numRuns: 60 },
  );
  expect(life.flatMap(({ messages }) => messages.flatMap(({ error }) => error ?? []))).toEqual([]);
});
