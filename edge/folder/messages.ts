import { scanFile } from '../../domain/hl7/read/batch.ts';

export type Split = {
  /** Each message with its own line ends, from its MSH to the end of its last segment. */
  readonly messages: readonly Uint8Array[];
  /** The counts of the envelope are not those of the file, or its end is missing. */
  readonly incomplete: boolean;
  readonly tooMany: boolean;
};

/**
 * The messages of a file, one or many (HL7 v2.5.1 ch. 2.10.3), byte for byte: each is an input of its own, and the same as if
 * it had come over MLLP. UTF-16 does not keep ASCII in place: such a file stays one input, which the region takes apart.
 */
export function splitMessages(bytes: Buffer): Split {
  if (isUtf16(bytes)) return { messages: [bytes], incomplete: false, tooMany: false };
  const { messages, warnings, tooMany } = scanFile(bytes.toString('latin1'));
  return {
    messages: messages.map(({ start, segments }) =>
      bytes.subarray(start, withLineEnd(bytes, segments.at(-1) ?? start)),
    ),
    incomplete: warnings.size > 0,
    tooMany,
  };
}

const isUtf16 = ([first, second]: Buffer): boolean =>
  (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff) || first === 0 || second === 0;

const CR = 0x0d;
const LF = 0x0a;

function withLineEnd(bytes: Buffer, end: number): number {
  if (bytes[end] === CR) return bytes[end + 1] === LF ? end + 2 : end + 1;
  return bytes[end] === LF ? end + 1 : end;
}
