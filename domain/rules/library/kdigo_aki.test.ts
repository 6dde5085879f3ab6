import { describe, expect, test } from '@jest/globals';
import { ask, told } from '../ask.ts';
import { bornBefore, diagnosis, patient, value } from '../examples.ts';
import type { ChartEntry } from '../facts.ts';
import { criticalLabsRule } from './critical_labs.ts';
import { kdigoAkiRule } from './kdigo_aki.ts';
import { akiStage } from './tables/aki.ts';

const stage = (baselineMgDl: number, currentMgDl: number, more = {}) =>
  akiStage({ baselineMgDl, currentMgDl, ...more });

describe('KDIGO stage', () => {
  test.each([
    [1, 1.49, 0],
    [1, 1.5, 1],
    [1, 1.99, 1],
    [1, 2, 2],
    [1, 2.99, 2],
    [1, 3, 3],
    [2.7, 4, 0],
    [2.6, 3.9, 1],
    [2.6, 4, 3],
  ])('creatinine %f to %f mg/dL: %i', (from, to, expected) => {
    expect(stage(from, to)).toBe(expected);
  });
  test.each([
    [0.29, 0],
    [0.3, 1],
    [1.2 - 0.9, 1],
    [26.5 / 88.4, 1],
    [26.4 / 88.4, 0],
  ])('a rise of %f mg/dL within 48 hours: %i', (riseWithin48hMgDl, expected) => {
    expect(stage(1, 1.2, { riseWithin48hMgDl })).toBe(expected);
  });
  test('4.0 mg/dL counts only where the definition is met', () => {
    expect(stage(3.9, 4, { riseWithin48hMgDl: 0.1 })).toBe(0);
    expect(stage(3.7, 4, { riseWithin48hMgDl: 0.3 })).toBe(3);
    expect(stage(3.7, 3.99, { riseWithin48hMgDl: 0.3 })).toBe(1);
  });
  test.each([
    [0.49, 5.9, 0],
    [0.49, 6, 1],
    [0.5, 6, 0],
    [0.49, 11.9, 1],
    [0.49, 12, 2],
    [0.29, 23.9, 2],
    [0.29, 24, 3],
    [0.3, 24, 2],
    [0, 11.9, 1],
    [0, 12, 3],
    [0.01, 12, 2],
  ])('urine %f mL/kg/h for %f h: %i', (mlPerKgHour, hours, expected) => {
    expect(stage(1, 1, { urine: { mlPerKgHour, hours } })).toBe(expected);
  });
  test('replacement therapy is stage 3', () => expect(stage(1, 1, { rrt: true })).toBe(3));
});

const adult = patient(bornBefore({ years: 60 }));
const creatinine = (umol: number, effectiveDateTime: string, change = {}, options = {}) =>
  value('14682-9', umol, 'umol/L', { effectiveDateTime, ...change }, options);
const NOW = '2026-03-01T08:00:00Z';
const tell = (...entries: ChartEntry[]) => told(kdigoAkiRule, [adult, ...entries]);

