import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../../../schemas/result.ts';
import { PNEUMONIA } from '../codes.ts';
import { bornBefore, entry, onlyOf, order, patient, RECORD, runOf, saidBy, study } from '../examples.ts';
import type { ChartEntry, Facts } from '../facts.ts';
import { recommendationsIn } from '../recommendations.ts';

const adult = patient(bornBefore({ years: 60 }));
const NUMBER = [{ system: 'urn:oid:1.2.3', value: 'A-1' }];
const film = study('film', '2026-02-28T09:00:00Z', { identifier: NUMBER });
const found = (state: Finding['state'], time = '2026-02-28T09:05:00Z'): Pick<Facts, 'findings'> => ({
  findings: [
    {
      record: RECORD,
      reference: 'Observation/x',
      time,
      finding: {
        state,
        label: { id: 'pneumonia', title: { en: 'Pneumonia', ru: 'Пневмония' }, snomed: PNEUMONIA, icd10: ['J18'] },
        study: { id: film.id, studyInstanceUid: '1.2.3.4' },
      } as unknown as Finding,
    },
  ],
});
const report = (conclusion: string, time = '2026-02-10T09:00:00Z', change: Partial<fhir4.DiagnosticReport> = {}) =>
  entry({
    resourceType: 'DiagnosticReport',
    id: conclusion + time,
    status: 'final',
    code: { text: 'КТ органов грудной клетки' },
    effectiveDateTime: time,
    conclusion,
    ...change,
  });
const ordered = (
  text: string,
  authoredOn = '2026-02-20T09:00:00Z',
  change: Partial<fhir4.ServiceRequest> = {},
): ChartEntry => order(text, authoredOn, { code: { text }, ...change });

describe('a finding and the question of its order', () => {
  const rule = 'finding_vs_question';
  const asking = (...codes: string[]): ChartEntry =>
    order('asked', '2026-02-28T08:00:00Z', {
      identifier: NUMBER,
      reasonCode: codes.map((code) => ({ coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code }] })),
    });
  test.each([
    ['present', ['S22.3'], 'not-asked', 'warning'],
    ['present', ['Z00.0'], 'not-asked', 'warning'],
    ['absent', ['J18.9'], 'asked-and-absent', 'info'],
    ['absent', ['R05', 'J18.9'], 'asked-and-absent', 'info'],
  ] as const)('%s, asked %j: %s', (state, codes, answer, severity) => {
    expect(onlyOf(rule, [adult, film, asking(...codes)], found(state))).toMatchObject({ severity, score: { answer } });
  });
  test.each([
    ['present', ['J18.9']],
    ['present', ['R05']],
    ['absent', ['S22.3']],
    ['present', []],
    ['indeterminate', ['J18.9']],
    ['not-assessed', ['S22.3']],
  ] as const)('%s, asked %j: nothing beyond the finding', (state, codes) => {
    expect(saidBy(rule, [adult, film, asking(...codes)], found(state))).toEqual([]);
  });
  test('an order of another study asks nothing of this one', () => {
    const other = order('asked', '2026-02-28T08:00:00Z', {
      reasonCode: [{ coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: 'S22.3' }] }],
    });
    expect(saidBy(rule, [adult, film, other], found('present'))).toEqual([]);
  });
  test('the order is known by the study that says it was made for it, and shown with its name', () => {
    const asked = order('asked', '2026-02-28T08:00:00Z', {
      reasonCode: [{ coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: 'S22.3' }], text: 'Перелом ребра' }],
    });
    const made = study('film', '2026-02-28T09:00:00Z', { basedOn: [{ reference: `ServiceRequest/${asked.id}` }] });
    const about = {
      findings: found('present').findings.map((one) => ({
        ...one,
        finding: { ...one.finding, study: { ...one.finding.study, id: made.id } },
      })),
    };
    const decoy = order('decoy', '2026-02-28T08:30:00Z', {
      reasonCode: [{ coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: 'J18.9' }] }],
    });
    const [conclusion] = saidBy(rule, [adult, made, asked, decoy], about);
    expect(conclusion?.cited.map(({ value }) => value)).toContain('S22.3 Перелом ребра');
    expect(conclusion?.advice.detail.ru).toContain('S22.3 Перелом ребра');
  });
  test('one symptom among the reasons leaves the question open', () => {
    expect(saidBy(rule, [adult, film, asking('S22.3', 'R05')], found('present'))).toEqual([]);
  });
  test('once the radiologist has signed, his word stands', () => {
    const signed = report('Перелом ребра', '2026-02-28T12:00:00Z', {
      imagingStudy: [{ reference: 'ImagingStudy/other' }, { reference: `ImagingStudy/${film.id}` }],
    });
    expect(saidBy(rule, [adult, film, asking('S22.3'), signed], found('present'))).toEqual([]);
    const draft = report('…', '2026-02-28T12:00:00Z', {
      status: 'preliminary',
      imagingStudy: [{ reference: `ImagingStudy/${film.id}` }],
    });
    expect(saidBy(rule, [adult, film, asking('S22.3'), draft], found('present'))).toHaveLength(1);
  });
  test('the finding is called the model’s, and both facts are cited', () => {
    const [conclusion] = saidBy(rule, [adult, film, asking('S22.3')], found('present'));
    expect(conclusion?.advice.summary.ru).toBe('Находка ИИ, о которой не спрашивали: Пневмония');
    expect(conclusion?.cited.map(({ value }) => value).sort()).toEqual(['S22.3', 'present']);
    expect(conclusion?.cited.find(({ value }) => value === 'present')?.label.ru).toMatch(/^ИИ, не подтверждено/);
  });
});

