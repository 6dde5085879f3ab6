import { mod10 } from '../mod10.ts';

/** A LOINC code: a number, a hyphen and its check digit. */
export function isLoinc(code: string): boolean {
  const [, number, check] = /^(\d{1,7})-(\d)$/.exec(code) ?? [];
  return number !== undefined && mod10(number) === Number(check);
}

/** An ATC code of any of the five levels (WHO ATC/DDD Index): `A`, `A10`, `A10B`, `A10BA`, `A10BA02`. */
export const isAtc = (code: string): boolean => /^[ABCDGHJLMNPRSV](\d\d([A-Z]([A-Z](\d\d)?)?)?)?$/.test(code);