describe('acute kidney injury in a chart', () => {
  test('each stage has its severity', () => {
    const from = creatinine(80, '2026-02-25T08:00:00Z');
    expect(tell(from, creatinine(110, NOW))).toBe('nothing to say');
    expect(tell(from, creatinine(120, NOW))).toMatchObject({ severity: 'info', score: { stage: 1, ratio: 1.5 } });
    expect(tell(from, creatinine(160, NOW))).toMatchObject({ severity: 'critical', score: { stage: 2 } });
    expect(tell(from, creatinine(240, NOW))).toMatchObject({
      severity: 'critical',
      summary: { en: 'Acute kidney injury, KDIGO stage 3', ru: 'Острое повреждение почек, стадия KDIGO 3' },
      detail: {
        en: 'Creatinine 80 → 240 µmol/L (× 3).',
        ru: 'Креатинин 80 → 240 мкмоль/л (× 3).',
      },
      cited: ['Creatinine: 240 umol/L', 'Creatinine: 80 umol/L'],
    });
  });
  test('is as grave as the critical laboratory values have it: stage 1 with potassium above 6.0 too', () => {
    const from = creatinine(80, '2026-02-25T08:00:00Z');
    const potassium = (mmol: number, change = {}) =>
      value('2823-3', mmol, 'mmol/L', { effectiveDateTime: NOW, ...change });
    const severity = (umol: number, ...more: ChartEntry[]) => {
      const [own, critical] = [kdigoAkiRule, criticalLabsRule].map((rule) => {
        const outcome = ask(rule, [adult, from, creatinine(umol, NOW), ...more]);
        const of = outcome.state === 'said' ? outcome.conclusions.map(({ advice }) => advice) : [];
        return of.find(({ matter }) => matter === 'kdigo_aki')?.severity;
      });
      return [own, critical];
    };
    expect(severity(120, potassium(6.1))).toEqual(['critical', 'critical']);
    expect(severity(120, potassium(6))).toEqual(['info', undefined]);
    expect(severity(120, potassium(6.4, { effectiveDateTime: '2026-02-26T08:00:00Z' }))).toEqual(['info', undefined]);
    expect(severity(160)).toEqual(['critical', 'critical']);
    expect(tell(from, creatinine(120, NOW), potassium(6.1))).toMatchObject({
      cited: ['Creatinine: 120 umol/L', 'Creatinine: 80 umol/L', 'Potassium: 6.1 mmol/L'],
    });
  });
  test('a rise of 26.5 µmol/L counts within 48 hours, not after three days', () => {
    expect(tell(creatinine(80, '2026-02-27T08:00:00Z'), creatinine(106.5, NOW))).toMatchObject({ score: { stage: 1 } });
    expect(tell(creatinine(80, '2026-02-27T08:00:00Z'), creatinine(106.4, NOW))).toBe('nothing to say');
    expect(tell(creatinine(80, '2026-02-27T07:59:00Z'), creatinine(106.5, NOW))).toBe('nothing to say');
  });
  test('the baseline is the lowest of the week, else the median of the year', () => {
    const year = [60, 80, 100, 140].map((umol, index) =>
      creatinine(umol, `2025-1${index % 3}-0${index + 1}T08:00:00Z`),
    );
    expect(tell(...year, creatinine(120, NOW))).toMatchObject({ score: { stage: 1, ratio: 1.5 } });
    expect(tell(...year, creatinine(110, '2026-02-23T08:00:00Z'), creatinine(120, NOW))).toBe('nothing to say');
  });
  test('without an earlier value, or with none of the last two days, nothing is said', () => {
    const idle = 'idle: no creatinine of the last 48 hours with an earlier one to compare';
    expect(tell(creatinine(400, NOW))).toBe(idle);
    expect(tell(creatinine(80, '2026-02-20T08:00:00Z'), creatinine(300, '2026-02-27T11:00:00Z'))).toBe(idle);
    expect(tell(creatinine(80, '2025-02-20T08:00:00Z'), creatinine(300, NOW))).toBe(idle);
  });
  test('“less than 40” and a value of doubtful time are compared with nothing', () => {
    const below = creatinine(40, '2026-02-26T08:00:00Z', {
      valueQuantity: { value: 40, comparator: '<', code: 'umol/L' },
    });
    const doubtful = creatinine(40, '2026-02-26T08:00:00Z', {}, { doubtful: true });
    const idle = 'idle: no creatinine of the last 48 hours with an earlier one to compare';
    expect(tell(below, creatinine(120, NOW))).toBe(idle);
    expect(tell(doubtful, creatinine(120, NOW))).toBe(idle);
  });
  test('urine of a day by weight is enough', () => {
    const urine = (mL: number) => [value('9192-6', mL, 'mL'), value('29463-7', 80, 'kg')];
    expect(tell(...urine(570))).toMatchObject({
      score: { stage: 3 },
      detail: { en: expect.stringContaining('0.3 mL') },
    });
    expect(tell(...urine(580))).toMatchObject({ score: { stage: 2 } });
    expect(tell(...urine(950))).toMatchObject({ score: { stage: 2 } });
    expect(tell(...urine(960))).toBe('nothing to say');
    expect(tell(value('9192-6', 500, 'mL'))).toMatch(/^idle/);
    const above = value('29463-7', 80, 'kg', { valueQuantity: { value: 80, comparator: '>', code: 'kg' } });
    expect(tell(value('9192-6', 500, 'mL'), above)).toMatch(/^idle/);
  });
  test('not on dialysis and not under 18', () => {
    const rise = [creatinine(80, '2026-02-25T08:00:00Z'), creatinine(300, NOW)];
    expect(tell(...rise, diagnosis('Z99.2'))).toBe('does-not-apply: not on dialysis');
    const child = patient(bornBefore({ years: 17 }));
    expect(told(kdigoAkiRule, [child, ...rise])).toBe('does-not-apply: from 18 years of age');
  });
});

