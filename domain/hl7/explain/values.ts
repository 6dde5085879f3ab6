import type { Hl7Message, Segment } from '../read/message.ts';

/** Where a value stands: places count from 1, the segment among all of the message from 0. */
export type Place = {
  readonly segment: number;
  readonly field: number;
  readonly repetition: number;
  readonly component: number;
  readonly subcomponent: number;
};
export type SentValue = Place & { readonly value: string };

/** Every value of a message, in order. */
export function valuesOf(message: Hl7Message): SentValue[] {
  const values: SentValue[] = [];
  for (const [segment, one] of message.segments.entries())
    one.eachValue((value, field, repetition, component, subcomponent) => {
      values.push({ segment, field, repetition, component, subcomponent, value });
    });
  return values;
}

/** The message as text with one value changed; the new one is written as it stands, without escapes. */
export function textWith(message: Hl7Message, place: Place, value: string): string {
  return message.segments
    .map((segment, index) => (index === place.segment ? replaced(segment, message, place, value) : segment.raw))
    .join('\r');
}

/** The message as text: what `textWith` makes where nothing changes. */
export const textOf = ({ segments }: Hl7Message): string => segments.map(({ raw }) => raw).join('\r');

function replaced({ name, raw }: Segment, { delimiters }: Hl7Message, place: Place, value: string): string {
  const { field, repetition, component, subcomponent } = delimiters;
  // MSH-1 is the separator itself and no part of its own.
  const first = name === 'MSH' ? place.field - 1 : place.field;
  const levels = [
    [field, first],
    [repetition, place.repetition - 1],
    [component, place.component - 1],
    [subcomponent, place.subcomponent - 1],
  ] as const;
  const into = (text: string, level: number): string => {
    const [separator, index] = levels[level] ?? [];
    if (index === undefined) return value;
    const parts = separator === undefined ? [text] : text.split(separator);
    parts[index] = into(parts[index] ?? '', level + 1);
    return parts.join(separator ?? '');
  };
  return into(raw, 0);
}
