import { describe, expect, test } from '@jest/globals';
import {
  bornBefore,
  diagnosis,
  entry,
  medicine,
  onlyOf,
  order,
  patient,
  runOf,
  saidBy,
  study,
  value,
} from '../examples.ts';
import type { ChartEntry } from '../facts.ts';
import { examinationOf } from '../imaging-orders.ts';

const adult = patient(bornBefore({ years: 40 }));
const ordered = (text: string, change: Partial<fhir4.ServiceRequest> = {}): ChartEntry =>
  order(text, '2026-02-27T09:00:00Z', { code: { text }, ...change });
const creatinine = (number: number, effectiveDateTime = '2026-03-01T05:00:00Z'): ChartEntry =>
  value('14682-9', number, 'umol/L', { effectiveDateTime });
const contrastCt = ordered('КТ органов брюшной полости с контрастом');
const missingOf = ({ missing }: { missing: readonly { en: string }[] }) => missing.map(({ en }) => en);

test.each([
  ['КТ органов грудной клетки с внутривенным контрастированием', 'CT', ['chest'], true],
  ['МСКТ ОГК без контраста', 'CT', ['chest'], false],
  ['КТ живота без и с контрастным усилением', 'CT', ['abdomen'], true],
  ['КТ-ангиография лёгочных артерий', 'CT', ['chest'], true],
  ['CT Abdomen and Pelvis W contrast IV', 'CT', ['abdomen', 'pelvis'], true],
  ['CT Head without contrast', 'CT', ['head'], false],
  ['Компьютерная томография головного мозга', 'CT', ['head'], false],
  ['МРТ малого таза с контрастом', 'MR', ['pelvis'], true],
  ['УЗИ органов брюшной полости', 'US', ['abdomen'], false],
  ['Рентгенография органов грудной клетки', 'XR', ['chest'], false],
  ['Рентгенография поясничного отдела позвоночника', 'XR', ['lumbar spine'], false],
  ['Рентгенография тазобедренного сустава', 'XR', ['pelvis'], false],
  ['Рентгенография коленного сустава', 'XR', ['limb'], false],
  ['Флюорография лёгких', 'XR', ['chest'], false],
  ['Маммография в двух проекциях', 'MG', ['breast'], false],
  ['ПЭТ/КТ с 18F-ФДГ', 'PET', [], false],
  ['Коронароангиография', 'XA', [], true],
  ['Экскреторная урография', 'RF', ['abdomen'], true],
  ['Общий анализ крови', undefined, [], false],
  ['Электрокардиография', undefined, [], false],
])('“%s” is %s of %j, contrast %p', (words, modality, regions, contrast) => {
  expect(examinationOf(words)).toEqual({ regions, contrast, ...(modality ? { modality } : {}) });
});

