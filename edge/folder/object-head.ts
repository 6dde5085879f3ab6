import { constants, inflateRawSync } from 'node:zlib';
import { type DicomObject, readObject } from '../../domain/dicom/object.ts';
import { readMeta } from '../../domain/dicom/reading/meta.ts';
import { SYNTAX } from '../../domain/dicom/syntax.ts';
import { stringOf, textOf } from '../../domain/dicom/values.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { ObjectMeta } from '../spool/meta.ts';
import { DEFLATED_HEAD_BYTES, HEAD_BYTES, type ReadAt, walkObject } from './data-set-walk.ts';

/** The Media Storage Directory (PS3.3 §F): the list of a medium, no object of a study. */
export const DIRECTORY_CLASS = '1.2.840.10008.1.3.10';

export type ObjectHead = Pick<
  ObjectMeta,
  'sopClassUid' | 'sopInstanceUid' | 'transferSyntaxUid' | 'studyInstanceUid' | 'patientKey'
> & {
  readonly cut: boolean;
  /** What its lane is told by: (0008,0060), (0040,1003). */
  readonly modality?: string;
  readonly priority?: string;
};

/**
 * What the spool wants to know of an object, and whether all of it is there, from its beginning and its lengths alone.
 * What an old or odd writer left out is left out: the region looks into the whole.
 * @throws OkaError `not-dicom`, `dicom-structure`, `dicom-truncated` where not even a header is there
 */
export async function objectHead(readAt: ReadAt, size: number): Promise<ObjectHead> {
  const { cut, headBytes, transferSyntax } = await walkObject(readAt, size);
  const head = await readAt(0, Math.min(headBytes, HEAD_BYTES + DEFLATED_HEAD_BYTES));
  const meta = readMeta(head);
  const said = (tag: string): string | undefined => {
    const bytes = meta.values.get(tag);
    return (
      bytes &&
      (Buffer.from(bytes)
        .toString('latin1')
        .replace(/[\0 ]+$/, '') ||
        undefined)
    );
  };
  const { dataSet } = await headObject(head, meta.end, transferSyntax);
  const issuer = textOf(dataSet, 'x00100021') ?? '';
  const patient = textOf(dataSet, 'x00100020');
  return {
    cut,
    ...present({
      sopClassUid: stringOf(dataSet, 'x00080016') ?? said('00020002'),
      sopInstanceUid: stringOf(dataSet, 'x00080018') ?? said('00020003'),
      transferSyntaxUid: transferSyntax,
      studyInstanceUid: stringOf(dataSet, 'x0020000d'),
      modality: stringOf(dataSet, 'x00080060'),
      priority: stringOf(dataSet, 'x00401003'),
      patientKey: patient === undefined ? undefined : `${issuer}|${patient}`,
    }),
  };
}

async function headObject(head: Buffer, end: number, transferSyntax: string): Promise<Pick<DicomObject, 'dataSet'>> {
  if (head.length === end) throw new OkaError('dicom-truncated', 'data set');
  if (transferSyntax !== SYNTAX.deflated) return readObject(head, inflateNothing);
  const plain = inflated(head.subarray(end));
  const { headBytes } = await walkObject(async (at, length) => plain.subarray(at, at + length), plain.length);
  return readObject(plain.subarray(0, headBytes), inflateNothing);
}

/** As much as the beginning of a deflated data set (PS3.5 §A.5) gives. */
function inflated(bytes: Buffer): Buffer {
  try {
    return inflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch (cause) {
    throw new OkaError('dicom-structure', 'deflated data set', { cause });
  }
}

const inflateNothing = (): Uint8Array => {
  throw new RangeError('not deflated');
};

const present = <T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
