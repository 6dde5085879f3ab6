/** OID of the number of a compulsory medical insurance policy (SEMD). */
export const OMS_OID = '1.2.643.5.1.13.13.11.1035';

/** Is this a possible unified policy number (ЕНП)? Sixteen digits, the last is the HL7 Mod10 check digit of the others. */
export function isOmsPolicy(written: string): boolean {
  const digits = written.trim().replace(/\s/g, '');
  return /^\d{16}$/.test(digits) && mod10(digits.slice(0, 15)) === Number(digits.charAt(15));
}

/**
 * Check digit by the scheme M10 of HL7 v2.5.1 ch. 2.A.14 (CX.3). It is not Luhn's: the digits at odd places from the right
 * are put together, read from the right, and the number they make is doubled; in front of it come the digits at even
 * places, read from the right; the check digit fills the sum of all these digits up to the next ten.
 */
export function mod10(base: string): number {
  const fromRight = [...base].reverse();
  const odd = fromRight.filter((_, index) => index % 2 === 0).join('');
  const even = fromRight.filter((_, index) => index % 2 === 1).join('');
  const sum = [...`${even}${BigInt(odd) * 2n}`].reduce((total, digit) => total + Number(digit), 0);
  return (10 - (sum % 10)) % 10;
}
