import { describe, expect, test } from '@jest/globals';
import { told } from '../ask.ts';
import { answer, bornBefore, diagnosis, patient, sign, value } from '../examples.ts';
import type { ChartEntry } from '../facts.ts';
import { qsofa, qsofaPositive, qsofaRule } from './qsofa.ts';

const adult = patient(bornBefore({ years: 40 }));
const pneumonia = diagnosis('J18.9');
const breaths = (number: number, change = {}) => value('9279-1', number, '/min', change);
const systolic = (number: number) => value('8480-6', number, 'mm[Hg]');
const gcs = (number: number) => value('9269-2', number, '{score}');
const tell = (...entries: ChartEntry[]) => told(qsofaRule, [adult, pneumonia, ...entries]);

describe('qSOFA', () => {
  test('counts what is met and what may be', () => {
    expect(qsofa({ rrGe22: true, alteredMentation: undefined, sbpLe100: false })).toMatchObject({ least: 1, most: 2 });
    expect([0, 1, 2, 3].map(qsofaPositive)).toEqual([false, false, true, true]);
  });
  test.each([
    ['22 breaths, systolic 100', 22, 100, 15, 2],
    ['22 breaths, GCS 14', 22, 101, 14, 2],
    ['all three', 22, 100, 14, 3],
  ])('%s: a warning', (_, rr, sbp, score, least) => {
    expect(tell(breaths(rr), systolic(sbp), gcs(score))).toMatchObject({
      severity: 'warning',
      score: { least, most: least, highRisk: true },
      missing: [],
    });
  });
  test.each([
    ['21 breaths, systolic 100', 21, 100, 15],
    ['22 breaths, systolic 101', 22, 101, 15],
  ])('%s: nothing to say', (_, rr, sbp, score) => {
    expect(tell(breaths(rr), systolic(sbp), gcs(score))).toBe('nothing to say');
  });
  test('two points are enough without the third', () => {
    expect(tell(breaths(24), systolic(90))).toMatchObject({
      score: { least: 2, most: 3 },
      missing: ['Consciousness (ACVPU)'],
      summary: {
        en: 'qSOFA 2–3 of 3 with an infection: look for sepsis',
        ru: 'qSOFA 2–3 из 3 при инфекции: исключите сепсис',
      },
    });
  });
  test('one point of what is known: the rest is asked for; none: silence', () => {
    expect(tell(breaths(24))).toMatchObject({
      score: undefined,
      missing: ['Systolic blood pressure', 'Consciousness (ACVPU)'],
    });
    expect(tell(breaths(18))).toBe('nothing to say');
  });
  test('consciousness may be charted as ACVPU or as confusion', () => {
    expect(tell(breaths(24), systolic(120), answer('67775-7', '300202002'))).toMatchObject({ score: { least: 2 } });
    expect(tell(breaths(24), systolic(120), sign('confusion', true))).toMatchObject({ score: { least: 2 } });
    expect(tell(breaths(24), systolic(120), answer('67775-7', '248234008'))).toBe('nothing to say');
  });
  test('only with an infection of the last week and vital signs of the last day', () => {
    const sick = [breaths(24), systolic(90)];
    expect(told(qsofaRule, [adult, ...sick])).toBe('idle: no infection diagnosed in the last 7 days');
    expect(told(qsofaRule, [adult, diagnosis('I10'), ...sick])).toMatch(/^idle/);
    expect(told(qsofaRule, [adult, diagnosis('A41.9'), ...sick])).toMatchObject({ severity: 'warning' });
    expect(told(qsofaRule, [adult, diagnosis('J18.9', '2026-02-20'), ...sick])).toMatch(/^idle/);
    expect(tell(breaths(24, { effectiveDateTime: '2026-02-28T11:00:00Z' }))).toBe(
      'idle: no vital signs in the last 24 hours',
    );
  });
  test('is for adults', () => {
    const child = patient(bornBefore({ years: 17, months: 11 }));
    expect(told(qsofaRule, [child, pneumonia, breaths(30), systolic(90)])).toBe('does-not-apply: from 18 years of age');
  });
});
