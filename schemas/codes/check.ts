/**
 * A LOINC code: a number, a hyphen and its check digit by Mod 10 (LOINC Users' Guide, appendix C): the digits at odd
 * places from the right are doubled, and the sum of all digits is filled up to the next ten.
 */
export function isLoinc(code: string): boolean {
  const [, number, check] = /^(\d{1,7})-(\d)$/.exec(code) ?? [];
  if (number === undefined) return false;
  const sum = [...number].reverse().reduce((total, digit, place) => {
    const value = Number(digit) * (place % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return (10 - (sum % 10)) % 10 === Number(check);
}

/** An ATC code of any of the five levels (WHO ATC/DDD Index): `A`, `A10`, `A10B`, `A10BA`, `A10BA02`. */
export const isAtc = (code: string): boolean => /^[ABCDGHJLMNPRSV](\d\d([A-Z]([A-Z](\d\d)?)?)?)?$/.test(code);
