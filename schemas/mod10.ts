/**
 * The check digit of LOINC codes (LOINC Users' Guide, appendix C) and of HL7's scheme M10 (v2.5.1 ch. 2.A.14, CX.3): digits at
 * odd places from the right are doubled, and the sum of all digits is filled up to the next ten. Both standards double
 * these digits as one number; each by itself, as Luhn does, gives the same sum, for a carry takes nine from it either way.
 */
export function mod10(digits: string): number {
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const value = Number(digit) * (place % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return (10 - (sum % 10)) % 10;
}
