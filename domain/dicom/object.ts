import type { DataSet } from 'dicom-parser';
import { OkaError } from '../../schemas/errors.ts';
import { readMeta, syntaxOf } from './reading/meta.ts';
import { scanDataSet } from './reading/scan.ts';
import { rememberText } from './reading/text-origin.ts';
import { SYNTAX, writingOf } from './syntax.ts';

export { tagName } from './reading/scan.ts';

/** A parsed DICOM object: its data set over the bytes it came in (zero copy) and how its pixels are written. */
export type DicomObject = {
  readonly dataSet: DataSet;
  readonly transferSyntax: string;
};

/** Raw deflate (RFC 1951) of at most `limit` bytes of result; handed in so that this folder runs in browsers too. */
export type Inflate = (bytes: Uint8Array, limit: number) => Uint8Array;

export type ReadOptions = {
  /** The character set registered for the images of the clinic: reads what names none, or Latin-1 as devices do by default. */
  readonly charset?: string | undefined;
};

/** A deflated data set may become this large: while it does, its memory is held twice. */
const INFLATED_LIMIT = 160 * 1024 * 1024;

/**
 * Parses a DICOM object (PS3.10 §7.1), also one without preamble or without meta header where its first element is
 * plausible: such files come out of archives and old devices every day.
 * @throws OkaError `not-dicom`, `dicom-truncated` (data end before a stated length), `object-too-large` (deflated data that
 * become more than 160 MiB), `dicom-structure` (all else)
 */
export function readObject(bytes: Uint8Array, inflate: Inflate, options: ReadOptions = {}): DicomObject {
  const meta = readMeta(bytes);
  const body = bytes.subarray(meta.end);
  if (body.length === 0) throw new OkaError('dicom-truncated', 'data set');
  const transferSyntax = syntaxOf(body, meta.transferSyntax);
  const plain = transferSyntax === SYNTAX.deflated ? inflated(body, inflate) : body;
  const seen: DataSet[] = [];
  const dataSet = scanDataSet(plain, writingOf(transferSyntax), (one) => seen.push(one));
  rememberText(dataSet, seen, options.charset);
  return { dataSet, transferSyntax };
}

/** PS3.5 §A.5 asks for raw deflate; some writers put the two bytes of zlib (RFC 1950) before it. */
function inflated(body: Uint8Array, inflate: Inflate): Uint8Array {
  const [first = 0, second = 0] = body;
  const hasZlibHead = (first & 0x0f) === 8 && ((first << 8) | second) % 31 === 0 && first >>> 4 <= 7;
  try {
    return inflate(hasZlibHead ? body.subarray(2) : body, INFLATED_LIMIT);
  } catch (cause) {
    if (cause instanceof RangeError) throw new OkaError('object-too-large', 'deflated data set', { cause });
    throw new OkaError('dicom-structure', 'deflated data set', { cause });
  }
}
