import { mod10 } from '../../schemas/mod10.ts';

/** OID of the number of a compulsory medical insurance policy (SEMD). */
export const OMS_OID = '1.2.643.5.1.13.13.11.1035';

/** Is this a possible unified policy number (ЕНП)? Sixteen digits, the last is HL7's check digit M10 of the others. */
export function isOmsPolicy(written: string): boolean {
  const digits = written.trim().replace(/\s/g, '');
  return /^\d{16}$/.test(digits) && mod10(digits.slice(0, 15)) === Number(digits.charAt(15));
}
