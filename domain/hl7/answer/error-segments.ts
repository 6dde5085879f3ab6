import type { ErrorCode } from '../../../schemas/errors.ts';
import { CONDITIONS, faultOf, type Hl7Fault, type Hl7Place, placeText } from '../fault.ts';
import { type DeclaredDelimiters, NO_SIGN } from './header.ts';
import { wordsOf } from './words.ts';

export type ErrorForm = {
  readonly delimiters: DeclaredDelimiters;
  /** MSH-12 of the message; an empty one counts as the newest. */
  readonly version: string;
  /** Text of ours on the wire; undefined where the character set lacks a letter. */
  readonly write: (text: string) => string | undefined;
};

type Refusal = { readonly code: ErrorCode; readonly detail?: string | undefined };

/** MSA-3 was made for short texts. */
const SHORT_TEXT = 80;

/**
 * MSA with its text, and ERR: in the form of v2.5 (ERR-2 to ERR-8, ch. 2.14.5) or, for older senders, ERR-1 with
 * segment, sequence, field and condition, and the condition in MSA-6. The text of the user is Russian where the sender's
 * character set can write it. MSA-3 stays in all versions: it is what most systems show.
 */
export function errorSegments(msa: readonly string[], refusal: Refusal, form: ErrorForm): string[][] {
  const fault = faultOf(refusal);
  const { en, ru } = wordsOf(refusal.code);
  const said = ru !== undefined && form.write(ru) !== undefined ? ru : en;
  const user = form.write(said) ?? '';
  const isOld = isBefore(form.version, 2, 5);
  const join = (...components: readonly (string | number)[]): string => components.join(form.delimiters.component);
  const condition = join(fault.condition, CONDITIONS[fault.condition], 'HL70357');
  const text = form.write(said.slice(0, SHORT_TEXT)) ?? '';
  if (isOld)
    return [
      [...msa, text, '', '', condition],
      ['ERR', oldLocation(fault, form.delimiters)],
    ];
  const diagnosis = form.write([refusal.code, ...fault.places.map(placeText), en].join(': ')) ?? '';
  const location = repeated(
    fault.places.map((place) => join(...erl(place))),
    form.delimiters,
  );
  return [
    [...msa, text],
    ['ERR', '', location, condition, 'E', join(refusal.code, '', '99OKA'), '', diagnosis, user],
  ];
}

/** Whether MSH-12 names a version before this one; what is no version counts as the newest. */
export function isBefore(version: string, major: number, minor: number): boolean {
  const [, first, second] = /^(\d+)\.(\d+)/.exec(version) ?? [];
  return first !== undefined && (Number(first) < major || (Number(first) === major && Number(second) < minor));
}

/** Segments that stand once in a message: their sequence is 1 without being counted. */
const SINGLE = new Set(['MSH', 'EVN', 'PID', 'PV1', 'SCH', 'TXA']);

const sequenceOf = ({ segment, sequence }: Hl7Place): number | '' => sequence ?? (SINGLE.has(segment) ? 1 : '');

/** ERL (ch. 2.A.28): segment, sequence, field, repetition, component, sub-component, as far as they are known. */
function erl(place: Hl7Place): readonly (string | number)[] {
  const { segment, field, repetition, component, subcomponent } = place;
  if (field === undefined) return [segment, sequenceOf(place)];
  const deep = [component, subcomponent].filter((number) => number !== undefined);
  const which = repetition ?? (deep.length > 0 ? 1 : undefined);
  return [segment, sequenceOf(place), field, ...(which === undefined ? [] : [which]), ...deep];
}

/** ELD of v2.2 to v2.4: segment, sequence, field, and the condition as CE in sub-components. */
function oldLocation({ places, condition }: Hl7Fault, delimiters: DeclaredDelimiters): string {
  const { component, subcomponent } = delimiters;
  const error =
    subcomponent === NO_SIGN ? `${condition}` : [condition, CONDITIONS[condition], 'HL70357'].join(subcomponent);
  const where: readonly (Hl7Place | undefined)[] = places.length === 0 ? [undefined] : places;
  return repeated(
    where.map((place) =>
      [place?.segment ?? '', place ? sequenceOf(place) : '', place?.field ?? '', error].join(component),
    ),
    delimiters,
  );
}

/** All, or the first alone for a sender that declares no repetitions. */
const repeated = (values: readonly string[], { repetition }: DeclaredDelimiters): string =>
  repetition === NO_SIGN ? (values[0] ?? '') : values.join(repetition);