describe('contrast and kidneys', () => {
  const rule = 'contrast_egfr';
  // A woman of 40 by CKD-EPI 2021: 160 µmol/L is 37, 130 is 48, 200 is 28.
  test.each([
    [200, 'prophylaxis-indicated', 'warning'],
    [160, 'individualise', 'info'],
  ])('creatinine %i: %s', (number, salineProphylaxis, severity) => {
    const advice = onlyOf(rule, [adult, contrastCt, creatinine(number)]);
    expect(advice).toMatchObject({ severity, score: { salineProphylaxis, aki: false }, form: 'DetectedIssue' });
    expect(advice.detail.ru).toContain('КТ органов брюшной полости с контрастом');
  });
  test('a good function says nothing; without a creatinine of 3 months it is named', () => {
    expect(saidBy(rule, [adult, contrastCt, creatinine(130)])).toEqual([]);
    expect(missingOf(onlyOf(rule, [adult, contrastCt]))).toEqual(['Creatinine of the last 3 months']);
    expect(missingOf(onlyOf(rule, [adult, contrastCt, creatinine(200, '2025-11-30T12:00:00Z')]))).toEqual([
      'Creatinine of the last 3 months',
    ]);
    expect(missingOf(onlyOf(rule, [adult, contrastCt, value('14682-9', 200, 'furlong')]))).toHaveLength(1);
  });
  test.each([
    ['26.52 µmol/L (0.3 mg/dL) in 48 hours', 90, 116.52, '2026-02-27T05:00:00Z', 1],
    ['26.5 µmol/L in 49 hours', 90, 116.52, '2026-02-27T04:00:00Z', 0],
    ['1.5 times in 7 days', 60, 90, '2026-02-22T05:00:00Z', 1],
    ['1.49 times in 7 days', 60, 89.4, '2026-02-22T05:00:00Z', 0],
    ['1.5 times in more than 7 days', 60, 90, '2026-02-22T04:00:00Z', 0],
  ])('rising creatinine: %s', (_, from, to, when, count) => {
    const told = saidBy(rule, [adult, contrastCt, creatinine(from, when), creatinine(to)]);
    expect(told).toHaveLength(count);
    if (count) expect(told[0]?.advice).toMatchObject({ severity: 'warning', score: { aki: true } });
  });
  test('the limits themselves belong to the better side, and the policy is told', () => {
    const egfr = (number: number) => value('98979-8', number, 'mL/min/{1.73_m2}');
    expect(saidBy(rule, [adult, contrastCt, egfr(45)])).toEqual([]);
    expect(onlyOf(rule, [adult, contrastCt, egfr(44.9)]).severity).toBe('info');
    const thirty = onlyOf(rule, [adult, contrastCt, egfr(30)]);
    expect([thirty.severity, onlyOf(rule, [adult, contrastCt, egfr(29.9)]).severity]).toEqual(['info', 'warning']);
    expect(thirty.detail.en).toContain('weighed from 30 to 44');
    expect(thirty.detail.ru).toContain('при 30–44 – по решению врача');
    const esur = onlyOf(rule, [adult, contrastCt, egfr(20)], { settings: { contrast_egfr: { policy: 'esur' } } });
    expect(esur.detail.en).not.toContain('weighed');
    expect(esur.detail.ru).not.toContain('30–44');
  });
  test('a doubtful or a bounded creatinine makes no injury', () => {
    const doubtful = value('14682-9', 60, 'umol/L', { effectiveDateTime: '2026-02-28T05:00:00Z' }, { doubtful: true });
    const bounded = value('14682-9', 60, 'umol/L', {
      effectiveDateTime: '2026-02-28T06:00:00Z',
      valueQuantity: { value: 60, comparator: '<', code: 'umol/L' },
    });
    expect(saidBy(rule, [adult, contrastCt, doubtful, bounded, creatinine(120)])).toEqual([]);
  });
  test('on dialysis nothing is protected', () => {
    expect(saidBy(rule, [adult, contrastCt, creatinine(700), diagnosis('Z99.2')])).toEqual([]);
  });
  test('ESUR gives none from 30 to 44, where the region has chosen it', () => {
    const settings = { contrast_egfr: { policy: 'esur' } };
    expect(saidBy(rule, [adult, contrastCt, creatinine(160)], { settings })).toEqual([]);
    expect(saidBy(rule, [adult, contrastCt, creatinine(200)], { settings })).toHaveLength(1);
    expect(() =>
      saidBy(rule, [adult, contrastCt, creatinine(160)], { settings: { contrast_egfr: { policy: 'x' } } }),
    ).toThrow(/policy/);
  });
  test('a draft counts as an order does; a made, revoked or old order, an MRI and a plain CT do not', () => {
    const state = (...entries: ChartEntry[]) => runOf(rule, [adult, creatinine(200), ...entries]).state;
    expect(state(ordered('КТ с контрастом', { status: 'draft' }))).toBe('said');
    expect(state(ordered('КТ с контрастом', { status: 'revoked' }))).toBe('idle');
    expect(state(ordered('КТ с контрастом', { authoredOn: '2025-08-01' }))).toBe('idle');
    expect(state(ordered('МРТ с контрастом'))).toBe('idle');
    expect(state(ordered('КТ живота'))).toBe('idle');
    const identifier = [{ system: 'urn:oid:1.2.3', value: 'A-1' }];
    const done = study('done', '2026-02-28T09:00:00Z', { identifier });
    expect(state(ordered('КТ с контрастом', { identifier }), done)).toBe('idle');
  });
  test('an unknown sex that decides is named', () => {
    const unknown = patient(bornBefore({ years: 40 }), 'unknown');
    expect(missingOf(onlyOf(rule, [unknown, contrastCt, creatinine(190)]))).toEqual(['Sex']);
  });
});

