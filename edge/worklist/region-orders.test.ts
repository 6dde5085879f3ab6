import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { DayOrder } from '../../schemas/api/clinic-day.ts';
import { adt, appointment, control, EVERYTHING, found, NOW, order, worklist } from './testing.ts';

const root = mkdtempSync(join(tmpdir(), 'oka-worklist-of-region-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let serial = 0;
const opened = async (more = {}) => {
  serial += 1;
  return worklist(join(root, String(serial)), more);
};

type Change = Partial<Omit<DayOrder, 'patient'>> & { patient?: Partial<DayOrder['patient']> };
const placed = ({ patient, ...change }: Change = {}): DayOrder => ({
  id: '0b1f8a4e-6f0e-8000-8000-000000000001',
  status: 'active',
  accession: 'R-17',
  placer: '17',
  service: { codings: [{ code: 'A06.09.007', display: 'Рентгенография лёгких' }], text: 'Рентген ОГК' },
  priority: 'stat',
  authoredOn: '2026-02-02T20:00:00+05:00',
  occurrence: '2026-02-03T11:00:00+05:00',
  requester: 'Петров Пётр',
  ...change,
  patient: {
    record: '0b1f8a4e-6f0e-8000-8000-0000000000aa',
    name: 'Орлова Анна Петровна',
    family: 'Орлова',
    given: ['Анна', 'Петровна'],
    birthDate: '1980-01-05',
    sex: 'female',
    number: '302',
    domain: '1.2.643.100.1',
    ...patient,
  },
});

describe('an order that was placed elsewhere in the region', () => {
  test('is on the list of the modality, with the patient’s number of this clinic', async () => {
    const { worklist: list } = await opened();
    list.takeFromRegion([placed()]);
    expect(list.items()).toMatchObject([
      { from: 'order', accession: 'R-17', modality: 'DX', priority: 'STAT', start: '2026-02-03T06:00:00.000Z' },
    ]);
    const [told] = await found(list, { ...EVERYTHING, IssuerOfPatientID: '', RequestingPhysician: '' });
    expect(told).toMatchObject({
      PatientName: 'Орлова^Анна^Петровна',
      PatientID: '302',
      IssuerOfPatientID: 'MIS',
      PatientBirthDate: '19800105',
      PatientSex: 'F',
      AccessionNumber: 'R-17',
      RequestingPhysician: 'Петров^Пётр',
    });
    expect(told?.ScheduledProcedureStepSequence).toMatchObject([
      { ScheduledProcedureStepStartDate: '20260203', ScheduledProcedureStepStartTime: '110000' },
    ]);
    await list.close();
  });

  test('of a day without a time begins with the day of the clinic', async () => {
    const { worklist: list } = await opened();
    list.takeFromRegion([placed({ occurrence: '2026-02-03' })]);
    expect(list.items()).toMatchObject([{ start: '2026-02-02T19:00:00.000Z', timed: false }]);
    await list.close();
  });

  test.each([
    ['before', true],
    ['after', false],
  ])('yields to the clinic’s own order of the same accession that came %s it', async (_, isFirst) => {
    const { worklist: list } = await opened();
    const own = async (): Promise<void> => list.take(order(), NOW);
    if (isFirst) await own();
    list.takeFromRegion([placed({ accession: 'F1', patient: { number: '301' } })]);
    if (!isFirst) await own();
    expect(list.items().map(({ patient }) => patient.family)).toEqual(['Иванов']);
    await list.take(control('CA', '20260203090000'), NOW);
    expect(list.items()).toEqual([]);
    await list.close();
  });

  test('leaves the list when the region no longer holds it, or says that it is over', async () => {
    const { worklist: list } = await opened();
    list.takeFromRegion([placed()]);
    list.takeFromRegion([placed({ status: 'revoked' })]);
    expect(list.items()).toEqual([]);
    list.takeFromRegion([placed({ status: 'entered-in-error' })]);
    expect(list.items()).toEqual([]);
    list.takeFromRegion([placed()]);
    expect(list.items()).toHaveLength(1);
    list.takeFromRegion([]);
    expect(list.items()).toEqual([]);
    await list.close();
  });

  test('is never taken for the house’s own order of the same number', async () => {
    const { worklist: list } = await opened();
    await list.take(order({ placer: '17' }), NOW);
    list.takeFromRegion([placed()]);
    const items = list.items();
    expect(items.map(({ patient }) => patient.id).sort()).toEqual(['301', '302']);
    expect(new Set(items.map(({ studyInstanceUid }) => studyInstanceUid)).size).toBe(2);
    expect(new Set(items.map(({ stepId }) => stepId)).size).toBe(2);
    await list.close();
  });

  test('goes by the number under which its patient goes on, and by what the house says of him', async () => {
    const { worklist: list } = await opened();
    await list.take(adt('A40', '20260203090000', { number: '900', name: 'Орлова^Анна^Петровна' }, '302'), NOW);
    await list.take(
      adt('A08', '20260203091000', { number: '900', name: 'Соколова^Анна^Петровна', sex: 'F', born: '19800105' }),
      NOW,
    );
    list.takeFromRegion([placed()]);
    expect(list.items()).toMatchObject([{ patient: { id: '900', family: 'Соколова', formerIds: ['302'] } }]);
    await list.close();
  });

  test.each([
    ['a name', { name: undefined, family: undefined, given: undefined }],
    ['a number', { number: undefined }],
    ['a number of this clinic', { domain: '1.2.643.100.2' }],
  ])('without %s is offered to nobody, and that is said', async (_, patient) => {
    const onEvent: unknown[] = [];
    const { worklist: list } = await opened({ onEvent: (event: unknown) => onEvent.push(event) });
    list.takeFromRegion([placed({ patient })]);
    expect(list.items()).toEqual([]);
    expect(onEvent).toEqual([{ what: 'not-offered', orders: 1 }]);
    await list.close();
  });

  test('leaves the list when its step was made, also where the house’s own order comes afterwards', async () => {
    const { worklist: list } = await opened();
    list.takeFromRegion([placed({ accession: 'F1', patient: { number: '301', family: 'Иванов', given: ['Иван'] } })]);
    const [item] = list.items();
    const of = [{ studyInstanceUid: item?.studyInstanceUid ?? '', stepId: item?.stepId ?? '' }];
    expect(list.itemOf(of[0]?.studyInstanceUid ?? '', of[0]?.stepId ?? '')).toMatchObject({ accession: 'F1' });
    await list.performed({ uid: '1.2.9', at: NOW, status: 'COMPLETED', wrongEntry: false, of });
    expect(list.items()).toEqual([]);
    await list.take(order(), NOW);
    expect(list.items()).toEqual([]);
    await list.close();
  });

  test('of another patient that was made takes no order of the house off the list', async () => {
    const { worklist: list } = await opened();
    list.takeFromRegion([placed({ accession: 'F1' })]);
    const [item] = list.items();
    const of = [{ studyInstanceUid: item?.studyInstanceUid ?? '', stepId: item?.stepId ?? '' }];
    await list.performed({ uid: '1.2.9', at: NOW, status: 'COMPLETED', wrongEntry: false, of });
    await list.take(order(), NOW);
    expect(list.items()).toHaveLength(1);
    await list.close();
  });

  test('is what a patient was entered for without one, and has his appointment', async () => {
    const { worklist: list } = await opened();
    const walkIn = await list.addWalkIn({
      ...{ request: 'f', family: 'Орлова', given: 'Анна', birthDate: '1980-01-05', modality: 'DX', by: 'x' },
    });
    await list.take(appointment({ number: '302', name: 'Орлова^Анна^Петровна', code: 'A06.09.007' }), NOW);
    list.takeFromRegion([placed()]);
    const [proposed] = list.items().filter(({ provisional }) => provisional);
    expect(proposed?.orderCame).toHaveLength(1);
    await list.join(walkIn.id, proposed?.orderCame[0] ?? '', 'x');
    expect(list.items()).toMatchObject([
      { accession: 'R-17', studyInstanceUid: walkIn.studyInstanceUid, start: '2026-02-03T10:00:00.000Z' },
    ]);
    await list.close();
  });

  test('tells who listens that the list has changed', async () => {
    const { worklist: list } = await opened();
    let changes = 0;
    list.onChange(() => {
      changes += 1;
    });
    list.takeFromRegion([placed()]);
    expect(changes).toBe(1);
    await list.close();
  });
});
