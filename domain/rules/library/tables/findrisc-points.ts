import type { Sex } from '../../person.ts';

export type FindriscInputs = {
  readonly age: number;
  readonly sex: Sex;
  /** kg/m² */
  readonly bmi: number;
  /** cm, at the navel */
  readonly waist: number;
  readonly active: boolean;
  readonly vegetablesDaily: boolean;
  readonly bpMedication: boolean;
  readonly highGlucoseHistory: boolean;
  readonly familyHistory: 'none' | 'second' | 'first';
};

export const findriscAge = (years: number): number => (years < 45 ? 0 : years < 55 ? 2 : years < 65 ? 3 : 4);
export const findriscBmi = (bmi: number): number => (bmi < 25 ? 0 : bmi <= 30 ? 1 : 3);
/** Men 94 and 102 cm, women 80 and 88 cm. */
export function findriscWaist(waist: number, sex: Sex): number {
  const [low, high] = sex === 'male' ? [94, 102] : [80, 88];
  return waist < low ? 0 : waist <= high ? 3 : 4;
}
export const FINDRISC_FAMILY = { none: 0, second: 3, first: 5 } as const;

/** Lindström and Tuomilehto 2003 with the additions of the questionnaire in use (family, activity, vegetables): 0 to 26. */
export const findrisc = (given: FindriscInputs): number =>
  findriscAge(given.age) +
  findriscBmi(given.bmi) +
  findriscWaist(given.waist, given.sex) +
  (given.active ? 0 : 2) +
  (given.vegetablesDaily ? 0 : 1) +
  (given.bpMedication ? 2 : 0) +
  (given.highGlucoseHistory ? 5 : 0) +
  FINDRISC_FAMILY[given.familyHistory];

export type FindriscBand = 'low' | 'slightly-elevated' | 'moderate' | 'high' | 'very-high';

/** Below 7, to 11, to 14, to 20, above. */
export const findriscBand = (total: number): FindriscBand =>
  total < 7 ? 'low' : total <= 11 ? 'slightly-elevated' : total <= 14 ? 'moderate' : total <= 20 ? 'high' : 'very-high';