describe('metformin before contrast', () => {
  const rule = 'metformin_egfr';
  const metformin = medicine('A10BA02');
  const matters = (...entries: ChartEntry[]) =>
    saidBy(rule, [adult, metformin, ...entries]).map(({ advice }) => advice.matter);
  // 110 µmol/L is 59 at 40 years in a woman, 100 is 66.
  test('is held from 30 to 60, or for an artery, heart failure, liver disease and alcoholism', () => {
    expect(matters(contrastCt, creatinine(110))).toEqual(['metformin_egfr:contrast']);
    expect(onlyOf(rule, [adult, metformin, contrastCt, creatinine(110)]).severity).toBe('warning');
    expect(matters(contrastCt, creatinine(100))).toEqual([]);
    expect(matters(ordered('Коронароангиография'), creatinine(100))).toEqual(['metformin_egfr:contrast']);
    for (const illness of ['I50.0', 'K74.6', 'F10.2'])
      expect(matters(contrastCt, creatinine(100), diagnosis(illness))).toEqual(['metformin_egfr:contrast']);
    expect(matters(ordered('КТ живота'), creatinine(110))).toEqual([]);
  });
  test('below 45 both are said, below 30 metformin is stopped for good', () => {
    expect(matters(contrastCt, creatinine(150))).toEqual(['metformin_egfr', 'metformin_egfr:contrast']);
    expect(matters(contrastCt, creatinine(300))).toEqual(['metformin_egfr']);
  });
  test('the ACR policy does not hold it for a vein', () => {
    const settings = { metformin_egfr: { contrast: 'acr' } };
    expect(saidBy(rule, [adult, metformin, contrastCt, creatinine(110)], { settings })).toEqual([]);
    expect(saidBy(rule, [adult, metformin, ordered('Коронарография'), creatinine(110)], { settings })).toHaveLength(1);
  });
  test('an eGFR of exactly 45 and 60 belongs where the region has chosen', () => {
    const egfr = (number: number) => value('98979-8', number, 'mL/min/{1.73_m2}');
    const draft = medicine('A10BA02', { status: 'draft' });
    const kdigo = { settings: { metformin_egfr: { at45: 'kdigo', at60: 'kdigo' } } };
    expect(saidBy(rule, [adult, draft, egfr(45)])).toHaveLength(1);
    expect(saidBy(rule, [adult, draft, egfr(45)], kdigo)).toEqual([]);
    expect(saidBy(rule, [adult, draft, egfr(44.9)], kdigo)).toHaveLength(1);
    expect(saidBy(rule, [adult, metformin, contrastCt, egfr(60)])).toHaveLength(1);
    expect(saidBy(rule, [adult, metformin, contrastCt, egfr(60)], kdigo)).toEqual([]);
    expect(saidBy(rule, [adult, metformin, contrastCt, egfr(59.9)], kdigo)).toHaveLength(1);
  });
});

describe('imaging in pregnancy', () => {
  const rule = 'imaging_pregnancy';
  const pregnant = [adult, diagnosis('Z34.0')];
  test.each([
    ['Рентгенография органов грудной клетки', 'very-low', 'info'],
    ['Рентгенография кисти', 'very-low', 'info'],
    ['Маммография', 'very-low', 'info'],
    ['КТ головного мозга', 'very-low-to-low', 'info'],
    ['КТ-ангиография лёгочных артерий', 'low-to-moderate', 'info'],
    ['Рентгенография поясничного отдела', 'low-to-moderate', 'info'],
    ['КТ органов брюшной полости', 'higher', 'warning'],
    ['КТ брюшной полости и малого таза', 'higher', 'warning'],
    ['ПЭТ/КТ', 'higher', 'warning'],
    ['Рентгенография', 'unknown', 'warning'],
  ])('%s: %s', (text, band, severity) => {
    expect(onlyOf(rule, [...pregnant, ordered(text)])).toMatchObject({ severity, score: { band } });
  });
  test('the dose stands in the summary; abdomen with pelvis is the pelvis', () => {
    const advice = onlyOf(rule, [...pregnant, ordered('КТ брюшной полости и малого таза')]);
    expect(advice.summary).toEqual({
      en: 'Pregnancy: pelvic CT, dose to the fetus 10–50 mGy',
      ru: 'Беременность: КТ таза, доза на плод 10–50 мГр',
    });
    expect(onlyOf(rule, [...pregnant, ordered('Рентгенография ОГК')]).summary.ru).toContain('0,0005–0,01 мГр');
  });
  test('each order is a matter of its own; ultrasound and MRI are none', () => {
    const two = [ordered('КТ живота'), ordered('Рентгенография ОГК')];
    expect(new Set(saidBy(rule, [...pregnant, ...two]).map(({ advice }) => advice.matter)).size).toBe(2);
    expect(runOf(rule, [...pregnant, ordered('УЗИ плода'), ordered('МРТ таза')]).state).toBe('idle');
  });
  test('without a known pregnancy, or after its end, it does not apply', () => {
    expect(runOf(rule, [adult, ordered('КТ живота')]).state).toBe('does-not-apply');
    const delivered = [diagnosis('Z34.0', '2026-01-01T09:00:00Z'), diagnosis('O80.0', '2026-02-01T09:00:00Z')];
    expect(runOf(rule, [adult, ...delivered, ordered('КТ живота')]).state).toBe('does-not-apply');
  });
});

test('an order known by its LOINC code alone is an imaging order', () => {
  const coded = entry({
    resourceType: 'ServiceRequest',
    status: 'active',
    intent: 'order',
    code: { coding: [{ system: 'http://loinc.org', code: '24627-2' }] },
    authoredOn: '2026-02-28T09:00:00Z',
    subject: { reference: 'Patient/p' },
  });
  expect(onlyOf('imaging_pregnancy', [adult, diagnosis('Z34.0'), coded]).score?.band).toBe('low-to-moderate');
});
