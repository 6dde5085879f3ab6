import { kindOf } from '../source.ts';
import { isDicomdir } from './names.ts';

/** What a file of the folder is, by its content; its ending helps only where content says nothing. */
export type FileKind =
  | 'record'
  | 'dicom'
  | 'photo'
  /** A photo of a kind that the region does not take: HEIC, WebP, TIFF, GIF, BMP, camera raw. */
  | 'other-photo'
  | 'zip'
  | 'sidecar'
  | 'dicomdir'
  | 'unknown';

/** Bytes of the beginning that tell. */
export const TELLING_BYTES = 4096;

/** A file, an empty archive, one of several parts (APPNOTE §4.3). */
const ZIP_STARTS: ReadonlySet<string> = new Set(['PK\x03\x04', 'PK\x05\x06', 'PK\x07\x08']);

const latin = (bytes: Buffer, from: number, to: number): string => bytes.subarray(from, to).toString('latin1');

/** @param head the first bytes, up to TELLING_BYTES; @param name the file's own name, without folders */
export function fileKind(head: Buffer, name: string): FileKind {
  if (isDicomdir(name)) return 'dicomdir';
  const magic = latin(head, 0, 4);
  if (magic.startsWith('\xff\xd8\xff') || magic === '\x89PNG') return 'photo';
  // PS3.10 §7.1 leaves the preamble to its writer: a TIFF and DICOM in one file is DICOM.
  if (latin(head, 128, 132) === 'DICM') return 'dicom';
  if (ZIP_STARTS.has(magic)) return 'zip';
  if (isOtherPhoto(head)) return 'other-photo';
  if (kindOf(head, '') === 'record') return 'record';
  if (isBareDataSet(head)) return 'dicom';
  if (/\.json$/i.test(name)) return 'sidecar';
  if (/\.(hl7|er7|oru|adt)$/i.test(name)) return 'record';
  return /\.(dcm|dicom)$/i.test(name) ? 'dicom' : 'unknown';
}

/** ISO base media files of still pictures (ISO/IEC 23008-12): `ftyp` and a brand. */
const HEIF = /^ftyp(hei[cxms]|hev[cx]|mif1|msf1|avif)/;

function isOtherPhoto(head: Buffer): boolean {
  const start = latin(head, 0, 4);
  if (HEIF.test(latin(head, 4, 12)) || start === 'GIF8' || start === 'II*\0' || start === 'MM\0*') return true;
  if (start === 'RIFF' && latin(head, 8, 12) === 'WEBP') return true;
  return start.startsWith('BM') && head.length > 14 && head.readUInt32LE(6) === 0;
}

/** A data set without preamble: its first element is of group 0002 or 0008, early, and not longer than a name or a date. */
function isBareDataSet(head: Buffer): boolean {
  if (head.length < 16) return false;
  const [group, element] = [head.readUInt16LE(0), head.readUInt16LE(2)];
  const isBig = head.readUInt16BE(0) === 0x0008 && head.readUInt16LE(0) === 0x0800;
  if (isBig) return true;
  if ((group !== 0x0008 && group !== 0x0002) || element >= 0x0100) return false;
  return /^[A-Z]{2}/.test(latin(head, 4, 6)) || head.readUInt32LE(4) <= 1024;
}
