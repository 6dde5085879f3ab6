import { constants, inflateRawSync } from 'node:zlib';
import { placeOf } from '../../../domain/dicom/explicit.ts';
import { syntaxOf } from '../../../domain/dicom/reading/meta.ts';
import { SYNTAX, writingOf } from '../../../domain/dicom/syntax.ts';

/** What the beginning of a data set tells; short values as they stand there. */
export type FirstBytes = {
  readonly sopClassUid?: string;
  readonly sopInstanceUid?: string;
  readonly modality?: string;
  readonly patientId?: string;
  readonly issuer?: string;
  readonly studyInstanceUid?: string;
  readonly requestedPriority?: string;
  /** Nothing more can be learnt: all of the attributes have been passed. */
  readonly complete: boolean;
};

/** In the order of their tags. */
const WANTED = {
  sopClassUid: '00080016',
  sopInstanceUid: '00080018',
  modality: '00080060',
  patientId: '00100020',
  issuer: '00100021',
  studyInstanceUid: '0020000d',
  requestedPriority: '00401003',
} as const;

const LONGEST_VALUE = 256;

/** Reads what is there of the wanted attributes; a data set that breaks off or makes no sense tells what stood before. */
export function readFirstBytes(bytes: Buffer, transferSyntax: string): FirstBytes {
  const plain = transferSyntax === SYNTAX.deflated ? inflatedStart(bytes) : bytes;
  const writing = writingOf(syntaxOf(plain, transferSyntax));
  const found: Record<string, string> = {};
  for (const [name, tag] of Object.entries(WANTED)) {
    let place: ReturnType<typeof placeOf>;
    try {
      place = placeOf(plain, writing, tag);
    } catch (cause) {
      // The bytes end, or break, before this one.
      if (cause instanceof RangeError) return { ...found, complete: false };
      throw cause;
    }
    if (place === undefined) continue;
    const { start, value } = place;
    const isShort = writing.explicit && value - start === 8;
    const view = new DataView(plain.buffer, plain.byteOffset + start, value - start);
    const length = isShort ? view.getUint16(6, writing.little) : view.getUint32(value - start - 4, writing.little);
    if (value + length > plain.length) return { ...found, complete: false };
    if (length > LONGEST_VALUE) continue;
    const text = plain
      .toString('latin1', value, value + length)
      .replaceAll('\0', '')
      .trim();
    if (text !== '') found[name] = text;
  }
  return { ...found, complete: true };
}

/** As much as can be inflated of a beginning (PS3.5 §A.5). */
function inflatedStart(bytes: Buffer): Buffer {
  try {
    return inflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: LONGEST_INFLATED });
  } catch {
    return Buffer.alloc(0);
  }
}

const LONGEST_INFLATED = 64 * 1024 * 1024;
