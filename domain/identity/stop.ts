import { type NationalNumber, numberName } from './holder.ts';

const RUN = '01234567890123456789';
const isRun = (digits: string): boolean => RUN.includes(digits) || [...RUN].reverse().join('').includes(digits);

/**
 * Numbers that are typed where a field must be filled: equal digits, and runs such as 123-456-789 64, whose check number is
 * right by chance. They link nobody and are proposed to nobody.
 */
export function isFiller({ system, value }: NationalNumber): boolean {
  const said = system === 'snils' ? value.slice(0, 9) : value.slice(0, 15);
  return /^(\d)\1*$/.test(said) || isRun(said);
}

/** Whether a number takes part in identity at all; `stopNumbers` are those of the region file, in any notation. */
export function stopList(stopNumbers: readonly string[] = []): (number: NationalNumber) => boolean {
  const listed = new Set(stopNumbers.map((one) => one.replaceAll(/[\s-]/g, '')));
  return (number) => isFiller(number) || listed.has(number.value) || listed.has(numberName(number));
}
