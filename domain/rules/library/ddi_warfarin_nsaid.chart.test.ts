import { describe, expect, test } from '@jest/globals';
import { bornBefore, diagnosis, medicine, onlyOf, patient, saidBy } from '../examples.ts';

const adult = patient(bornBefore({ years: 40 }));
const missingOf = (advice: { missing: readonly { en: string }[] }) => advice.missing.map(({ en }) => en);

describe('warfarin with an NSAID', () => {
  const warfarin = medicine('B01AA03');
  test('over 65: only if the benefit outweighs the risk', () => {
    const facts = [patient(bornBefore({ years: 66 })), warfarin, medicine('M01AE02')];
    expect(onlyOf('ddi_warfarin_nsaid', facts)).toMatchObject({
      severity: 'warning',
      form: 'DetectedIssue',
      score: { recommendation: 'use-only-if-benefit-outweighs-risk' },
    });
  });
  test.each([
    ['plain', [], 'assess-risk'],
    ['with a proton pump inhibitor', [medicine('A02BC01'), diagnosis('K25.4')], 'assess-risk'],
    ['with an ulcer in the history', [diagnosis('K26.9', '2020-05')], 'use-only-if-benefit-outweighs-risk'],
    ['with prednisolone', [medicine('H02AB06')], 'use-only-if-benefit-outweighs-risk'],
    ['with spironolactone', [medicine('C03DA01')], 'use-only-if-benefit-outweighs-risk'],
    ['with a second NSAID', [medicine('M01AB05')], 'use-only-if-benefit-outweighs-risk'],
  ])('at 40, %s', (_, more, recommendation) => {
    expect(onlyOf('ddi_warfarin_nsaid', [adult, warfarin, medicine('M01AE02'), ...more]).score).toEqual({
      recommendation,
    });
  });
  test('a diclofenac gel needs no precautions, by ATC group and by route', () => {
    expect(saidBy('ddi_warfarin_nsaid', [adult, warfarin, medicine('M02AA15')])).toEqual([]);
    const gel = medicine('M01AB05', { dosageInstruction: [{ route: { text: 'наружно' } }] });
    expect(saidBy('ddi_warfarin_nsaid', [adult, warfarin, gel])).toEqual([]);
  });
  test('an unknown age is named where it decides', () => {
    const advice = onlyOf('ddi_warfarin_nsaid', [patient(undefined), warfarin, medicine('M01AE02')]);
    expect(missingOf(advice)).toEqual(['Age (over 65 or not)']);
  });
});