describe('a grave finding without an appointment', () => {
  const rule = 'critical_finding_without_appointment';
  const appointment = (start: string, status: fhir4.Appointment['status'] = 'booked') =>
    entry({ resourceType: 'Appointment', status, start, participant: [] });
  const visit = (start: string, status: fhir4.Encounter['status'] = 'finished') =>
    entry({ resourceType: 'Encounter', status, class: { code: 'AMB' }, period: { start } });
  test('of a model, of BI-RADS and Lung-RADS is told', () => {
    expect(onlyOf(rule, [adult, film], found('present'))).toMatchObject({
      severity: 'warning',
      matter: 'critical_finding_without_appointment:pneumonia',
    });
    expect(onlyOf(rule, [adult, report('BI-RADS 4a')]).summary.ru).toBe(
      'BI-RADS 4A: после находки нет ни приёма, ни записи',
    );
    expect(onlyOf(rule, [adult, report('Lung-RADS 4B')]).matter).toContain('lung-rads');
    for (const mild of ['BI-RADS 3', 'Lung-RADS 4A', 'Норма'])
      expect(runOf(rule, [adult, report(mild)]).state).toBe('idle');
    expect(runOf(rule, [adult, film], found('absent')).state).toBe('idle');
  });
  test.each([
    ['an appointment ahead', appointment('2026-03-05T09:00:00Z')],
    ['a visit since', visit('2026-02-28T15:00:00Z')],
    ['a visit that is open', visit('2026-02-28T08:00:00Z', 'in-progress')],
  ])('%s is care', (_, more) => {
    expect(saidBy(rule, [adult, film, more], found('present'))).toEqual([]);
  });
  test.each([
    ['a cancelled appointment', appointment('2026-03-05T09:00:00Z', 'cancelled')],
    ['an appointment before the finding', appointment('2026-02-20T09:00:00Z', 'fulfilled')],
    ['a visit before it', visit('2026-02-28T08:00:00Z')],
  ])('%s is none', (_, more) => {
    expect(saidBy(rule, [adult, film, more], found('present'))).toHaveLength(1);
  });
  test('a finding that the radiologist denied, or of more than 30 days ago, is none', () => {
    const denied = report('Норма', '2026-02-28T12:00:00Z', {
      conclusionCode: [{ coding: [{ system: 'http://snomed.info/sct', code: '168733007' }] }],
    });
    expect(runOf(rule, [adult, film, denied], found('present')).state).toBe('idle');
    expect(runOf(rule, [adult], found('present', '2026-01-29T00:00:00Z')).state).toBe('idle');
    expect(saidBy(rule, [adult], found('present', '2026-01-31T00:00:00Z'))).toHaveLength(1);
  });
});

describe('recommendations in a report', () => {
  test.each([
    ['Рекомендован контроль КТ ОГК через 3 месяца.', 'CT', ['chest'], 3],
    ['Рекомендуется КТ грудной клетки через 3-6 мес.', 'CT', ['chest'], 6],
    ['Контрольная рентгенография через 2 недели', 'XR', [], 0.5],
    ['Показано УЗИ молочных желёз в течение 1 месяца', 'US', ['breast'], 1],
    ['Контроль МРТ головного мозга через год', 'MR', ['head'], 12],
    ['Контрольная маммография через полгода', 'MG', ['breast'], 6],
    ['Рекомендовано дообследование: КТ', 'CT', [], undefined],
    ['Follow-up chest CT in 6 months is recommended', 'CT', ['chest'], 6],
    ['Recommend ultrasound within 10 days', 'US', [], 1 / 3],
  ])('“%s”', (sentence, modality, regions, months) => {
    const [first, ...more] = recommendationsIn(sentence);
    expect(more).toEqual([]);
    expect(first).toMatchObject({ modality, regions });
    if (months === undefined) expect(first?.months).toBeUndefined();
    else expect(first?.months).toBeCloseTo(months, 5);
  });
  test.each([
    'Контроль КТ не рекомендован.',
    'КТ выполнена через 3 месяца после операции.',
    'Рекомендована консультация пульмонолога.',
    'Дообследование не требуется, КТ без контроля.',
    'No further follow-up CT.',
    'Норма',
  ])('“%s” asks for none', (text) => {
    expect(recommendationsIn(text)).toEqual([]);
  });
  test('each sentence is read for itself', () => {
    const text = 'Очаг 5 мм. Рекомендован контроль КТ через 12 мес.\nУЗИ почек рекомендовано.';
    expect(recommendationsIn(text).map(({ modality }) => modality)).toEqual(['CT', 'US']);
  });
});

