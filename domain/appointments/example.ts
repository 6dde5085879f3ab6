import type { Advice, Delivery, Finding, Result } from '../../schemas/result.ts';
import { canonicalHash } from '../fhir/canonical.ts';
import type { Fact } from './facts.ts';
import { type PageInput, pageOf } from './page.ts';

/** Invented facts, results and pages of a physician’s day. */

export const ASK = '2026-03-02T08:00:00.000Z';
export const RECORD = '11111111-1111-8111-8111-111111111111';
export const DOCTOR = { identifier: { value: 'T12' }, type: 'Practitioner', display: 'Вымыслова' };
let made = 0;
export const fact = <R extends fhir4.FhirResource>(resource: R, change: Partial<Fact> = {}): Fact<R> => {
  made += 1;
  const id = `00000000-0000-8000-8000-${String(made).padStart(12, '0')}`;
  return {
    record: RECORD,
    clinic: 'north',
    saidAt: '2026-03-01T08:00:00.000Z',
    ...change,
    id,
    resource: { ...resource, id },
  };
};
export const appointment = (change: Partial<fhir4.Appointment> = {}): Fact<fhir4.Appointment> =>
  fact({
    resourceType: 'Appointment',
    status: 'booked',
    start: '2026-03-02T14:00:00+05:00',
    participant: [{ actor: DOCTOR, status: 'accepted' }],
    ...change,
  });
export const page = (change: Partial<PageInput> = {}) =>
  pageOf({
    ...{
      appointment: appointment(),
      facts: [],
      results: [],
      deliveries: [],
      clinic: 'north',
      zone: 'Asia/Yekaterinburg',
    },
    ...{ reader: { id: 'dr-12', clinic: 'north', numbers: ['T12'] }, asOf: ASK, language: 'ru' },
    ...{ dayFrom: '2026-03-01T19:00:00.000Z', hiddenRecords: 0, unreconciled: 0, proposals: 0, tooWide: false },
    ...change,
  });

export const both = (text: string) => ({ en: text, ru: text });
export const result = (content: Advice | Finding, change: Partial<Result> = {}): Result => ({
  ...{
    resultId: canonicalHash([content]),
    record: RECORD,
    subject: 'x',
    producer: 'p',
    producerVersion: '1',
    version: 1,
  },
  ...{ contentHash: canonicalHash(content), state: 'current', severity: 'warning', notify: true },
  ...{ sourceTime: '2026-03-01T08:00:00.000Z', content, cited: [] },
  ...change,
});
export const advice = (
  matter: string,
  severity: Advice['severity'] = 'warning',
  change: Partial<Advice> = {},
): Result => {
  const content: Advice = {
    ...{ kind: 'advice', rule: { id: 'news2', version: '1' }, matter, severity, form: 'GuidanceResponse' },
    ...{
      summary: both(matter),
      detail: both('d'),
      action: both(`do ${matter}`),
      missing: [],
      sources: [],
      score: { x: 1 },
    },
    ...change,
  };
  return result(content, { severity });
};
export const finding = (state: Finding['state'], change: Partial<Finding> = {}, more: Partial<Result> = {}): Result =>
  result(
    {
      ...{ kind: 'finding', state, basis: 'whole', derived: {} },
      label: { id: 'pneumonia', title: { en: 'Pneumonia', ru: 'Пневмония' }, snomed: '1', icd10: [] },
      ...{
        model: { id: 'm', version: '1', sha256: '0'.repeat(64) },
        instance: { sopInstanceUid: '1', pixelHash: '0'.repeat(64) },
      },
      study: { id: '22222222-2222-8222-8222-222222222222', studyInstanceUid: '1.2' },
      ...change,
    },
    more,
  );
export const delivery = (of: Result, acknowledged?: Delivery['acknowledged']): Delivery => ({
  ...{ recipients: [], unknownStaff: [], reads: [], notices: [], rung: 0 },
  ...{ record: RECORD, resultId: of.resultId, version: of.version, clinic: 'north', ehr: 'mis', severity: of.severity },
  ...{ sentAt: '2026-03-01T09:00:00.000Z', ...(acknowledged ? { acknowledged } : {}) },
});
