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

/** A specimen of each group of ICD-10 that is taken for an infection. */
describe('an infection is', () => {
  const sick = [breaths(24), systolic(90)];
  test.each([
    ...[
      ['intestinal', 'A00.9'],
      ['intestinal, unspecified', 'A09'],
      ['tuberculosis', 'A15.0'],
      ['plague', 'A20.9'],
    ],
    ...[
      ['listeriosis', 'A32.7'],
      ['sepsis', 'A41.9'],
      ['syphilis', 'A50.9'],
      ['Lyme disease', 'A69.2'],
    ],
    ...[
      ['typhus', 'A75.9'],
      ['viral encephalitis', 'A86'],
      ['haemorrhagic fever', 'A98.5'],
      ['fever', 'A99'],
    ],
    ...[
      ['herpes', 'B00.9'],
      ['candidiasis', 'B37.7'],
      ['coccidioidomycosis', 'B38.9'],
      ['histoplasmosis', 'B39.9'],
    ],
    ...[
      ['aspergillosis', 'B44.9'],
      ['cryptococcosis', 'B45.9'],
      ['other mycosis', 'B48.8'],
      ['mycosis', 'B49'],
    ],
    ...[
      ['a named coccus', 'B95.6'],
      ['a named bacterium', 'B96.2'],
      ['unspecified', 'B99'],
    ],
    ...[
      ['meningitis', 'G00.1'],
      ['other meningitis', 'G03.9'],
      ['abscess of the brain', 'G06.0'],
    ],
    ...[
      ['endocarditis', 'I33.0'],
      ['viral pneumonia', 'J12.9'],
      ['pneumococcus', 'J13'],
      ['haemophilus', 'J14'],
    ],
    ...[
      ['bacterial pneumonia', 'J15.9'],
      ['other pneumonia', 'J16.8'],
      ['in another disease', 'J17.0'],
    ],
    ...[
      ['pneumonia', 'J18.9'],
      ['bronchitis', 'J20.9'],
      ['lower airways', 'J22'],
      ['aspiration', 'J69.0'],
    ],
    ...[
      ['abscess of the lung', 'J85.2'],
      ['pyothorax', 'J86.9'],
      ['appendicitis', 'K35.8'],
      ['diverticulitis', 'K57.2'],
    ],
    ...[
      ['anorectal abscess', 'K61.0'],
      ['peritonitis', 'K65.0'],
      ['abscess of the liver', 'K75.0'],
    ],
    ...[
      ['cholecystitis', 'K81.0'],
      ['cholangitis', 'K83.0'],
      ['abscess of the skin', 'L02.2'],
      ['phlegmon', 'L03.1'],
    ],
    ...[
      ['of the skin', 'L08.9'],
      ['arthritis', 'M00.9'],
      ['fasciitis', 'M72.6'],
      ['osteomyelitis', 'M86.9'],
    ],
    ...[
      ['pyelonephritis', 'N10'],
      ['tubulointerstitial', 'N12'],
      ['pyonephrosis', 'N13.6'],
      ['renal abscess', 'N15.1'],
    ],
    ...[
      ['cystitis', 'N30.0'],
      ['urinary', 'N39.0'],
      ['prostatitis', 'N41.0'],
      ['salpingitis', 'N70.0'],
    ],
    ...[
      ['of the uterus', 'N71.0'],
      ['of the pelvis', 'N73.0'],
      ['septic shock', 'R57.2'],
      ['SIRS', 'R65.1'],
    ],
    ...[
      ['of an infusion', 'T80.2'],
      ['of a wound', 'T81.4'],
      ['COVID-19', 'U07.1'],
    ],
  ])('%s (%s)', (_, code) => {
    expect(told(qsofaRule, [adult, diagnosis(code as string), ...sick])).toMatchObject({ severity: 'warning' });
  });
  test.each([
    ['hydronephrosis', 'N13.2'],
    ['another disorder of the kidney', 'N15.9'],
    ['incontinence', 'N39.3'],
    ['cardiogenic shock', 'R57.0'],
    ['a transfusion reaction', 'T80.3'],
    ['haemorrhage after a procedure', 'T81.0'],
    ['asthma', 'J45.9'],
  ])('not %s (%s)', (_, code) => {
    expect(told(qsofaRule, [adult, diagnosis(code), ...sick])).toBe('idle: no infection diagnosed in the last 7 days');
  });
  test('as of three at most that are cited', () => {
    const four = ['A41.9', 'J18.9', 'N10', 'L03.1'].map((code) => diagnosis(code));
    const said = told(qsofaRule, [adult, ...four, ...sick]);
    expect((said as { cited: string[] }).cited.filter((one) => one.startsWith('Diagnosis'))).toHaveLength(3);
  });
  test('of exactly the last seven days, to the minute', () => {
    const at = (time: string) => told(qsofaRule, [adult, diagnosis('J18.9', time), ...sick]);
    expect(at('2026-02-22T12:00:00Z')).toMatchObject({ severity: 'warning' });
    expect(at('2026-02-22T11:59:00Z')).toMatch(/^idle: no infection/);
  });
});

test('vital signs of exactly the last 24 hours count, to the minute', () => {
  const at = (effectiveDateTime: string) => tell(breaths(24, { effectiveDateTime }), systolic(90));
  expect(at('2026-02-28T12:00:00Z')).toMatchObject({ score: { least: 2 } });
  expect(at('2026-02-28T11:59:00Z')).toMatchObject({
    missing: expect.arrayContaining(['Respiratory rate (no recent value)']),
  });
});

test('what is cited is the diagnosis and each value, the scale before the level of consciousness', () => {
  const said = tell(breaths(24), systolic(90), gcs(15), answer('67775-7', '300202002'));
  expect(said).toMatchObject({
    score: { least: 2, most: 2 },
    cited: [
      'Diagnosis: J18.9',
      'Glasgow Coma Scale: 15 {score}',
      'Respiratory rate: 24 /min',
      'Systolic blood pressure: 90 mm[Hg]',
    ],
  });
});
