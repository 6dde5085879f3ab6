import { OkaError } from '../../../schemas/errors.ts';
import type { Hl7Context } from '../map/context.ts';
import { type MappedInput, mapMessages } from '../map/map.ts';
import { Hl7Message } from '../read/message.ts';
import { readHl7 } from '../read/read.ts';
import { nameOfField } from './names.ts';
import { BESIDE, namesOf, type Said, saidBy } from './said.ts';
import { watched } from './trace.ts';
import { type SentValue, textOf, textWith, valuesOf } from './values.ts';

/** Why a value stands nowhere in the result. */
export type NotMapped =
  /** Nobody looks at the segment, or at the field. */
  | 'segment-not-read'
  | 'field-not-read'
  | 'component-not-read'
  /** It is looked at, but in this message another value decides, or it is what would have been taken anyway. */
  | 'no-effect'
  /** It tells how the message is read, before anything is mapped. */
  | 'reading';

export type ExplainedValue = {
  /** `PID-5.1`, `OBX[3]-5`, `PID-3[2].4.2`: segment, its place among those of its name, field, repetition, component. */
  readonly place: string;
  readonly name: string | undefined;
  readonly value: string;
  /** Places in the bundle that hang on this value, e.g. `Patient[1].name[1].family`. */
  readonly paths: readonly string[];
  /** It is part of what resources are named by (ARCHITECTURE, contract 2). */
  readonly namesResources: boolean;
  readonly notMapped?: NotMapped;
};

/** A longer message is explained up to here: every value is tried out. */
const MOST_VALUES = 3000;

/**
 * Each value's way into FHIR, found by trying: the message is mapped again with that one value changed, and what then
 * comes out otherwise is where it goes. So it says what the mapping does, not what somebody wrote down about it.
 */
export function explainMessage(message: Hl7Message, context: Hl7Context): ExplainedValue[] {
  const looked = lookedAt(message, context);
  const wayOf = wayIn(message, context);
  return valuesOf(message)
    .slice(0, MOST_VALUES)
    .map((sent) => {
      const unread = notReadBecause(message, sent, looked);
      // What nobody looks at goes nowhere: only the rest is tried out.
      const { paths, namesResources } = unread === undefined ? wayOf(sent) : NOWHERE;
      const notMapped = unread ?? (paths.length > 0 || namesResources ? undefined : 'no-effect');
      return {
        place: placeOf(message, sent),
        name: nameOfField(message.segments[sent.segment]?.name ?? '', sent.field),
        value: sent.value,
        paths,
        namesResources,
        ...(notMapped && { notMapped }),
      };
    });
}

type Way = Pick<ExplainedValue, 'paths' | 'namesResources'>;
const NOWHERE: Way = { paths: [], namesResources: false };

function wayIn(message: Hl7Message, context: Hl7Context): (sent: SentValue) => Way {
  const again = (text: string): MappedInput => mapMessages([rereadAs(message, text)], context);
  const unchanged = again(textOf(message));
  const names = namesOf(unchanged);
  const base = saidBy(unchanged, names);
  return (sent) => {
    const tried = probesOf(sent.value).map((value) => {
      const mapped = again(textWith(message, sent, value));
      return { mapped, names: namesOf(mapped, names) };
    });
    const paths = tried.flatMap((one) => changed(base, saidBy(one.mapped, one.names)));
    return {
      paths: [...new Set(paths)].sort(),
      namesResources: tried.some((one) => [...one.names.keys()].some((id) => !names.has(id))),
    };
  };
}

/** The changed text as the same reader would have it: its character set and how that was found stay what they were. */
function rereadAs({ charset, reading, warnings }: Hl7Message, text: string): Hl7Message | OkaError {
  try {
    const [read] = readHl7(new TextEncoder().encode(text), { charsetOf: () => 'utf-8' });
    return read === undefined
      ? new OkaError('not-hl7')
      : new Hl7Message(read.segments, read.delimiters, charset, reading, warnings);
  } catch (cause) {
    if (cause instanceof OkaError) return cause;
    throw cause;
  }
}

/**
 * Values to try instead: one of the same shape, so that a number stays a number and a day a day, and one of no shape, so
 * that what is looked up in a table is not found there.
 */
function probesOf(value: string): string[] {
  const alike = /^\d{8,}/.test(value)
    ? value.replace(/^\d{4}/, (year) => String(Number(year) - 1).padStart(4, '0'))
    : value.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10));
  return [...new Set([alike, `${value}§`])].filter((one) => one !== value);
}

/** Places that no longer say what they said; what comes in their stead is not theirs. A refusal takes everything away. */
const changed = (base: Said, after: Said): string[] =>
  after.has(BESIDE.refusal) && !base.has(BESIDE.refusal)
    ? [BESIDE.refusal]
    : [...base].filter(([path, value]) => after.get(path) !== value).map(([path]) => path);

type LookedAt = ReadonlySet<string>;
const keyOf = (...parts: readonly number[]): string => parts.join(' ');

/** What the mapping looks at: segments, fields and components of this message. */
function lookedAt(message: Hl7Message, context: Hl7Context): LookedAt {
  const looked = new Set<string>();
  const note = (segment: number, field: number, component: number): void => {
    looked
      .add(keyOf(segment))
      .add(keyOf(segment, field))
      .add(keyOf(segment, field, component));
  };
  mapMessages([watched(message, note)], context);
  return looked;
}

/** MSH-1 and MSH-2, MSH-18: the reader's own. */
const READING = new Set([1, 2, 18]);

function notReadBecause(
  { segments }: Hl7Message,
  { segment, field, component }: SentValue,
  looked: LookedAt,
): NotMapped | undefined {
  if (segments[segment]?.name === 'MSH' && READING.has(field)) return 'reading';
  if (!looked.has(keyOf(segment))) return 'segment-not-read';
  if (!looked.has(keyOf(segment, field))) return 'field-not-read';
  const read = looked.has(keyOf(segment, field, component)) || looked.has(keyOf(segment, field, 0));
  return read ? undefined : 'component-not-read';
}

function placeOf({ segments }: Hl7Message, { segment, field, repetition, component, subcomponent }: SentValue): string {
  const name = segments[segment]?.name ?? '';
  const alike = segments.filter((one) => one.name === name).length;
  const nth = segments.slice(0, segment + 1).filter((one) => one.name === name).length;
  const whole = segments[segment]?.repetitions(field) ?? [];
  return [
    alike > 1 ? `${name}[${nth}]` : name,
    `-${field}`,
    whole.length > 1 ? `[${repetition}]` : '',
    component > 1 || subcomponent > 1 || hasComponents(whole[repetition - 1]) ? `.${component}` : '',
    subcomponent > 1 ? `.${subcomponent}` : '',
  ].join('');
}

const hasComponents = (repetition: { component(n: number): string } | undefined): boolean =>
  repetition !== undefined && [2, 3, 4, 5, 6, 7, 8, 9].some((n) => repetition.component(n) !== '');
