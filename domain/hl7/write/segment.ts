import { escapeText } from '../read/escapes.ts';
import { encodeText } from './encode.ts';
import { fitText } from './fit.ts';

declare const ESCAPED: unique symbol;
/** Part of a message in which every value is escaped. Only the functions of `makeWriter` give one, so none is forgotten. */
export type Escaped = string & { readonly [ESCAPED]: true };

type Part = Escaped | undefined;

/** Writes parts of HL7 v2 messages with the standard delimiters, in one character set. */
export type Hl7Writer = {
  /** One value, whatever it holds; a letter that the set lacks is replaced visibly. Nothing for undefined. */
  readonly text: (value: string | number | undefined) => Escaped;
  readonly subcomponents: (...parts: readonly Part[]) => Escaped;
  readonly components: (...parts: readonly Part[]) => Escaped;
  readonly repetitions: (parts: readonly Part[]) => Escaped;
  /** A segment from its fields by number, as the standard counts them; empty ones at the end are left out. */
  readonly segment: (name: string, fields: Readonly<Record<number, Part>>) => Escaped;
  /** MSH-1 and MSH-2 are written here. */
  readonly header: (fields: Readonly<Record<number, Part>>) => Escaped;
  /** Segments → the bytes of a message, each ended by CR (HL7 v2.5.1 ch. 2.8). */
  readonly message: (segments: readonly Escaped[]) => Uint8Array;
};

const escaped = (text: string): Escaped => text as Escaped;

/** The quotes of a value that is `""` itself, which would say "no such value" (ch. 2.5.3.2). */
const QUOTES = escaped('\\X22\\\\X22\\');

/** @param charset a label of the WHATWG Encoding Standard: UTF-8 or one byte per sign */
export function makeWriter(charset: string): Hl7Writer {
  const joined = (separator: string, parts: readonly Part[]): Escaped => {
    const last = parts.findLastIndex((part) => part !== undefined && part !== '');
    return escaped(
      parts
        .slice(0, last + 1)
        .map((part) => part ?? '')
        .join(separator),
    );
  };
  const fieldsOf = (fields: Readonly<Record<number, Part>>, first: number): Part[] => {
    const last = Math.max(first, ...Object.keys(fields).map(Number));
    return Array.from({ length: last - first + 1 }, (_, at) => fields[first + at]);
  };
  return {
    text: (value) => {
      if (value === undefined) return escaped('');
      const written = escapeText(fitText(String(value), charset));
      return written === '""' ? QUOTES : escaped(written);
    },
    subcomponents: (...parts) => joined('&', parts),
    components: (...parts) => joined('^', parts),
    repetitions: (parts) => joined('~', parts),
    segment: (name, fields) => joined('|', [escaped(name), ...fieldsOf(fields, 1)]),
    header: (fields) => joined('|', [escaped('MSH'), escaped('^~\\&'), ...fieldsOf(fields, 3)]),
    message: (segments) => {
      const bytes = encodeText(segments.map((segment) => `${segment}\r`).join(''), charset);
      if (bytes === undefined) throw new TypeError('a part was written for another character set');
      return bytes;
    },
  };
}
