import { createHash } from 'node:crypto';
import type { EdgeFile } from '../files/files.ts';
import { openRange, plainBytes } from '../files/sealed.ts';
import { announcedMetaBytes, HEADER_BYTES, type Head, markOf, type RecordsOf, readHead } from './record.ts';
import { Window } from './window.ts';

/** A whole record, as it is found in its file. */
export type Found = {
  readonly kind: number;
  readonly sha256: string;
  /** The description, not yet checked by its owner; undefined where it is no JSON. */
  readonly meta: unknown;
  /** Where the record begins, where its body begins, and what both take as stored. */
  readonly position: number;
  readonly start: number;
  readonly size: number;
  /** Length of the body, opened. */
  readonly bytes: number;
};

/** Bytes of a segment that cannot be read. `sha256`: what stood there, where its header tells. */
export type Damage = { readonly position: number; readonly bytes: number; readonly sha256?: string };

export type Recovered = {
  /** Bytes up to the end of the last whole record. */
  readonly whole: number;
  /** Bytes behind it: a batch that was being written when the machine stopped. None of it was acknowledged. */
  readonly torn: number;
  /** Unreadable places before the last whole record. */
  readonly damaged: readonly Damage[];
};

export type RecoverOptions = RecordsOf & {
  readonly file: EdgeFile;
  /** Reads the bodies too. Without it only headers and descriptions are, and bodies are checked when they are read. */
  readonly checksBodies: boolean;
  /** False where the description is not one of the owner's: that is damage too. */
  readonly take: (found: Found) => boolean | Promise<boolean>;
};

/**
 * Reads a segment from front to back and gives each whole record to `take`. After a damaged place it goes on with the
 * next record; what is unreadable and followed by no whole record is the torn tail.
 */
export async function recoverSegment(options: RecoverOptions): Promise<Recovered> {
  const window = new Window(options.file, await options.file.size(), options.checksBodies ? undefined : HOPPED_BYTES);
  const damaged: Damage[] = [];
  let [whole, sound] = [0, 0];
  for (let position = 0; position < window.size; ) {
    const read = await readRecord(window, position, options);
    if (read.isTaken) {
      position += read.bytes;
      whole = position;
      sound = damaged.length;
      continue;
    }
    const bytes = read.bytes || ((await nextRecord(window, position + 1, options)) ?? window.size) - position;
    damaged.push({ position, bytes, ...(read.sha256 === undefined ? {} : { sha256: read.sha256 }) });
    position += bytes;
  }
  return { whole, torn: window.size - whole, damaged: damaged.slice(0, sound) };
}

/** Enough for a header and its description, where bodies are passed over. */
const HOPPED_BYTES = 4096;

type Read = { readonly isTaken: boolean; readonly bytes: number; readonly sha256?: string };

/** A record, or how many bytes of it are to be passed over (0: its length is not known either). */
async function readRecord(window: Window, position: number, options: RecoverOptions): Promise<Read> {
  const head = await headAt(window, position, options);
  if (head === undefined) return { isTaken: false, bytes: 0 };
  const { kind, sha256, metaBytes, bodyBytes, json } = head;
  const size = HEADER_BYTES + metaBytes + bodyBytes;
  if (position + size > window.size) return { isTaken: false, bytes: 0, sha256 };
  const start = position + HEADER_BYTES + metaBytes;
  const bytes = options.seals === undefined ? bodyBytes : plainBytes(bodyBytes);
  const found: Found = { kind, sha256, meta: parse(json), position, start, size, bytes };
  const isSound = !options.checksBodies || bodyBytes === 0 || (await isWhole(window, found, options));
  return { isTaken: isSound && (await options.take(found)), bytes: size, sha256 };
}

const READ_BYTES = 1024 * 1024;

/** Whether the body is the one that was written: by its tags where it is sealed, else by its SHA-256. */
async function isWhole(window: Window, { sha256, position, start, bytes }: Found, { seals }: RecordsOf) {
  if (seals === undefined) return (await window.digest(start, bytes)) === sha256;
  const hash = createHash('sha256');
  const stored = (at: number, length: number): Promise<Buffer> => window.at(start + at, length);
  try {
    for (let at = 0; at < bytes; at += READ_BYTES / 2)
      hash.update(await openRange(seals.body(position), bytes, stored, at, at + READ_BYTES / 2));
    return hash.digest('hex') === sha256;
  } catch {
    return false;
  }
}

async function headAt(window: Window, position: number, of: RecordsOf): Promise<Head | undefined> {
  const header = await window.at(position, HEADER_BYTES);
  if (header.length < HEADER_BYTES) return undefined;
  return readHead(await window.at(position, HEADER_BYTES + announcedMetaBytes(header)), of, position);
}

async function nextRecord(window: Window, from: number, of: RecordsOf): Promise<number | undefined> {
  const mark = markOf(of);
  for (let at = await window.find(mark, from); at !== undefined; at = await window.find(mark, at + 1))
    if ((await headAt(window, at, of)) !== undefined) return at;
  return undefined;
}

function parse(json: Buffer): unknown {
  try {
    return JSON.parse(json.toString('utf8'));
  } catch {
    return undefined;
  }
}
