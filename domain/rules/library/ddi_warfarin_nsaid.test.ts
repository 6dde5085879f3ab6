import { describe, expect, test } from '@jest/globals';
import { told } from '../ask.ts';
import { bornBefore, diagnosis, medicine, patient } from '../examples.ts';
import type { ChartEntry } from '../facts.ts';
import { ddiWarfarinNsaidRule } from './ddi_warfarin_nsaid.ts';

const aged = (years: number) => patient(bornBefore({ years }));
const WARFARIN = medicine('B01AA03');
const NAPROXEN = medicine('M01AE02');
const GRAVE = 'use-only-if-benefit-outweighs-risk';
const tell = (...entries: ChartEntry[]) => told(ddiWarfarinNsaidRule, [aged(40), WARFARIN, NAPROXEN, ...entries]);

test('speaks only of the two together', () => {
  const idle = 'idle: no warfarin together with an NSAID';
  expect(told(ddiWarfarinNsaidRule, [aged(40), WARFARIN])).toBe(idle);
  expect(told(ddiWarfarinNsaidRule, [aged(40), NAPROXEN])).toBe(idle);
  expect(told(ddiWarfarinNsaidRule, [aged(40), medicine('B01AF02'), NAPROXEN])).toBe(idle);
});

test.each([
  ['salicylates (butylpyrazolidines)', 'M01AA01'],
  ['diclofenac', 'M01AB05'],
  ['meloxicam', 'M01AC06'],
  ['ibuprofen', 'M01AE01'],
  ['mefenamic acid', 'M01AG01'],
  ['celecoxib', 'M01AH01'],
  ['nabumetone', 'M01AX01'],
  ['niflumic acid', 'M01AX02'],
  ['nimesulide', 'M01AX17'],
])('%s (%s) is an NSAID', (_, code) => {
  expect(told(ddiWarfarinNsaidRule, [aged(40), WARFARIN, medicine(code)])).toMatchObject({
    severity: 'warning',
    score: { recommendation: 'assess-risk' },
    summary: { en: 'Warfarin with an NSAID: assess the risk of bleeding' },
    missing: [],
  });
});
test('glucosamine is none, a gel and eye drops need no precautions', () => {
  const of = (code: string) => told(ddiWarfarinNsaidRule, [aged(40), WARFARIN, medicine(code)]);
  expect(of('M01AX05')).toMatch(/^idle/);
  expect(of('M02AA15')).toBe('nothing to say');
  expect(of('S01BC03')).toBe('nothing to say');
});

test('over 65 begins at 66', () => {
  const at = (years: number) => told(ddiWarfarinNsaidRule, [aged(years), WARFARIN, NAPROXEN]);
  expect(at(65)).toMatchObject({ score: { recommendation: 'assess-risk' } });
  expect(at(66)).toMatchObject({
    score: { recommendation: GRAVE },
    detail: { en: expect.stringContaining('age over 65') },
  });
});

test.each([
  ['an ulcer of the stomach', 'K25.9'],
  ['of the duodenum', 'K26.4'],
  ['a peptic ulcer', 'K27.9'],
  ['of the jejunum', 'K28.9'],
  ['haematemesis', 'K92.0'],
  ['melaena', 'K92.1'],
  ['gastrointestinal bleeding', 'K92.2'],
  ['an ulcer in the past', 'Z87.1'],
])('%s (%s) is a history of bleeding', (_, code) => {
  expect(tell(diagnosis(code, '2019-01-01'))).toMatchObject({
    score: { recommendation: GRAVE },
    summary: { en: 'Warfarin with an NSAID: use only if the benefit outweighs the risk of bleeding' },
    detail: { en: expect.stringMatching(/^Factors considered: ulcer or gastrointestinal bleeding\. /) },
  });
});

describe.each([
  ['a systemic corticosteroid', 'H02AB06', 'systemic corticosteroid'],
  ['a corticosteroid in combination', 'H02BX01', 'systemic corticosteroid'],
  ['an aldosterone antagonist', 'C03DA01', 'aldosterone antagonist'],
  ['a second NSAID', 'M01AB05', 'several NSAIDs'],
])('%s', (_, code, named) => {
  test('raises the risk and is named alone', () => {
    expect(tell(medicine(code))).toMatchObject({
      severity: 'warning',
      score: { recommendation: GRAVE },
      detail: { en: expect.stringMatching(new RegExp(`^Factors considered: ${named}\\. `)) },
    });
  });
});
test('a corticosteroid on the skin and a second order of the same NSAID raise nothing', () => {
  const ointment = medicine('H02AB06', { dosageInstruction: [{ route: { text: 'наружно' } }] });
  const same = medicine('M01AE02', { id: 'again' });
  for (const one of [ointment, same])
    expect(tell(one)).toMatchObject({
      score: { recommendation: 'assess-risk' },
      detail: { en: expect.stringMatching(/^Factors considered: none found\. /) },
    });
});

test.each([
  ['a proton pump inhibitor', 'A02BC01'],
  ['misoprostol', 'A02BB01'],
])('%s (%s) protects: to be weighed, at leisure, whatever else is there', (_, code) => {
  expect(tell(medicine(code), diagnosis('K25.4'))).toMatchObject({
    severity: 'info',
    score: { recommendation: 'assess-risk' },
    detail: { en: expect.stringContaining('with gastroprotection') },
  });
});
test.each(['M01AB55', 'M01AE52', 'M01AE56'])('the fixed combination %s brings its protection with it', (code) => {
  expect(told(ddiWarfarinNsaidRule, [aged(70), WARFARIN, medicine(code)])).toMatchObject({ severity: 'info' });
});

test('an unknown age is named where it decides, and the risk is to be assessed', () => {
  const born = (year: string) => told(ddiWarfarinNsaidRule, [patient(year), WARFARIN, NAPROXEN]);
  expect(born('1960')).toMatchObject({
    severity: 'warning',
    score: { recommendation: 'assess-risk-age-unknown' },
    missing: ['Age (over 65 or not)'],
  });
  expect(born('1958')).toMatchObject({ score: { recommendation: GRAVE }, missing: [] });
});

test('both medicines, what protects, what raises the risk and the age are cited', () => {
  expect(tell(diagnosis('K25.4'), medicine('A02BC01'), medicine('H02AB06'), medicine('C03DA01'))).toMatchObject({
    cited: [
      expect.stringMatching(/^Date of birth/),
      'Diagnosis: K25.4',
      ...['B01AA03', 'M01AE02'].map((code) => `Medicine: ${code}`),
      ...['A02BC01', 'C03DA01', 'H02AB06'].map((code) => `Taken into account: ${code}`),
    ],
  });
});
