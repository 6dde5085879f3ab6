import dicomParser, { type DataSet } from 'dicom-parser';
import { OkaError } from '../../schemas/errors.ts';

/** A parsed DICOM object: its data set over the bytes it came in (zero copy) and how its pixels are written. */
export type DicomObject = {
  readonly dataSet: DataSet;
  readonly transferSyntax: string;
};

/** Raw deflate (RFC 1951) of at most `limit` bytes of result; handed in so that this folder runs in browsers too. */
export type Inflate = (bytes: Uint8Array, limit: number) => Uint8Array;

const IMPLICIT_LITTLE = '1.2.840.10008.1.2';
const EXPLICIT_LITTLE = '1.2.840.10008.1.2.1';
const DEFLATED = '1.2.840.10008.1.2.1.99';
const EXPLICIT_BIG = '1.2.840.10008.1.2.2';
const INFLATED_LIMIT = 512 * 1024 * 1024;

const text = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, Math.min(to, bytes.length)));
const group = (bytes: Uint8Array, at: number): number => (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);

/**
 * Parses a DICOM object (PS3.10 §7.1), also one without preamble or without meta header where its first element is
 * plausible: such files come out of archives and old devices every day.
 * @throws OkaError `not-dicom`, `dicom-truncated` (data end before a stated length), `dicom-structure` (all else)
 */
export function readObject(bytes: Uint8Array, inflate: Inflate): DicomObject {
  const meta = readMeta(bytes);
  const body = bytes.subarray(meta.end);
  const transferSyntax = meta.transferSyntax ?? guessSyntax(body);
  if (body.length === 0) throw new OkaError('dicom-truncated', 'data set');
  const dataSet = parse(body, transferSyntax, inflate);
  requireWhole(dataSet);
  return { dataSet, transferSyntax };
}

/** The file meta information, group 0002, always explicit little endian (PS3.10 §7.1); may be missing altogether. */
function readMeta(bytes: Uint8Array): { end: number; transferSyntax: string | undefined } {
  const hasPreamble = text(bytes, 128, 132) === 'DICM';
  let at = hasPreamble ? 132 : 0;
  if (!hasPreamble && !plausibleStart(bytes)) throw new OkaError('not-dicom');
  let transferSyntax: string | undefined;
  while (at + 8 <= bytes.length && group(bytes, at) === 0x0002) {
    const long = /^(OB|OD|OF|OL|OV|OW|SQ|UC|UN|UR|UT)$/.test(text(bytes, at + 4, at + 6));
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (at + 12 > bytes.length) throw new OkaError('dicom-truncated', 'group 0002');
    const length = long ? view.getUint32(at + 8, true) : view.getUint16(at + 6, true);
    const value = at + (long ? 12 : 8);
    if (value + length > bytes.length) throw new OkaError('dicom-truncated', 'group 0002');
    if (group(bytes, at + 2) === 0x0010) transferSyntax = text(bytes, value, value + length).replace(/[\0 ]+$/, '');
    at = value + length;
  }
  return { end: at, transferSyntax: transferSyntax === '' ? undefined : transferSyntax };
}

const KNOWN_VR =
  /^(AE|AS|AT|CS|DA|DS|DT|FL|FD|IS|LO|LT|OB|OD|OF|OL|OV|OW|PN|SH|SL|SQ|SS|ST|SV|TM|UC|UI|UL|UN|UR|US|UT|UV)$/;

/** Does this look like a data set? Its first group is 0002 or 0008, then a known VR or a length that fits. */
function plausibleStart(bytes: Uint8Array): boolean {
  if (bytes.length < 16) return false;
  if (KNOWN_VR.test(text(bytes, 4, 6))) return [0x0002, 0x0008, 0x0800].includes(group(bytes, 0));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return group(bytes, 0) === 0x0008 && group(bytes, 2) < 0x0100 && view.getUint32(4, true) <= 1024;
}

function guessSyntax(body: Uint8Array): string {
  if (group(body, 0) === 0x0800) return EXPLICIT_BIG;
  return KNOWN_VR.test(text(body, 4, 6)) ? EXPLICIT_LITTLE : IMPLICIT_LITTLE;
}

function parse(body: Uint8Array, TransferSyntaxUID: string, inflate: Inflate): DataSet {
  // dicom-parser takes bytes without preamble when told the syntax; it inflates by itself only without a bound.
  const plain = TransferSyntaxUID === DEFLATED ? inflated(body, inflate) : body;
  const syntax = TransferSyntaxUID === DEFLATED ? EXPLICIT_LITTLE : TransferSyntaxUID;
  try {
    return dicomParser.parseDicom(plain, { TransferSyntaxUID: syntax });
  } catch (thrown) {
    throw asOkaError(thrown);
  }
}

function inflated(body: Uint8Array, inflate: Inflate): Uint8Array {
  try {
    return inflate(body, INFLATED_LIMIT);
  } catch (cause) {
    throw new OkaError('dicom-structure', 'deflated data set', { cause });
  }
}

/** dicom-parser throws strings, Errors, or `{ exception, dataSet }` with the elements read so far. */
function asOkaError(thrown: unknown): OkaError {
  if (thrown instanceof OkaError) return thrown;
  const { exception = thrown, dataSet } = thrown as { exception?: unknown; dataSet?: DataSet };
  const reason = exception instanceof Error ? exception.message : String(exception);
  const pastEnd = dataSet !== undefined && elementsOf(dataSet).some((element) => endOf(element) > sizeOf(dataSet));
  const code =
    pastEnd || /past end|overread|invalid value for parameter 'maxP/.test(reason)
      ? 'dicom-truncated'
      : 'dicom-structure';
  return new OkaError(code, undefined, { cause: exception });
}

const elementsOf = (dataSet: DataSet) =>
  Object.values(dataSet.elements).filter((element) => element.tag !== 'x00020010');
const sizeOf = (dataSet: DataSet): number => dataSet.byteArray.length;
const endOf = ({ dataOffset, length, fragments, hadUndefinedLength }: dicomParser.Element): number => {
  const last = fragments?.at(-1);
  if (last !== undefined) return last.position + last.length;
  return hadUndefinedLength ? 0 : dataOffset + length;
};

/** dicom-parser does not look whether a stated length lies within the bytes; implicit syntax is not checked at all. */
function requireWhole(dataSet: DataSet): void {
  for (const element of elementsOf(dataSet))
    if (endOf(element) > sizeOf(dataSet)) throw new OkaError('dicom-truncated', tagName(element.tag));
  if (dataSet.warnings.some((warning) => /eof encountered/i.test(warning))) throw new OkaError('dicom-truncated');
}

/** `x00280010` → `(0028,0010)`, as the standard writes it. */
export const tagName = (tag: string): string => `(${tag.slice(1, 5)},${tag.slice(5)})`;
