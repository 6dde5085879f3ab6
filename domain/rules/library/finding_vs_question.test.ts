import { describe, expect, test } from '@jest/globals';
import { told } from '../ask.ts';
import { bornBefore, finding, order, patient, report, study } from '../examples.ts';
import type { ChartEntry } from '../facts.ts';
import { answerTo, findingVsQuestionRule } from './finding_vs_question.ts';

const adult = patient(bornBefore({ years: 50 }));
const ICD10 = 'http://hl7.org/fhir/sid/icd-10';
const NUMBER = [{ system: 'urn:oid:1.2.3', value: 'A-1' }];
const reason = (code: string, display?: string, system = ICD10) => ({
  coding: [{ system, code, ...(display ? { display } : {}) }],
});
const asked = (reasons: fhir4.CodeableConcept[], change: Partial<fhir4.ServiceRequest> = {}) =>
  order('asked', '2026-02-28T09:00:00Z', { identifier: NUMBER, reasonCode: reasons, ...change });
const film = (change: Partial<fhir4.ImagingStudy> = {}) =>
  study('film', '2026-02-28T12:00:00Z', { identifier: NUMBER, ...change });
const tell = (entries: ChartEntry[], state: 'present' | 'absent' | 'indeterminate' = 'present') =>
  told(findingVsQuestionRule, [adult, ...entries], { findings: [finding(state)] });
const FRACTURE = [asked([reason('S42.0')]), film()];

test.each([
  [['S42.0'], 'present', 'not-asked'],
  [['J18.9'], 'present', undefined],
  [['R05'], 'present', undefined],
  [['S42.0', 'R05'], 'present', undefined],
  [['J18.9'], 'absent', 'asked-and-absent'],
  [['S42.0', 'J15.0'], 'absent', undefined],
  [['S42.0'], 'absent', undefined],
  [['J18.9'], 'indeterminate', undefined],
  [['S42.0'], 'not-assessed', undefined],
  [[], 'present', undefined],
  [[], 'absent', undefined],
] as const)('asked %j, pneumonia %s: %p', (codes, state, answer) => {
  expect(answerTo({ codes }, state, ['J18'])).toBe(answer);
});

describe('in a chart', () => {
  test('a finding nobody asked about is a warning with the question and the finding cited', () => {
    expect(tell(FRACTURE)).toMatchObject({
      severity: 'warning',
      score: { answer: 'not-asked' },
      summary: { en: 'AI finding nobody asked about: Pneumonia' },
      cited: ['AI, not confirmed by a physician: Pneumonia: present', 'Question of the order: S42.0'],
    });
  });
  test('what was asked and is not seen is told at leisure', () => {
    expect(tell([asked([reason('J18.9', 'Пневмония')]), film()], 'absent')).toMatchObject({
      severity: 'info',
      score: { answer: 'asked-and-absent' },
      detail: { en: expect.stringContaining('The order asks: J18.9 Пневмония.') },
    });
  });
  test('several reasons stand side by side, a name that is but the code once', () => {
    const two = asked([reason('S42.0', 'S42.0'), { text: 'Ушиб', coding: [{ system: ICD10, code: 'S20.2' }] }]);
    expect(tell([two, film()])).toMatchObject({ detail: { en: expect.stringContaining(': S42.0, S20.2 Ушиб.') } });
  });
  test('an order is known by the number of its study, or by the study’s own word', () => {
    const other = { identifier: [{ system: 'urn:oid:1.2.3', value: 'B-2' }] };
    expect(tell([asked([reason('S42.0')], other), film()])).toBe('nothing to say');
    const own = asked([reason('S42.0')], other);
    const based = film({ basedOn: [{ reference: `ServiceRequest/${own.id}` }] });
    expect(tell([own, based])).toMatchObject({ score: { answer: 'not-asked' } });
  });
  test.each([
    ['without a reason', [asked([]), film()]],
    ['with a reason in words alone', [asked([{ text: 'Боль' }]), film()]],
    ['with a reason in another system', [asked([reason('S42.0', undefined, 'urn:local')]), film()]],
    ['with a reason without a code', [asked([{ coding: [{ system: ICD10 }] }]), film()]],
    ['of another study', [asked([reason('S42.0')]), study('other', '2026-02-28T12:00:00Z', { identifier: NUMBER })]],
    ['of no study in the chart', [asked([reason('S42.0')])]],
  ])('an order %s asks nothing that can be compared', (_, entries) => {
    expect(tell(entries)).toBe('nothing to say');
  });
  test('of two studies that of the finding decides', () => {
    const another = study('another', '2026-02-27T12:00:00Z', { identifier: [{ system: 'x', value: '1' }] });
    expect(tell([...FRACTURE, another])).toMatchObject({ score: { answer: 'not-asked' } });
  });
  test('once a radiologist has signed that study his word stands', () => {
    const signedFor = (id: string) =>
      report('Инфильтрация', '2026-02-28T15:00:00Z', { imagingStudy: [{ reference: `ImagingStudy/${id}` }] });
    expect(tell([...FRACTURE, signedFor(film().id)])).toBe('nothing to say');
    expect(tell([...FRACTURE, signedFor('another')])).toMatchObject({ severity: 'warning' });
    expect(tell([...FRACTURE, report('Инфильтрация', '2026-02-28T15:00:00Z')])).toMatchObject({ severity: 'warning' });
  });
  test('without a finding there is no occasion', () => {
    expect(told(findingVsQuestionRule, [adult, ...FRACTURE])).toBe('idle: no finding of a model');
  });
});
