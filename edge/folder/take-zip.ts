import { MAX_HL7_BYTES } from '../../domain/hl7/read/read.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { ReadAt } from './data-set-walk.ts';
import { comparable, MAX_DICOMDIR_BYTES, referencedFiles } from './dicomdir.ts';
import { type Count, type Intake, NOTHING, plus } from './intake.ts';
import { type FileKind, fileKind, TELLING_BYTES } from './kinds.ts';
import { foldersOf, isLeftAlone } from './names.ts';
import { MAX_PHOTO_BYTES, saidOf } from './photo.ts';
import type { PhotoSaid } from './photo-facts.ts';
import type { Outcome } from './take-file.ts';
import { openZip, type ZipEntry, type ZipLimits } from './zip.ts';

export type ZipTaking = {
  readonly intake: Intake;
  readonly limits: ZipLimits;
  readonly urgent: boolean;
  /** Folders around the ZIP, and what a file beside it says: whose the photos in it are. */
  readonly folders: readonly string[];
  readonly sidecar?: PhotoSaid | undefined;
};

/** Names of what is missing or faulty in a note; a list of thousands helps nobody. */
export const MOST_LINES = 50;

/**
 * Takes what a ZIP holds: DICOM objects, HL7 messages, photos whose patient is known; of a medium (DICOMDIR) it says what is
 * missing. Viewers, texts and the like are left in it. What is faulty in it does not hold up the rest.
 * @throws OkaError what is wrong with the ZIP as a whole, before anything of it is taken; and what passes (`no-room`)
 */
export async function takeZip(readAt: ReadAt, size: number, taking: ZipTaking): Promise<Outcome> {
  const entries = await openZip(readAt, size, taking.limits);
  const isMedium = entries.some(({ name }) => isDirectoryName(name));
  let count: Count = NOTHING;
  const faults: { readonly fault: OkaError; readonly name: string }[] = [];
  for (const entry of entries) {
    if (isLeftAlone(entry.name.split('/').at(-1) ?? '') || entry.bytes === 0) continue;
    try {
      count = plus(count, await takeEntry(entry, entries, taking, isMedium));
    } catch (cause) {
      if (!(cause instanceof OkaError) || cause.class === 'transient') throw cause;
      faults.push({ fault: cause, name: entry.name });
    }
  }
  const [first] = faults;
  const lines = faults.slice(0, MOST_LINES).map(({ fault, name }) => `${fault.code}: ${fault.detail ?? name}`);
  if (first !== undefined) return { what: 'faulty', fault: first.fault, lines, ...count };
  if (count.taken + count.repeats === 0) return { what: 'faulty', fault: new OkaError('not-dicom'), ...NOTHING };
  return { what: 'taken', ...count };
}

const isDirectoryName = (name: string): boolean => /(^|\/)dicomdir\.?(;1)?$/i.test(name);

async function takeEntry(
  entry: ZipEntry,
  all: readonly ZipEntry[],
  { intake, urgent, folders, sidecar }: ZipTaking,
  isMedium: boolean,
): Promise<Count> {
  const pieces = entry.pieces()[Symbol.asyncIterator]();
  try {
    const { head, rest } = await withHead(pieces);
    const kind: FileKind = fileKind(head, entry.name.split('/').at(-1) ?? '');
    switch (kind) {
      case 'dicom':
        return await intake.dicom(rest, entry.bytes, urgent);
      case 'record': {
        const { fault, ...count } = await intake.records(await collected(rest, entry.bytes, MAX_HL7_BYTES));
        if (fault !== undefined) throw fault;
        return count;
      }
      case 'photo': {
        // Media bring pictures of their own, for their viewers.
        if (isMedium) return NOTHING;
        const said = saidOf([...folders, ...foldersOf(entry.name)], sidecar);
        if (said === undefined) throw new OkaError('photo-without-patient');
        return await intake.photo(await collected(rest, entry.bytes, MAX_PHOTO_BYTES), said, urgent);
      }
      case 'other-photo':
        if (isMedium) return NOTHING;
        throw new OkaError('photo-format');
      case 'zip':
        throw new OkaError('zip-nested');
      case 'dicomdir': {
        const missing = missingFrom(
          await collected(rest, entry.bytes, MAX_DICOMDIR_BYTES),
          foldersOf(entry.name),
          all.filter(({ bytes }) => bytes > 0).map(({ name }) => name),
        );
        if (missing.length > 0) throw new OkaError('medium-incomplete', missing.slice(0, MOST_LINES).join(', '));
        return NOTHING;
      }
      default:
        return NOTHING;
    }
  } finally {
    await pieces.return?.();
  }
}

/** Files that a DICOMDIR names and that are not among `names`; it speaks of files from its own folder on. */
export function missingFrom(directory: Uint8Array, folders: readonly string[], names: readonly string[]): string[] {
  const base = folders.length === 0 ? '' : `${comparable(folders.join('/'))}/`;
  const there = new Set(names.map(comparable));
  return referencedFiles(directory).filter((name) => !there.has(`${base}${name}`));
}

/** The first bytes, and all of the bytes again. */
async function withHead(pieces: AsyncIterator<Buffer>): Promise<{ head: Buffer; rest: AsyncIterable<Buffer> }> {
  const first: Buffer[] = [];
  for (let held = 0; held < TELLING_BYTES; held += first.at(-1)?.length ?? 0) {
    const { done, value } = await pieces.next();
    if (done) break;
    first.push(Buffer.from(value));
  }
  async function* rest(): AsyncGenerator<Buffer> {
    yield* first;
    for (;;) {
      const { done, value } = await pieces.next();
      if (done) return;
      yield value;
    }
  }
  return { head: Buffer.concat(first).subarray(0, TELLING_BYTES), rest: rest() };
}

async function collected(pieces: AsyncIterable<Buffer>, bytes: number, most: number): Promise<Buffer> {
  if (bytes > most) throw new OkaError('object-too-large');
  const all: Buffer[] = [];
  for await (const piece of pieces) all.push(Buffer.from(piece));
  return Buffer.concat(all);
}
