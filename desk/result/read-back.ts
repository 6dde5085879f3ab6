/**
 * Read-back as on the telephone (Joint Commission NPSG.02.03.01; WHO Patient Safety Solutions 3): who takes a critical
 * result repeats patient and value in his own hand. One click proves nothing, a typed number and a year do.
 */
export type Expected = {
  /** Year of birth as the record has it (`1950`, `1950-03-01`), or undefined where nobody knows it. */
  readonly birthDate: string | undefined;
  /** The value that is critical (`6.8 mmol/L`), or the words of a finding that has no number. */
  readonly says: string;
};
export type Repeated = { readonly birthYear: string; readonly says: string };
export type Mismatch = 'birth-year' | 'says';

/** The first number of a text, comma or point, with its sign; undefined where it has none. */
export function numberOf(text: string): number | undefined {
  const digits = text
    .normalize('NFKC')
    .replace(/\u2212/g, '-')
    .match(/-?\d+(?:[.,]\d+)?/)?.[0];
  return digits === undefined ? undefined : Number(digits.replace(',', '.'));
}

/** Whether the thing to repeat is a number: then it is typed; words are picked from a list of look-alikes. */
export const isTyped = (says: string): boolean => numberOf(says) !== undefined;

const words = (text: string): string => text.normalize('NFKC').trim().replace(/\s+/g, ' ').toLocaleLowerCase('ru');

/**
 * What was repeated wrongly; empty: he has read it. Numbers compare as numbers (`6,80` is `6.8`), and the unit need not be
 * typed. A patient without a birth date is told by the value alone, and the dialog says so.
 */
export function mismatches(expected: Expected, repeated: Repeated): readonly Mismatch[] {
  const wrong: Mismatch[] = [];
  const year = expected.birthDate?.slice(0, 4);
  if (year !== undefined && repeated.birthYear.normalize('NFKC').trim() !== year) wrong.push('birth-year');
  const number = numberOf(expected.says);
  const same =
    number === undefined ? words(repeated.says) === words(expected.says) : numberOf(repeated.says) === number;
  if (!same) wrong.push('says');
  return wrong;
}

/** A stable order that does not put the right one first: by a small hash of the words, the same at each showing. */
function place(text: string): number {
  let sum = 0;
  for (const character of text) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
  return sum;
}

/** The right words among others of the same kind: at most three others, none of them equal to it. */
export function choices(right: string, others: readonly string[]): readonly string[] {
  const wrong = [...new Set(others)].filter((one) => words(one) !== words(right)).slice(0, 3);
  return [right, ...wrong].sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
}
