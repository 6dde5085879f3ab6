import { OkaError } from '../../../schemas/errors.ts';
import { isLong, knownVr, SYNTAX } from '../syntax.ts';

/** File meta information as it was written: where the data set begins, and the syntax that it names, if it does. */
export type FileMeta = {
  readonly end: number;
  readonly transferSyntax: string | undefined;
  /** Tag → value; without the group length. */
  readonly values: ReadonlyMap<string, Uint8Array>;
};

const text = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, Math.min(to, bytes.length)));
const uint16 = (bytes: Uint8Array, at: number): number => (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
const uint32 = (bytes: Uint8Array, at: number): number => uint16(bytes, at) + uint16(bytes, at + 2) * 65_536;

/** A UID has 64 characters; what is longer is no syntax and is not made a string of. */
const LONGEST_UID = 66;

/**
 * The file meta information, group 0002, explicit little endian (PS3.10 §7.1); the preamble, the group, or both may be
 * missing, and old writers leave the VRs out.
 * @throws OkaError `not-dicom`, `dicom-truncated`
 */
export function readMeta(bytes: Uint8Array): FileMeta {
  const hasPreamble = text(bytes, 128, 132) === 'DICM';
  let at = hasPreamble ? 132 : 0;
  if (!hasPreamble && !plausibleStart(bytes)) throw new OkaError('not-dicom');
  let transferSyntax: string | undefined;
  const values = new Map<string, Uint8Array>();
  while (at + 8 <= bytes.length && uint16(bytes, at) === 0x0002) {
    const vr = knownVr(bytes, at + 4);
    const long = vr !== undefined && isLong(vr);
    const value = at + (long ? 12 : 8);
    if (value > bytes.length) throw new OkaError('dicom-truncated', 'group 0002');
    const length = vr === undefined ? uint32(bytes, at + 4) : long ? uint32(bytes, at + 8) : uint16(bytes, at + 6);
    if (value + length > bytes.length) throw new OkaError('dicom-truncated', 'group 0002');
    const element = uint16(bytes, at + 2);
    if (element !== 0)
      values.set(`0002${element.toString(16).padStart(4, '0')}`, bytes.subarray(value, value + length));
    if (element === 0x0010)
      transferSyntax = text(bytes, value, value + Math.min(length, LONGEST_UID)).replace(/[\0 ]+$/, '');
    at = value + length;
  }
  return { end: at, transferSyntax: transferSyntax === '' ? undefined : transferSyntax, values };
}

/** Does this look like a data set? Its first group is 0002 or 0008, then a known VR or a length that fits. */
function plausibleStart(bytes: Uint8Array): boolean {
  if (bytes.length < 16) return false;
  if (knownVr(bytes, 4) !== undefined) return [0x0002, 0x0008, 0x0800].includes(uint16(bytes, 0));
  const isFirst = uint16(bytes, 0) === 0x0008 || uint16(bytes, 0) === 0x0002;
  return isFirst && uint16(bytes, 2) < 0x0100 && uint32(bytes, 4) <= 1024;
}

/**
 * The syntax in which a data set is read: the declared one, unless its first element is plainly written otherwise. Devices
 * do declare implicit and write explicit, or the other way round.
 */
export function syntaxOf(body: Uint8Array, declared: string | undefined): string {
  const seen = guessSyntax(body);
  if (declared === undefined) return seen;
  const isPlain = declared === SYNTAX.implicitLittle || declared === SYNTAX.explicitLittle;
  return isPlain && body.length >= 8 ? seen : declared;
}

function guessSyntax(body: Uint8Array): string {
  if (uint16(body, 0) === 0x0800) return SYNTAX.explicitBig;
  return knownVr(body, 4) === undefined ? SYNTAX.implicitLittle : SYNTAX.explicitLittle;
}
