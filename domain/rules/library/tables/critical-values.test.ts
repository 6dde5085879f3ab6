import { describe, expect, test } from '@jest/globals';
import { bornBefore, diagnosis, factsOf, patient, value, visit } from '../../examples.ts';
import type { ChartEntry } from '../../facts.ts';
import { changesToTell, valuesToTell } from './critical-values.ts';

const adult = patient(bornBefore({ years: 40 }));
const at = (effectiveDateTime: string): Partial<fhir4.Observation> => ({ effectiveDateTime });
const told = (...entries: ChartEntry[]) =>
  valuesToTell(factsOf([adult, ...entries]), 'adult').map(({ analyte, flag, value: figure }) => [
    analyte,
    flag,
    figure,
  ]);
const changed = (...entries: ChartEntry[]) => changesToTell(factsOf([adult, ...entries])).map(({ change }) => change);

describe('calcium', () => {
  const total = value('2000-8', 1.7, 'mmol/L', at('2026-02-28T10:00:00Z'));
  const albumin = (gL: number, time: string, doubtful = false) => value('1751-7', gL, 'g/L', at(time), { doubtful });
  test('is adjusted by an albumin of 24 hours before or after, to the minute', () => {
    for (const time of ['2026-02-27T10:00:00Z', '2026-03-01T10:00:00Z'])
      expect(told(total, albumin(36, time))).toEqual([['adjustedCalcium', 'critical-low', 1.78]]);
    for (const time of ['2026-02-27T09:59:00Z', '2026-03-01T10:01:00Z'])
      expect(told(total, albumin(36, time))).toEqual([['adjustedCalcium', 'critical-low', 1.7]]);
  });
  test('is not adjusted by an albumin of doubtful time', () => {
    expect(told(total, albumin(20, '2026-02-28T10:00:00Z', true))).toEqual([['adjustedCalcium', 'critical-low', 1.7]]);
    expect(told(total, albumin(20, '2026-02-28T10:00:00Z'))).toEqual([]);
  });
});

describe('an enzyme', () => {
  const amylase = (number: number, change: Partial<fhir4.Observation>) => value('1798-8', number, 'U/L', change);
  const upTo = (high: fhir4.Quantity) => ({
    referenceRange: [{ text: 'see the form' }, { low: { value: 5 } }, { high }],
  });
  test('is read against its own upper limit, also where other values have one', () => {
    const other = value('1742-6', 30, 'U/L', upTo({ value: 1 }));
    expect(told(other, amylase(500, upTo({ value: 100, code: 'U/L' })))).toEqual([
      ['amylase', 'critical-high', 5],
      ['ALT', 'critical-high', 30],
    ]);
    expect(told(amylase(499, upTo({ value: 100 })))).toEqual([]);
  });
  test('is not judged without a limit, with one of zero, or with one in another unit', () => {
    expect(told(amylase(500, {}))).toEqual([]);
    expect(told(amylase(500, { referenceRange: [{ text: 'up to 100' }] }))).toEqual([]);
    expect(told(amylase(500, upTo({ value: 0 })))).toEqual([]);
    expect(told(amylase(500, upTo({ value: 1.7, code: 'ukat/L' })))).toEqual([]);
  });
});

test('only C-reactive protein is expected in hospital', () => {
  const values = [value('1988-5', 320, 'mg/L'), value('2157-6', 6000, 'U/L')];
  expect(told(...values, visit('IMP'))).toEqual([['CK', 'critical-high', 6000]]);
  expect(told(...values, visit('AMB'))).toHaveLength(2);
});
test('only urea and creatinine are expected on dialysis', () => {
  const values = [value('22664-7', 35, 'mmol/L'), value('14682-9', 700, 'umol/L'), value('1988-5', 320, 'mg/L')];
  expect(told(...values, diagnosis('Z99.2'))).toEqual([['CRP', 'critical-high', 320]]);
});

describe('a change', () => {
  const haemoglobin = (number: number, time: string, change = {}, doubtful = false) =>
    value('718-7', number, 'g/L', { ...at(time), ...change }, { doubtful });
  const [before, now] = ['2026-02-28T10:00:00Z', '2026-03-01T10:00:00Z'];
  const above = (number: number) => ({ valueQuantity: { value: number, comparator: '>' as const, code: 'g/L' } });
  test('is between two exact values of believable time', () => {
    expect(changed(haemoglobin(130, before), haemoglobin(100, now))).toEqual(['haemoglobin-fall']);
    expect(changed(haemoglobin(130, before, above(130)), haemoglobin(100, now))).toEqual([]);
    expect(changed(haemoglobin(130, before, {}, true), haemoglobin(100, now))).toEqual([]);
    expect(changed(haemoglobin(130, before), haemoglobin(100, now, {}, true))).toEqual([]);
    expect(changed(haemoglobin(100, now))).toEqual([]);
    expect(changed()).toEqual([]);
  });
});