describe('a follow-up that was never ordered', () => {
  const rule = 'follow_up_not_ordered';
  const asked = 'Рекомендован контроль КТ через 3 месяца.';
  test('is info while there is time, and a warning a month after it was due', () => {
    expect(onlyOf(rule, [adult, report(asked, '2025-11-05T09:00:00Z')])).toMatchObject({
      severity: 'info',
      score: { modality: 'CT', late: false, months: 3 },
    });
    const late = onlyOf(rule, [adult, report(asked, '2025-10-20T09:00:00Z')]);
    expect(late).toMatchObject({ severity: 'warning', score: { late: true } });
    expect(late.summary.ru).toBe('Срок прошёл, не назначено: «Рекомендован контроль КТ через 3 месяца.»');
  });
  test.each([
    ['КТ органов грудной клетки', '2026-02-20T09:00:00Z', 'idle'],
    ['ПЭТ/КТ лёгких', '2026-02-20T09:00:00Z', 'idle'],
    ['КТ живота', '2026-02-20T09:00:00Z', 'said'],
    ['Рентгенография ОГК', '2026-02-20T09:00:00Z', 'said'],
    ['КТ органов грудной клетки', '2026-02-01T09:00:00Z', 'said'],
  ])('ordered: %s on %s: %s', (text, authoredOn, state) => {
    expect(runOf(rule, [adult, report(asked), ordered(text, authoredOn)]).state).toBe(state);
  });
  test('a study answers it too, and a CT a film', () => {
    const ct = study('ct', '2026-02-20T09:00:00Z', {
      modality: [{ code: 'CT' }],
      series: [{ uid: '1', modality: { code: 'CT' }, bodySite: { code: 'CHEST' } }],
    });
    expect(runOf(rule, [adult, report(asked), ct]).state).toBe('idle');
    const xr = report('Контрольная рентгенография через 2 недели', undefined, { code: { text: 'Рентгенография ОГК' } });
    expect(runOf(rule, [adult, xr, ct]).state).toBe('idle');
  });
  test('a preliminary report, one of two years ago, and one with BI-RADS are left out', () => {
    expect(runOf(rule, [adult, report(asked, undefined, { status: 'preliminary' })]).state).toBe('idle');
    expect(runOf(rule, [adult, report(asked, '2024-02-01T09:00:00Z')]).state).toBe('idle');
    expect(runOf(rule, [adult, report('BI-RADS 3. Контрольная маммография через 6 месяцев.')]).state).toBe('idle');
  });
  test('each report is a matter; a long sentence leaves the summary under 140 characters', () => {
    const long = `Рекомендован контроль КТ органов грудной клетки ${'с учётом клинической картины и анамнеза '.repeat(4)}через 3 месяца`;
    const conclusions = saidBy(rule, [adult, report(asked), report(long, '2026-01-10T09:00:00Z')]);
    expect(new Set(conclusions.map(({ advice }) => advice.matter)).size).toBe(2);
    for (const { advice } of conclusions) expect(advice.summary.ru.length).toBeLessThan(140);
  });
});

describe('earlier images of the region', () => {
  const rule = 'prior_image';
  const chestCt = (started: string) =>
    study('ct', started, {
      modality: [{ code: 'CT' }],
      series: [{ uid: '1', modality: { code: 'CT' }, bodySite: { code: 'CHEST' } }],
    });
  const now = ordered('Рентгенография органов грудной клетки', '2026-03-01T09:00:00Z');
  test('are named with way and date, in the region’s calendar', () => {
    const advice = onlyOf(rule, [adult, now, chestCt('2025-12-31T20:00:00Z')]);
    expect(advice).toMatchObject({ severity: 'info', score: { prior: true, modality: 'CT' } });
    expect(advice.summary).toEqual({
      en: 'Earlier images of this region: CT of 2026-01-01',
      ru: 'Есть снимки этой области: КТ от 01.01.2026',
    });
  });
  test('the same examination within 14 days is a repetition, another way is not', () => {
    expect(saidBy(rule, [adult, now, study('xr', '2026-02-20T09:00:00Z')])).toEqual([]);
    expect(saidBy(rule, [adult, now, study('xr', '2026-02-14T09:00:00Z')])).toHaveLength(1);
    expect(saidBy(rule, [adult, now, chestCt('2026-02-27T09:00:00Z')])).toHaveLength(1);
  });
  test('the newest counts, another region and more than five years do not', () => {
    const two = [chestCt('2025-01-10T09:00:00Z'), study('xr', '2025-06-10T09:00:00Z')];
    expect(onlyOf(rule, [adult, now, ...two]).summary.ru).toContain('рентгенография от 10.06.2025');
    expect(saidBy(rule, [adult, ordered('УЗИ почек'), chestCt('2025-01-10T09:00:00Z')])).toEqual([]);
    expect(saidBy(rule, [adult, now, chestCt('2021-02-10T09:00:00Z')])).toEqual([]);
  });
  test('without an open order there is no occasion', () => {
    expect(runOf(rule, [adult, chestCt('2025-01-10T09:00:00Z')]).state).toBe('idle');
  });
});
