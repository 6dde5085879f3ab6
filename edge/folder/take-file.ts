import { join } from 'node:path';
import { MAX_HL7_BYTES } from '../../domain/hl7/read/read.ts';
import { OkaError } from '../../schemas/errors.ts';
import { type FolderDisk, type OpenFile, sameFacts } from './disk.ts';
import { type Count, type Intake, NOTHING } from './intake.ts';
import { type FileKind, fileKind, TELLING_BYTES } from './kinds.ts';
import { foldersOf } from './names.ts';
import { objectHead } from './object-head.ts';
import { MAX_PHOTO_BYTES, saidOf } from './photo.ts';
import type { PhotoSaid } from './photo-facts.ts';
import { takeZip } from './take-zip.ts';
import type { Found } from './watch.ts';
import type { ZipLimits } from './zip.ts';

/** What became of a file. Whatever was taken is durable before this is said. */
export type Outcome =
  | ({ readonly what: 'taken' } & Count)
  /** Not whole, or not complete with what belongs to it: it waits, for a while. */
  | ({ readonly what: 'waits'; readonly fault: OkaError; readonly lines?: readonly string[] } & Count)
  /** A human should look at it. `lines` name what is missing or faulty in it. */
  | ({ readonly what: 'faulty'; readonly fault: OkaError; readonly lines?: readonly string[] } & Count);

export type TakeOptions = {
  readonly folder: string;
  readonly disk: FolderDisk;
  readonly intake: Intake;
  readonly zipLimits: ZipLimits;
};

/** What lies beside a photo. */
export type Beside = { readonly sidecar?: PhotoSaid | undefined };

const PIECE_BYTES = 1024 * 1024;

/** Pieces of a file; @throws OkaError `unreadable-file` where it is not what it was when it was opened */
export async function* piecesOf(file: OpenFile, { facts }: Pick<Found, 'facts'>): AsyncGenerator<Buffer> {
  for (let at = 0; at < facts.size; ) {
    const piece = await file.read(at, Math.min(PIECE_BYTES, facts.size - at));
    if (piece.length === 0) throw changed();
    yield piece;
    at += piece.length;
  }
  if (!sameFacts(await file.facts(), facts)) throw changed();
}

/** A file that changes under our hands is waited for, however long. */
export const CHANGED = 'it changed while it was read';
export const changed = (): OkaError => new OkaError('unreadable-file', CHANGED);

const waits = (fault: OkaError): Outcome => ({ what: 'waits', fault, ...NOTHING });

/** What ends too early may be something that is still being copied. */
const MAY_GROW: ReadonlySet<OkaError['code']> = new Set([
  'unreadable-file',
  'dicom-truncated',
  'photo-unreadable',
  'zip-damaged',
]);

/** A folder of this name, anywhere above a file, sends it before others. */
const URGENT = /^(urgent|cito|stat|срочно)$/i;
export const isUrgent = (folders: readonly string[]): boolean => folders.some((name) => URGENT.test(name));

/**
 * Takes one file by what it is. It may throw what passes (the disk fails, no room): then the file stays where it is.
 * @throws OkaError of class transient; the error of the folder's disk
 */
export async function takeFile(found: Found, options: TakeOptions, beside: Beside = {}): Promise<Outcome> {
  const file = await options.disk.open(join(options.folder, found.path));
  try {
    if (!sameFacts(await file.facts(), found.facts)) return waits(changed());
    const name = found.path.split('/').at(-1) ?? '';
    const kind = fileKind(await file.read(0, TELLING_BYTES), name);
    return await takeKind(kind, file, found, options, beside);
  } catch (cause) {
    if (!(cause instanceof OkaError) || cause.class === 'transient') throw cause;
    if (MAY_GROW.has(cause.code)) return waits(cause);
    return { what: 'faulty', fault: cause, ...NOTHING };
  } finally {
    await file.close().catch(() => undefined);
  }
}

async function takeKind(
  kind: FileKind,
  file: OpenFile,
  found: Found,
  options: TakeOptions,
  beside: Beside,
): Promise<Outcome> {
  const { intake, zipLimits } = options;
  const { size } = found.facts;
  const folders = foldersOf(found.path);
  const urgent = isUrgent(folders);
  if (size === 0) return waits(new OkaError('unreadable-file', 'empty'));
  switch (kind) {
    case 'dicom': {
      const head = await objectHead(file.read, size);
      if (head.cut) return waits(new OkaError('dicom-truncated'));
      return { what: 'taken', ...(await intake.dicom(piecesOf(file, found), size, urgent, head)) };
    }
    case 'record': {
      if (size > MAX_HL7_BYTES) throw new OkaError('hl7-too-large');
      const { fault, ...count } = await intake.records(await whole(file, found));
      return fault === undefined ? { what: 'taken', ...count } : { what: 'faulty', fault, ...count };
    }
    case 'photo': {
      const said = saidOf(folders, beside.sidecar);
      if (said === undefined) return waits(new OkaError('photo-without-patient'));
      if (size > MAX_PHOTO_BYTES) throw new OkaError('image-too-large');
      return { what: 'taken', ...(await intake.photo(await whole(file, found), said, urgent)) };
    }
    case 'zip':
      return takeZip(file.read, size, { intake, limits: zipLimits, urgent, folders, sidecar: beside.sidecar });
    case 'dicomdir':
      return { what: 'taken', ...NOTHING };
    case 'other-photo':
      throw new OkaError('photo-format');
    case 'sidecar':
      // With its photo it is taken by that; alone it waits for one.
      return waits(new OkaError('sidecar-malformed', 'no photo of this name'));
    default:
      throw new OkaError('not-dicom');
  }
}

/** @throws OkaError `unreadable-file` where it has changed */
export async function whole(file: OpenFile, found: Pick<Found, 'facts'>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of piecesOf(file, found)) pieces.push(piece);
  return Buffer.concat(pieces);
}
