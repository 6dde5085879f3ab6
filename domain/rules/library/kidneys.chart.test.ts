import { describe, expect, test } from '@jest/globals';
import { bornBefore, diagnosis, medicine, onlyOf, patient, runOf, saidBy, value } from '../examples.ts';

const adult = patient(bornBefore({ years: 40 }));
const creatinine = (number: number) => value('14682-9', number, 'umol/L');
const missingOf = (advice: { missing: readonly { en: string }[] }) => advice.missing.map(({ en }) => en);

describe('kidneys', () => {
  test('G3a is said, G2 is not', () => {
    expect(onlyOf('ckdepi2021', [adult, creatinine(140)]).score).toMatchObject({ stage: 'G3b' });
    expect(saidBy('ckdepi2021', [adult, creatinine(90)])).toEqual([]);
  });
  test('G4 is a warning', () => {
    expect(onlyOf('ckdepi2021', [adult, creatinine(300)])).toMatchObject({
      severity: 'warning',
      score: { stage: 'G4' },
    });
  });
  test('an unknown sex is named where it decides the stage', () => {
    const unknown = patient(bornBefore({ years: 40 }), 'unknown');
    expect(missingOf(onlyOf('ckdepi2021', [unknown, creatinine(130)]))).toEqual(['Sex']);
    expect(saidBy('ckdepi2021', [unknown, creatinine(70)])).toEqual([]);
  });
  test('an unknown unit is not guessed', () => {
    expect(runOf('ckdepi2021', [adult, value('14682-9', 300, 'furlong')]).state).toBe('idle');
  });
  test('pregnancy takes the formula away', () => {
    expect(runOf('ckdepi2021', [adult, creatinine(300), diagnosis('O10.0')])).toMatchObject({
      state: 'does-not-apply',
    });
  });
  test('metformin goes on to be taken with eGFR below 30: stop', () => {
    expect(onlyOf('metformin_egfr', [adult, creatinine(300), medicine('A10BD08')])).toMatchObject({
      severity: 'warning',
      form: 'DetectedIssue',
      score: { result: 'stop' },
    });
  });
  test('metformin that is being ordered at eGFR 30–45 is not recommended', () => {
    const draft = medicine('A10BA02', { status: 'draft' });
    expect(onlyOf('metformin_egfr', [adult, creatinine(140), draft]).score).toMatchObject({
      result: 'not-recommended',
    });
  });
  test('metformin without a creatinine: it is named', () => {
    expect(missingOf(onlyOf('metformin_egfr', [adult, medicine('A10BA02')]))).toEqual([
      'Creatinine of the last 12 months',
    ]);
    expect(runOf('metformin_egfr', [adult, creatinine(300), medicine('A10BA02', { status: 'stopped' })]).state).toBe(
      'idle',
    );
  });
});