describe('what is compared', () => {
  const at = (umol: number, time: string, change = {}, options = {}) => creatinine(umol, time, change, options);
  test('the lowest of the seven days before, in whatever order they came, to the minute', () => {
    const [first, second] = [at(100, '2026-02-26T08:00:00Z'), at(80, '2026-02-25T08:00:00Z')];
    expect(tell(first, second, at(121, NOW))).toMatchObject({ score: { stage: 1, ratio: 1.5 } });
    expect(tell(second, first, at(121, NOW))).toEqual(tell(first, second, at(121, NOW)));
    expect(tell(at(80, '2026-02-22T08:00:00Z'), at(121, NOW))).toMatchObject({ score: { stage: 1 } });
    const median = tell(at(80, '2026-02-22T07:59:00Z'), at(110, '2026-02-24T08:00:00Z'), at(121, NOW));
    expect(median).toBe('nothing to say');
  });
  test('the middle of the year where the week has none, whatever the order of the values', () => {
    const year = [140, 60, 100, 80].map((umol, index) => at(umol, `2025-0${index + 4}-01T08:00:00Z`));
    expect(tell(...year, at(120, NOW))).toMatchObject({
      score: { ratio: 1.5 },
      cited: expect.arrayContaining(['Creatinine: 80 umol/L']),
    });
    expect(tell(at(60, '2025-03-01T12:00:00Z'), at(120, NOW))).toMatchObject({ score: { stage: 2 } });
    expect(tell(at(60, '2025-03-01T11:59:00Z'), at(120, NOW))).toMatch(/^idle/);
  });
  test('a value of exactly 48 hours is a newest one, a minute older is none', () => {
    const from = at(60, '2026-02-23T08:00:00Z');
    expect(tell(from, at(120, '2026-02-27T12:00:00Z'))).toMatchObject({ score: { stage: 2 } });
    expect(tell(from, at(120, '2026-02-27T11:59:00Z'))).toMatch(/^idle/);
  });
  test('the value of 48 hours that makes it an injury is cited beside the baseline', () => {
    const said = tell(at(90, '2026-02-24T08:00:00Z'), at(95, '2026-02-28T08:00:00Z'), at(125, NOW));
    expect(said).toMatchObject({
      score: { stage: 1 },
      cited: ['Creatinine: 125 umol/L', 'Creatinine: 90 umol/L', 'Creatinine: 95 umol/L'],
    });
  });
  test('urine and weight are cited, and without creatinine there is no ratio', () => {
    const said = tell(value('9192-6', 570, 'mL'), value('29463-7', 80, 'kg'));
    expect(said).toMatchObject({ cited: ['Body weight: 80 kg', expect.stringContaining('570 mL')] });
    expect(said).not.toHaveProperty('score.ratio');
  });
  test('a potassium of “more than 6.1” is no figure to judge by', () => {
    const above = value('2823-3', 6.1, 'mmol/L', {
      effectiveDateTime: NOW,
      valueQuantity: { value: 6.1, comparator: '>', code: 'mmol/L' },
    });
    expect(tell(at(80, '2026-02-25T08:00:00Z'), at(120, NOW), above)).toMatchObject({ severity: 'info' });
  });
});
