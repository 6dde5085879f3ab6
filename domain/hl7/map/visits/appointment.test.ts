import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { chartOf, mapFrom, message, PID, resourcesOf, segment } from '../example.ts';
import type { MappedInput } from '../map.ts';

const SCH = { 1: 'P-1', 2: 'F-1', 8: 'ПРИЁМ^Приём^L', 9: '15', 10: 'min', 11: '^^^20260112143000' };
const DOCTOR = segment('AIP', { 1: '1', 3: 'Т1^Вымыслова^Ася' });
const siu = (event: string, at: string, fields: Record<number, string> = {}, resources = [DOCTOR]): MappedInput =>
  mapFrom(
    'hospital',
    message(`SIU^${event}`, [segment('SCH', { ...SCH, ...fields }), PID, 'RGS|1', ...resources], { sentAt: at }),
  );
const appointments = (...inputs: MappedInput[]) => resourcesOf<fhir4.Appointment>('Appointment', ...inputs);
const people = (...inputs: MappedInput[]) =>
  appointments(...inputs)[0]?.participant.map(({ actor, status }) => [actor?.display, status]);
const booked = siu('S12', '20260110100000');

describe('appointments', () => {
  test.each([
    ['S12', 'booked'],
    ['S13', 'booked'],
    ['S14', 'booked'],
    ['S15', 'cancelled'],
    ['S16', 'cancelled'],
    ['S17', 'entered-in-error'],
    ['S18', 'booked'],
    ['S19', 'booked'],
    ['S20', 'booked'],
    ['S21', 'booked'],
    ['S22', 'booked'],
    ['S23', 'booked'],
    ['S24', 'cancelled'],
    ['S26', 'noshow'],
  ])('%s: the one appointment is %s', (event, status) => {
    const told = siu(event, '20260110110000');
    expect(appointments(told, booked)).toEqual(appointments(booked, told));
    expect(appointments(booked, told)).toMatchObject([
      { status, start: '2026-01-12T14:30:00+05:00', identifier: [{ value: 'F-1' }, { value: 'P-1' }] },
    ]);
  });

  test.each([
    ['S14', 'Complete', 'fulfilled'],
    ['S14', 'Started', 'arrived'],
    ['S14', 'No-Show', 'noshow'],
    ['S12', 'Waitlist', 'waitlist'],
    ['S12', 'Pending', 'pending'],
    ['S15', 'Booked', 'cancelled'],
    ['S26', 'Cancelled', 'cancelled'],
  ])('%s with SCH-25 %s is %s', (event, filler, status) => {
    expect(appointments(booked, siu(event, '20260110110000', { 25: filler }))[0]?.status).toBe(status);
  });

  test('a block of the timetable without a patient is stored and reported', () => {
    const block = mapFrom('hospital', message('SIU^S23', [segment('SCH', SCH), 'RGS|1', DOCTOR]));
    expect(block.messages[0]?.error).toEqual({ code: 'hl7-unsupported', detail: 'PID' });
  });

  test('a new time moves it; a change without times leaves time and state', () => {
    const moved = siu('S13', '20260110110000', { 11: '^^^20260113090000^20260113093000' });
    const changed = siu('S14', '20260110120000', { 11: '' }, []);
    expect(appointments(changed, moved, booked)[0]).toMatchObject({
      status: 'booked',
      start: '2026-01-13T09:00:00+05:00',
      end: '2026-01-13T09:30:00+05:00',
    });
    expect(appointments(changed)[0]?.status).toBe('proposed');
  });

  test('why it does not take place', () => {
    const cancelled = siu('S15', '20260110110000', { 6: 'БОЛ^Болезнь врача^L' });
    expect(appointments(booked, cancelled)[0]?.cancelationReason?.text).toBe('Болезнь врача');
    expect(appointments(siu('S14', '20260110110000', { 6: 'БОЛ^Болезнь врача^L' }))[0]).not.toHaveProperty(
      'cancelationReason',
    );
  });

  test('people with their posts, places, things, services and times', () => {
    const post = '109^Врач-терапевт участковый^1.2.643.5.1.13.13.11.1002';
    const [appointment] = appointments(
      siu('S12', '20260110100000', {}, [
        segment('AIS', { 1: '1', 3: 'B01^Осмотр терапевта^L', 4: '20260112143000' }),
        segment('AIG', { 1: '1', 3: 'ЭКГ^Электрокардиограф^L' }),
        segment('AIL', { 1: '1', 3: 'ПОЛ^12' }),
        segment('AIP', { 1: '1', 3: 'Т1^Вымыслова^Ася', 4: post, 6: '20260112143000' }),
      ]),
    );
    expect(appointment?.serviceType).toMatchObject([{ text: 'Осмотр терапевта' }]);
    expect(appointment?.participant.slice(1)).toMatchObject([
      {
        actor: {
          display: 'Вымыслова Ася',
          extension: [
            {
              valueCoding: {
                system: 'urn:oid:1.2.643.5.1.13.13.11.1002',
                code: '109',
                display: 'Врач-терапевт участковый',
              },
            },
          ],
        },
        period: { start: '2026-01-12T14:30:00+05:00' },
      },
      { actor: { display: 'ПОЛ, 12' } },
      { actor: { display: 'Электрокардиограф' } },
    ]);
  });

  test('S18 adds a doctor, S19 declines one, a new list replaces the old one', () => {
    const other = segment('AIP', { 1: '2', 3: 'Т2^Небылов^Яков' });
    const added = siu('S18', '20260110110000', {}, [other]);
    const declined = siu('S19', '20260110120000', {}, [other]);
    expect(people(added, booked)).toEqual([
      [undefined, 'accepted'],
      ['Вымыслова Ася', 'accepted'],
      ['Небылов Яков', 'accepted'],
    ]);
    expect(people(declined, added, booked)?.at(-1)).toEqual(['Небылов Яков', 'declined']);
    const replaced = siu('S13', '20260110110000', {}, [other]);
    expect(people(replaced, booked)?.map(([name]) => name)).toEqual([undefined, 'Небылов Яков']);
  });

  test('an appointment of two patients is one for each, and shows none the other', () => {
    const mapped = mapFrom(
      'hospital',
      message('SIU^S12', [segment('SCH', SCH), PID, 'PID|2||80001^^^HOS^PI||Сказочников', 'RGS|1', DOCTOR]),
    );
    const all = appointments(mapped);
    expect(all).toHaveLength(2);
    for (const one of all)
      expect(one.participant.filter(({ actor }) => actor?.reference?.startsWith('Patient/'))).toHaveLength(1);
  });

  test('its life ends in one chart for every order', () => {
    const life = [
      booked,
      siu('S13', '20260110110000', { 11: '^^^20260113090000' }),
      siu('S18', '20260110113000', {}, [segment('AIP', { 1: '2', 3: 'Т2^Небылов^Яков' })]),
      siu('S15', '20260110120000'),
      siu('S12', '20260110130000'),
      siu('S26', '20260110130000'),
    ];
    const once = chartOf(...life);
    fc.assert(
      fc.property(fc.shuffledSubarray([...life, ...life], { minLength: life.length * 2 }), (inputs) => {
        expect(chartOf(...inputs)).toEqual(once);
      }),
      { numRuns: 40 },
    );
    expect(appointments(...life)[0]?.status).toBe('noshow');
  });
});
