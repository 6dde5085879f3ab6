import type { Bilingual } from '../../../schemas/result.ts';
import { CARE_SETTING } from '../person.ts';
import { agesText, type Population } from '../rule.ts';
import { both } from './entry.ts';

export const EVERYBODY = both('people of every age, in every setting', 'люди любого возраста, в любых условиях');

/** For whom the rule is, in words; never empty. */
export function populationText({ ageMonths, sex, pregnancy, dialysis, setting }: Population): Bilingual[] {
  const lines = [
    ...(ageMonths ? [agesText(ageMonths)] : []),
    ...(sex ? [sex === 'male' ? both('men', 'мужчины') : both('women', 'женщины')] : []),
    ...(pregnancy === 'excluded' ? [both('not in pregnancy', 'не при беременности')] : []),
    ...(pregnancy === 'only' ? [both('in pregnancy only', 'только при беременности')] : []),
    ...(dialysis ? [both('not on dialysis', 'не на диализе')] : []),
    ...(setting ?? []).map((one) => CARE_SETTING[one]),
  ];
  return lines.length ? lines : [EVERYBODY];
}
