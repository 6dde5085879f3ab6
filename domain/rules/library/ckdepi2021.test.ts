import { describe, expect, test } from '@jest/globals';
import { told } from '../ask.ts';
import { bornBefore, patient, value } from '../examples.ts';
import type { ChartEntry } from '../facts.ts';
import { ckdepi2021Rule, stageOf } from './ckdepi2021.ts';

const man = patient(bornBefore({ years: 50 }), 'male');
const egfr = (number: number, change = {}) => value('98979-8', number, 'mL/min/{1.73_m2}', change);
const creatinine = (umol: number, change = {}) => value('14682-9', umol, 'umol/L', change);
const tell = (...entries: ChartEntry[]) => told(ckdepi2021Rule, [man, ...entries]);

test.each([
  [90, 'G1'],
  [89.9, 'G2'],
  [60, 'G2'],
  [59.9, 'G3a'],
  [45, 'G3a'],
  [44.9, 'G3b'],
  [30, 'G3b'],
  [29.9, 'G4'],
  [15, 'G4'],
  [14.9, 'G5'],
])('an eGFR of %f is %s', (number, stage) => expect(stageOf(number)).toBe(stage));

describe('in a chart', () => {
  test.each([
    [59.9, 'G3a', 'info'],
    [30, 'G3b', 'info'],
    [29.9, 'G4', 'warning'],
    [14.9, 'G5', 'warning'],
  ])('%f is %s: %s', (number, stage, severity) => {
    expect(tell(egfr(number))).toMatchObject({ severity, score: { egfr: Math.round(number), stage }, missing: [] });
  });
  test('from 60 on there is nothing to say', () => expect(tell(egfr(60))).toBe('nothing to say'));
  test('moderate is measured again, severe goes to a nephrologist', () => {
    expect(tell(egfr(30))).toMatchObject({ action: { en: expect.stringMatching(/^Repeat in 3 months/) } });
    expect(tell(egfr(29))).toMatchObject({ action: { en: expect.stringMatching(/nephrologist/) } });
  });
  test('the figure is one where it is certain, and two where the age leaves it open', () => {
    expect(tell(creatinine(150))).toMatchObject({ summary: { en: expect.stringMatching(/^eGFR \d\d mL/) } });
    expect(tell(creatinine(150))).not.toHaveProperty('score.egfrMost');
    const year = (umol: number) => told(ckdepi2021Rule, [patient('1961', 'male'), creatinine(umol)]);
    expect(year(125)).toMatchObject({ score: { egfr: 55, stage: 'G3a' }, missing: ['Exact date of birth'] });
    expect(year(125)).not.toHaveProperty('score.egfrMost');
    const unknown = told(ckdepi2021Rule, [patient(bornBefore({ years: 50 }), 'unknown'), creatinine(170)]);
    expect(unknown).toMatchObject({
      score: { egfr: 31, egfrMost: 42, stage: 'G3b' },
      summary: { en: expect.stringContaining('eGFR 31–42') },
      missing: ['Sex'],
    });
  });
  test('a creatinine of the last 365 days is read, an older one is no occasion', () => {
    expect(tell(creatinine(200, { effectiveDateTime: '2025-03-01T12:00:00Z' }))).toHaveProperty('severity');
    expect(tell(creatinine(200, { effectiveDateTime: '2025-03-01T11:59:00Z' }))).toBe(
      'idle: no creatinine in the last 12 months',
    );
  });
});
