import type { DeskResult } from '../../schemas/api/desk-result.ts';
import { FINDING_WORDS } from '../../schemas/words.ts';
import type { Bilingual, Language } from '../words/words.ts';
import { OTHER_MATTERS } from './words-acknowledge.ts';

/**
 * Read-back as on the telephone (Joint Commission NPSG.02.03.01; WHO Patient Safety Solutions 3): who takes a critical
 * result repeats patient and value in his own hand. One click proves nothing; a typed number and a year do.
 */
export type Asked =
  /** A measured value: the number is typed. */
  | { readonly kind: 'number'; readonly label: string; readonly says: string }
  /** Words without a number: picked among others of the same kind. */
  | { readonly kind: 'words'; readonly says: string; readonly choices: readonly string[] };

export type Expected = {
  /** As the record has it (`1950`, `1950-03-01`); absent where nobody knows it. */
  readonly birthDate?: string | undefined;
  readonly asked: Asked;
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

const sameWords = (a: string, b: string): boolean => a.trim() !== '' && a === b;

/** What was repeated wrongly; empty: he has read it. Numbers compare as numbers (`6,80` is `6.8`); no unit need be typed. */
export function mismatches({ birthDate, asked }: Expected, repeated: Repeated): readonly Mismatch[] {
  const wrong: Mismatch[] = [];
  const year = birthDate?.slice(0, 4);
  if (year !== undefined && repeated.birthYear.normalize('NFKC').trim() !== year) wrong.push('birth-year');
  const number = numberOf(asked.says);
  const same =
    asked.kind === 'words' || number === undefined
      ? sameWords(repeated.says, asked.says)
      : numberOf(repeated.says) === number;
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
  const wrong = [...new Set(others)].filter((one) => one !== right).slice(0, 3);
  return [right, ...wrong].sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
}

/**
 * What of a result is to be repeated: of a finding its state, picked among all states; of advice the value that its sentence
 * names, else the first number it rests on, else the sentence, picked among sentences on other matters.
 */
export function askedOf(result: Pick<DeskResult, 'finding' | 'sentence' | 'cited'>, language: Language): Asked {
  const say = (words: Bilingual): string => words[language];
  const { finding, sentence, cited } = result;
  if (finding !== undefined) {
    const says = say(finding.stateInWords);
    return { kind: 'words', says, choices: choices(says, Object.values(FINDING_WORDS).map(say)) };
  }
  const measured = cited.filter(({ value }) => numberOf(say(value)) !== undefined);
  const named = measured.find(({ value }) => say(sentence).includes(say(value).split(/\s/)[0] ?? ''));
  const fact = named ?? measured[0];
  if (fact !== undefined) return { kind: 'number', label: say(fact.label), says: say(fact.value) };
  const says = say(sentence);
  return { kind: 'words', says, choices: choices(says, OTHER_MATTERS.map(say)) };
}
