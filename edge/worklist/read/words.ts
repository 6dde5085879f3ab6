import type { Draft } from '../../../domain/hl7/map/draft.ts';
import type { Repetition } from '../../../domain/hl7/read/message.ts';
import type { WorklistCode } from '../item.ts';

/** Scheme of codes that are the sender's own (PS3.16 §8.2: local schemes begin with 99). */
const LOCAL = '99LOCAL';
const SCHEMES: Readonly<Record<string, string>> = {
  LN: 'LN',
  LOINC: 'LN',
  SCT: 'SCT',
  SNOMED: 'SCT',
  C4: 'C4',
  DCM: 'DCM',
};

/** CE or CWE as a code of DICOM; `from` 4 is its alternative. Words without a code are their own code. */
export function codeOf(sent: Repetition | undefined, from: 1 | 4 = 1): WorklistCode | undefined {
  const [value, meaning, system] = [0, 1, 2].map((place) => sent?.text(from + place));
  const named = value ?? meaning;
  if (named === undefined) return undefined;
  return { value: named, scheme: SCHEMES[system?.toUpperCase() ?? ''] ?? LOCAL, meaning: meaning ?? named };
}

/** XCN (HL7 v2.5.1 ch. 2.A.86) as a person's name of DICOM; undefined where only a number is sent. */
export function nameOfStaff(sent: Repetition | undefined): string | undefined {
  const parts = [2, 3, 4].map((component) => sent?.text(component) ?? '');
  const name = parts.join('^').replace(/\^+$/, '');
  return name === '' ? undefined : name;
}

/** PL (ch. 2.A.53): point of care, room, bed, facility, in that order. */
export function placeOf(sent: Repetition | undefined): string | undefined {
  const words = [1, 2, 3, 4].flatMap((component) => sent?.text(component) ?? []);
  return words.length === 0 ? undefined : words.join(' ');
}

/** A time as an instant, and whether it has a time of day. */
export function momentOf(text: string | undefined, draft: Draft): { start: string; timed: boolean } | undefined {
  const time = draft.time(text);
  if (time === undefined || time.precision === 'year' || time.precision === 'month') return undefined;
  return { start: time.earliest, timed: time.precision !== 'day' };
}

/** Members that are not there are left out: what is stored has no undefined in it. */
export function present<T extends object>(value: { readonly [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
}
