import { describe, expect, test } from '@jest/globals';
import { told } from '../ask.ts';
import { bornBefore, ordered, patient, value } from '../examples.ts';
import type { ChartEntry } from '../facts.ts';
import { contrastAnswer, contrastEgfrRule } from './contrast_egfr.ts';

const adult = patient(bornBefore({ years: 40 }));
const CT = ordered('КТ живота с контрастом');
const creatinine = (umol: number, effectiveDateTime = '2026-03-01T05:00:00Z') =>
  value('14682-9', umol, 'umol/L', { effectiveDateTime });
const tell = (...entries: ChartEntry[]) => told(contrastEgfrRule, [adult, CT, ...entries]);

const well = { egfr: 90, aki: false, dialysis: false };
test.each([
  [{ ...well, egfr: 29.9 }, 'prophylaxis-indicated', 'prophylaxis-indicated'],
  [{ ...well, egfr: 30 }, 'individualise', 'not-indicated'],
  [{ ...well, egfr: 44.9 }, 'individualise', 'not-indicated'],
  [{ ...well, egfr: 45 }, 'not-indicated', 'not-indicated'],
  [{ ...well, aki: true }, 'prophylaxis-indicated', 'prophylaxis-indicated'],
  [{ egfr: 10, aki: true, dialysis: true }, 'not-indicated-maintenance-dialysis', 'not-indicated-maintenance-dialysis'],
] as const)('%j: %s by ACR-NKF, %s by ESUR', (given, acr, esur) => {
  expect(contrastAnswer(given)).toBe(acr);
  expect(contrastAnswer(given, 'acr-nkf')).toBe(acr);
  expect(contrastAnswer(given, 'esur')).toBe(esur);
});

describe('the advice', () => {
  test('names the kidney function, and a rise of creatinine before it', () => {
    expect(tell(creatinine(200))).toMatchObject({
      summary: {
        en: 'Contrast with eGFR 27 mL/min/1.73 m²',
        ru: 'Контраст при рСКФ 27 мл/мин/1,73 м²',
      },
      score: { egfr: 27, aki: false, salineProphylaxis: 'prophylaxis-indicated' },
      missing: [],
    });
    expect(tell(creatinine(60, '2026-02-28T05:00:00Z'), creatinine(120))).toMatchObject({
      summary: {
        en: 'Contrast while creatinine is rising: acute kidney injury',
        ru: 'Контраст при растущем креатинине: острое повреждение почек',
      },
      score: { aki: true },
    });
  });
  test('names each order, and cites order, creatinine, age and both values of a rise', () => {
    const both = [adult, CT, ordered('КТ головы с контрастом')];
    expect(told(contrastEgfrRule, [...both, creatinine(60, '2026-02-28T05:00:00Z'), creatinine(120)])).toMatchObject({
      detail: { en: expect.stringMatching(/^Ordered: КТ [^;]+ с контрастом; КТ [^;]+ с контрастом\. /) },
      cited: expect.arrayContaining([
        'Creatinine: 120 umol/L',
        'Creatinine: 60 umol/L',
        expect.stringMatching(/КТ живота/),
        expect.stringMatching(/КТ головы/),
        expect.stringMatching(/^Date of birth/),
      ]),
    });
  });
  test('an unknown sex that does not decide is named beside the advice', () => {
    const unknown = [patient(bornBefore({ years: 40 }), 'unknown'), CT];
    expect(told(contrastEgfrRule, [...unknown, creatinine(300)])).toMatchObject({
      severity: 'warning',
      missing: ['Sex'],
    });
    expect(told(contrastEgfrRule, [...unknown, creatinine(190)])).toMatchObject({
      severity: 'info',
      score: undefined,
      missing: ['Sex'],
      cited: expect.arrayContaining(['Creatinine: 190 umol/L', expect.stringMatching(/КТ живота/)]),
    });
  });
});

test('a creatinine of the last 90 days counts, to the minute', () => {
  expect(tell(creatinine(200, '2025-12-01T12:00:00Z'))).toHaveProperty('score.egfr', 27);
  expect(tell(creatinine(200, '2025-12-01T11:59:00Z'))).toMatchObject({ missing: ['Creatinine of the last 3 months'] });
});

describe('a kidney function that the laboratory gave as a limit', () => {
  const egfr = (comparator: '<' | '>', number: number, effectiveDateTime = '2026-03-01T06:00:00Z') =>
    value('98979-8', number, 'mL/min/{1.73_m2}', {
      effectiveDateTime,
      valueQuantity: { value: number, comparator, unit: 'mL/min/{1.73_m2}', code: 'mL/min/{1.73_m2}' },
    });
  const over = (umol: number) =>
    value('14682-9', umol, 'umol/L', {
      valueQuantity: { value: umol, comparator: '>', unit: 'umol/L', code: 'umol/L' },
    });
  test('“less than 15” of today is not passed over for the good value of last month', () => {
    expect(tell(creatinine(70, '2026-02-01T05:00:00Z'), egfr('<', 15))).toMatchObject({
      severity: 'warning',
      summary: { en: 'Contrast with eGFR < 15 mL/min/1.73 m²', ru: 'Контраст при рСКФ < 15 мл/мин/1,73 м²' },
      score: { salineProphylaxis: 'prophylaxis-indicated' },
      missing: ['Exact creatinine or eGFR'],
    });
  });
  test('nor is a creatinine above what the analyser reads', () => {
    expect(tell(egfr('>', 60, '2026-02-01T05:00:00Z'), over(1000))).toMatchObject({ severity: 'warning' });
  });
  test('“less than 30” is below 30, “less than 45” may be either', () => {
    expect(tell(egfr('<', 30))).toMatchObject({ severity: 'warning' });
    expect(tell(egfr('<', 45))).toMatchObject({ score: undefined, missing: ['Exact creatinine or eGFR'] });
  });
  test('“more than 60” needs nothing, though an older value was worse', () => {
    expect(tell(creatinine(200, '2026-02-01T05:00:00Z'), egfr('>', 60))).toBe('nothing to say');
  });
});
