import { describe, expect, test } from '@jest/globals';
import type { Dataset } from '../dicom/services.ts';
import { choose, studyOf } from './choose.ts';
import { nightOf } from './hours.ts';
import { answer, expected } from './testing/expected.ts';

const OPTIONS = { newest: 2, years: 10, mostInstances: 2000, issuer: undefined };
const chosen = (answers: readonly Dataset[], occasion = expected(), options = {}) =>
  choose(
    answers.flatMap((one) => studyOf(one) ?? []),
    occasion,
    '2026-03-01',
    { ...OPTIONS, ...options },
  ).chosen.map(({ uid }) => uid);

describe('of the studies under a number', () => {
  test.each<[string, Dataset]>([
    ['another number, for a PACS that matches loosely', { PatientID: '3010' }],
    ['another birth date', { PatientBirthDate: '19800518' }],
    ['another name', { PatientName: 'PETROV^IVAN' }],
    ['another sex', { PatientSex: 'M' }],
    ['another issuer', { IssuerOfPatientID: 'OTHER' }],
    ['neither name nor birth date', { PatientName: '', PatientBirthDate: '' }],
  ])('one with %s is not this patient’s', (_, change) => {
    expect(chosen([answer('2.25.1', change)])).toEqual([]);
  });

  test.each<[string, Dataset]>([
    ['his name in Cyrillic', { PatientName: 'Образцова^Проба' }],
    ['a name without a birth date', { PatientBirthDate: '' }],
    ['a birth date without a name', { PatientName: '' }],
    ['the issuer of the clinic', { IssuerOfPatientID: 'dln' }],
  ])('one with %s is his', (_, change) => {
    expect(chosen([answer('2.25.1', change)])).toEqual(['2.25.1']);
  });

  test('one under a number that was merged into his is his; the PACS may name its own issuer', () => {
    const merged = expected({ patient: { formerIds: ['77'] } });
    expect(chosen([answer('2.25.1', { PatientID: '77' })], merged)).toEqual(['2.25.1']);
    expect(chosen([answer('2.25.1', { IssuerOfPatientID: 'HOSP' })], expected(), { issuer: 'HOSP' })).toEqual([
      '2.25.1',
    ]);
  });

  test('those of the same region come before those of the same modality; the newest of them first', () => {
    const all = [
      answer('2.25.1', { StudyDescription: 'Колено', StudyDate: '20260201' }),
      answer('2.25.2', { StudyDescription: 'CT THORAX', ModalitiesInStudy: ['CT'], StudyDate: '20260101' }),
      answer('2.25.3', { StudyDate: '20240101' }),
      answer('2.25.4', { StudyDate: '20250101' }),
      answer('2.25.5', { StudyDescription: '', StudyDate: '20260228' }),
    ];
    expect(chosen(all, expected(), { newest: 9 })).toEqual(['2.25.4', '2.25.3', '2.25.2', '2.25.5']);
    expect(chosen(all)).toEqual(['2.25.4', '2.25.3']);
  });

  test('a physician’s appointment, which names no examination, gets the newest images of any kind', () => {
    const all = [
      answer('2.25.1', { StudyDescription: 'Колено' }),
      answer('2.25.2', { ModalitiesInStudy: 'SR' }),
      answer('2.25.3', { ModalitiesInStudy: 'CT\\SR', StudyDate: '20260101' }),
    ];
    expect(chosen(all, expected({ modality: undefined, words: 'Приём терапевта' }))).toEqual(['2.25.3', '2.25.1']);
  });

  test.each<[string, Dataset]>([
    ['too old', { StudyDate: '20150401' }],
    ['too large', { NumberOfStudyRelatedInstances: '2001' }],
    ['the one to be made', { StudyInstanceUID: '2.25.900' }],
    ['dated tomorrow', { StudyDate: '20260302' }],
  ])('one that is %s stays where it is', (_, change) => {
    expect(chosen([answer('2.25.1', change)])).toEqual([]);
  });
});

describe('the quiet hours', () => {
  const hours = { from: '20:00', to: '06:00' };
  test.each([
    ['2026-03-01T14:59:59Z', undefined],
    ['2026-03-01T15:00:00Z', '2026-03-01'],
    ['2026-03-01T20:00:00Z', '2026-03-01'],
    ['2026-03-02T00:59:59Z', '2026-03-01'],
    ['2026-03-02T01:00:00Z', undefined],
  ])('at %s on the clock of Yekaterinburg: %s', (at, night) => {
    expect(nightOf(Date.parse(at), 'Asia/Yekaterinburg', hours)).toBe(night);
  });

  test('may lie within a day, or be all of it', () => {
    const noon = Date.parse('2026-03-01T12:00:00Z');
    expect(nightOf(noon, 'UTC', { from: '11:00', to: '13:00' })).toBe('2026-03-01');
    expect(nightOf(noon, 'UTC', { from: '13:00', to: '14:00' })).toBeUndefined();
    expect(nightOf(noon, 'UTC', { from: '06:00', to: '06:00' })).toBe('2026-03-01');
  });
});
