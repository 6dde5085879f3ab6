import { describe, expect, test } from '@jest/globals';
import { mapFrom, message, PID, resourcesOf, segment } from './example.ts';
import { laboratory, values } from './laboratory-example.ts';
import type { MappedInput } from './map.ts';

const V1 = segment('PV1', { 2: 'I', 19: 'V-1' });

describe('of two words with one time', () => {
  const K = (value: string, state: string): string[] => [`OBX|1|NM|КАЛИЙ^Калий^L||${value}|ммоль/л|||||${state}`];

  test.each([
    ['the second correction under one time of report', 'C', '20260110093000'],
    ['the second result of a day of report', 'F', '20260110'],
  ])('%s counts, in any order', (_, state, reported) => {
    for (const [before, after] of [
      ['5,1', '6,9'],
      ['6,9', '5,1'],
      ['4', '3'],
    ] as const) {
      const first = laboratory(K(before, state), { state, reported, sentAt: '20260110100000' });
      const second = laboratory(K(after, state), { state, reported, sentAt: '20260110110000' });
      const value = Number(after.replace(',', '.'));
      expect([values(first, second), values(second, first)]).toEqual([{ Калий: value }, { Калий: value }]);
    }
  });

  test('a correction counts for more than a result that was sent later', () => {
    const corrected = laboratory(K('5,1', 'C'), { state: 'C', sentAt: '20260110100000' });
    expect(values(laboratory(K('6,9', 'F'), { sentAt: '20260110110000' }), corrected)).toEqual({ Калий: 5.1 });
  });

  test('a discharge on the day of the admission ends the visit, where EVN-2 is only a day', () => {
    const adt = (event: string, sentAt: string): MappedInput =>
      mapFrom('hospital', message(`ADT^${event}`, [`EVN|${event}|20260110`, PID, V1], { sentAt }));
    const [admitted, discharged] = [adt('A01', '20260110081500'), adt('A03', '20260110111500')];
    const [visit] = resourcesOf<fhir4.Encounter>('Encounter', discharged, admitted);
    expect(visit?.status).toBe('finished');
  });
});

test.each(['A01', 'A04', 'A13'])(
  '%s: who is there has not left: how an earlier life of the visit number ended is not his',
  (event) => {
    const pv1 = (fields: Record<number, string>): string => segment('PV1', { 2: 'I', 19: 'V-1', ...fields });
    const adt = (type: string, at: string, fields: Record<number, string>): MappedInput =>
      mapFrom('hospital', message(`ADT^${type}`, [`EVN|${type}|${at}`, PID, pv1(fields)]));
    const left = adt('A03', '20260103100000', { 36: '20^Умер', 37: 'МОРГ', 45: '20260103100000' });
    const back = adt(event, '20260109080000', { 44: '20260109080000', 36: '20^Умер' });
    const [visit] = resourcesOf<fhir4.Encounter>('Encounter', back, left);
    expect(visit?.status).toBe('in-progress');
    expect(visit?.hospitalization).toBeUndefined();
  },
);

test('where MSH-9 names no event, EVN-1 does', () => {
  const told = (type: string): MappedInput => mapFrom('hospital', message(type, ['EVN|A01|20260110101500', PID, V1]));
  expect(told('ADT').write).toEqual(told('ADT^A01').write);
});
