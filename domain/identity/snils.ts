/** OID of the insurance number of an individual account in the Russian registries. */
export const SNILS_OID = '1.2.643.100.3';

/**
 * Is this a possible SNILS? Eleven digits, written `112-233-445 95` or together. The last two are the check number: the sum of
 * the first nine, each by its place from the right (9 … 1), modulo 101, where 100 counts as 00. No digit stands three
 * times in a row in the first nine; numbers up to 001-001-998 have no check number (order of the Pension Fund board,
 * annex 1; consultant.ru cons_doc_LAW_142584). A possible number may still be another person's: it proposes, never decides.
 */
export function isSnils(written: string): boolean {
  const digits = snilsDigits(written);
  if (digits === undefined || /^\d{0,6}(\d)\1\1/.test(digits)) return false;
  if (digits.slice(0, 9) <= '001001998') return true;
  return digits.endsWith(snilsCheckNumber(digits.slice(0, 9)));
}

/** The eleven digits of a SNILS in any usual notation, or undefined. */
function snilsDigits(written: string): string | undefined {
  const digits = written.trim().replace(/[\s-]/g, '');
  return /^\d{11}$/.test(digits) ? digits : undefined;
}

function snilsCheckNumber(nine: string): string {
  const sum = [...nine].reduce((total, digit, index) => total + Number(digit) * (9 - index), 0);
  return String((sum % 101) % 100).padStart(2, '0');
}
