import { OkaError } from '../../schemas/errors.ts';
import { decodeText } from './charset.ts';
import type { Delimiters } from './escapes.ts';
import { Hl7Message, Segment } from './message.ts';
import { splitMessages, splitSegments } from './split.ts';

/** The largest input that is read. */
export const MAX_HL7_BYTES = 64 * 1024 * 1024;

export type ReadOptions = {
  /** The registered character set of the sender in MSH-3.1 and MSH-4.1, if there is one. */
  readonly charsetOf?: (application: string, facility: string) => string | undefined;
};

/**
 * The HL7 v2 messages of an input, one or many (batches, files with several messages), each decoded in its own character
 * set. Takes any line ends, delimiters and letter case of segment names. Works in linear time and without recursion.
 * @throws OkaError `not-hl7` where no MSH is found, `hl7-too-large`, `hl7-structure` (MSH-2), `unreadable-text`
 */
export function readHl7(input: Uint8Array, options: ReadOptions = {}): Hl7Message[] {
  return readEach(input, options).map((read) => {
    if (read instanceof OkaError) throw read;
    return read;
  });
}

/** The same, but a message that cannot be read stands as its error between the others. */
export function readEach(input: Uint8Array, options: ReadOptions = {}): (Hl7Message | OkaError)[] {
  if (input.length > MAX_HL7_BYTES) throw new OkaError('hl7-too-large');
  const { bytes, charset } = withoutUtf16(input);
  const ranges = splitMessages(bytes);
  if (ranges.length === 0) throw new OkaError('not-hl7');
  return ranges.map(({ start, end }) => {
    try {
      return readMessage(bytes.subarray(start, end), options, charset);
    } catch (cause) {
      if (cause instanceof OkaError) return cause;
      throw cause;
    }
  });
}

/** UTF-16 is the one set that does not keep ASCII in place: it is turned into UTF-8 before anything is looked for. */
function withoutUtf16(input: Uint8Array): { bytes: Uint8Array; charset?: string } {
  const [first, second] = input;
  const label =
    (first === 0xff && second === 0xfe) || (first === 0x4d && second === 0)
      ? 'utf-16le'
      : (first === 0xfe && second === 0xff) || (first === 0 && second === 0x4d)
        ? 'utf-16be'
        : undefined;
  if (label === undefined) return { bytes: input };
  return { bytes: new TextEncoder().encode(new TextDecoder(label).decode(input)), charset: label };
}

function readMessage(bytes: Uint8Array, { charsetOf }: ReadOptions, transcoded: string | undefined): Hl7Message {
  const header = headerOf(bytes);
  const registered = transcoded === undefined ? charsetOf?.(header.application, header.facility) : 'utf-8';
  const { text, charset, source } = decodeText(bytes, header.charset, registered);
  const delimiters = delimitersOf(text);
  const decoder = new TextDecoder(charset === 'ascii' ? 'utf-8' : charset);
  const decode = (escaped: Uint8Array): string => decoder.decode(escaped);
  const segments = splitSegments(text, delimiters.field).map((raw) => new Segment(raw, delimiters, decode));
  return new Hl7Message(segments, delimiters, transcoded ?? charset, source === 'detected');
}

/** What of the MSH must be known before its character set: it is ASCII in every set, names of senders are so in practice. */
function headerOf(bytes: Uint8Array): { application: string; facility: string; charset: string | undefined } {
  let end = 0;
  while (end < bytes.length && bytes[end] !== 0x0d && bytes[end] !== 0x0a) end += 1;
  const line = new TextDecoder('windows-1252').decode(bytes.subarray(0, end));
  const separator = line.charAt(3);
  const fields = line.split(separator);
  const [component = '^', repetition = '~'] = fields[1] ?? '';
  const first = (field: number): string => fields[field - 1]?.split(component)[0]?.trim() ?? '';
  return { application: first(3), facility: first(4), charset: fields[17]?.split(repetition)[0]?.trim() || undefined };
}

/**
 * MSH-1 and MSH-2 (HL7 v2.5.1 ch. 2.5.4): component, repetition, escape, sub-component. Some senders double the escape
 * character here (`^~\\&`); a fifth sign is the truncation character of v2.7 and separates nothing.
 */
function delimitersOf(text: string): Delimiters {
  const field = text.charAt(3);
  const declared = [
    ...(text
      .slice(4)
      .split(field, 1)[0]
      ?.split(/[\r\n]/, 1)[0] ?? ''),
  ];
  const [component, repetition, escaping, fourth, fifth] = declared;
  if (component === undefined) throw new OkaError('hl7-structure', 'MSH-2');
  const subcomponent = fourth !== undefined && fourth === escaping ? fifth : fourth;
  const all = [field, component, repetition, escaping, subcomponent].filter((sign) => sign !== undefined);
  if (new Set(all).size !== all.length) throw new OkaError('hl7-structure', 'MSH-2');
  return { field, component, repetition, escape: escaping, subcomponent };
}
