import { OkaError } from '../../../schemas/errors.ts';
import { type Decoded, declaredIn, decodeText, type KnownCharset } from '../charset/charset.ts';
import { hiddenBytes } from '../charset/hidden.ts';
import { scanFile } from './batch.ts';
import { Hl7Message, Segment } from './message.ts';
import type { Source } from './parts.ts';
import { type FoundMessage, scanMessage } from './scan.ts';

/** The largest input that is read. */
export const MAX_HL7_BYTES = 64 * 1024 * 1024;

export type ReadOptions = {
  /** What is known of the character set of the sender in MSH-3.1 and MSH-4.1; a bare name is the registered one. */
  readonly charsetOf?: (application: string, facility: string) => KnownCharset | string | undefined;
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
  const view = viewOf(bytes);
  const file = scanFile(view.text);
  if (file.messages.length === 0) throw new OkaError('not-hl7');
  if (file.tooMany) throw new OkaError('hl7-too-large', 'messages');
  return file.messages.map((found, place) => {
    try {
      return readMessage(found, { bytes, ...view }, options, charset, file.warnings.get(place));
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

/** Bytes seen as text of one character for each byte, so that places in it are places in the bytes. */
type View = { readonly text: string; readonly ascii: boolean };

/** Decoding as UTF-8 is the quickest way to a string, and what it gives tells whether all of it is ASCII. */
function viewOf(bytes: Uint8Array): View {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = buffer.toString('utf8');
  // A byte that is not UTF-8 becomes one U+FFFD; beyond ASCII whatever is UTF-8 has fewer characters than bytes.
  if (text.length === bytes.length && !text.includes('\ufffd')) return { text, ascii: true };
  return { text: buffer.toString('latin1'), ascii: false };
}

function readMessage(
  found: FoundMessage,
  { bytes, text: view, ascii }: View & { readonly bytes: Uint8Array },
  { charsetOf }: ReadOptions,
  transcoded: string | undefined,
  warnings: readonly string[] | undefined,
): Hl7Message {
  const header = headerOf(view, found);
  const known = transcoded === undefined ? charsetOf?.(header.application, header.facility) : 'utf-8';
  // ASCII is the same text in every set but those that shift by escape sequences, so there is nothing to decide.
  const decided: Decoded =
    ascii && !SHIFTING.test(header.charset ?? '')
      ? asciiText(view, found, header.charset, known)
      : decodeText(bytes.subarray(found.start, found.end), header.charset, known);
  const { text, charset, source, costs, margin } = decided;
  const scanned = text === view ? found : scanMessage(text, 0);
  if (scanned.syntax === undefined) throw new OkaError('hl7-structure', 'MSH-2');
  if (scanned.tooMany) throw new OkaError('hl7-too-large', 'segments');
  const segments = segmentsOf(scanned, {
    text,
    syntax: scanned.syntax,
    decode: decoderOf(charset),
    plain: scanned.plain,
  });
  const { application, facility } = header;
  const reading = { application, facility, source, ...(costs && { costs }), ...(margin !== undefined && { margin }) };
  return new Hl7Message(segments, scanned.syntax.delimiters, transcoded ?? charset, reading, warnings);
}

/** The text is certain; the set is that of the bytes which its escapes name, if they name any beyond ASCII. */
function asciiText(
  view: string,
  { start, end, syntax }: FoundMessage,
  declared: string | undefined,
  known: KnownCharset | string | undefined,
): Decoded {
  const hidden = hiddenBytes(view.slice(start, end), syntax?.delimiters.escape);
  if (hidden === undefined) return { text: view, charset: 'ascii', source: 'ascii' };
  return { ...decodeText(hidden, declared, known), text: view };
}

/** Names of MSH-18 whose text may change its set on the way (ISO 2022). */
const SHIFTING = /IR ?(13|14|87|159)|JIS|KS ?X|CNS|2022/i;

/** What of the MSH must be known before its character set: it is ASCII in every set, names of senders are so in practice. */
function headerOf(view: string, { segments: [start = 0, end = 0], syntax, plain }: FoundMessage) {
  if (syntax === undefined) return { application: '', facility: '', charset: undefined };
  const msh = new Segment('MSH', { text: view, syntax, decode: decoderOf('ascii'), plain }, start, end);
  return {
    application: msh.text(3) ?? '',
    facility: msh.text(4) ?? '',
    charset: declaredIn(msh.repetitions(18).map(({ raw }) => raw)),
  };
}

function segmentsOf({ segments, continued }: FoundMessage, source: Source): Segment[] {
  const made: Segment[] = [];
  for (let place = 0; place < segments.length; place += 2) {
    const start = segments[place] ?? 0;
    const end = segments[place + 1] ?? start;
    const name = nameAt(source.text, start);
    const text = continued.has(place) ? source.text.slice(start, end) : '';
    // Within a segment `\r` stands for nothing: the line end that strayed into its text is always `\n`.
    if (text.includes('\r')) {
      const straight = text.replace(/\r\n?/g, '\n');
      made.push(new Segment(name, { ...source, text: straight, plain: [] }, 0, straight.length));
    } else made.push(new Segment(name, source, start, end));
  }
  return made;
}

const names = new Map<number, string>();

/** The three letters in capitals, each name one string for all: they are compared often. */
function nameAt(text: string, start: number): string {
  const code = (text.charCodeAt(start) << 16) | (text.charCodeAt(start + 1) << 8) | text.charCodeAt(start + 2);
  let name = names.get(code);
  if (name === undefined) {
    name = text.slice(start, start + 3).toUpperCase();
    // Letters and digits only: there are not many of them.
    names.set(code, name);
  }
  return name;
}

const decoders = new Map<string, (bytes: Uint8Array) => string>();

function decoderOf(charset: string): (bytes: Uint8Array) => string {
  let decode = decoders.get(charset);
  if (decode === undefined) {
    const decoder = new TextDecoder(charset === 'ascii' ? 'utf-8' : charset);
    decode = (bytes) => decoder.decode(bytes);
    decoders.set(charset, decode);
  }
  return decode;
}
