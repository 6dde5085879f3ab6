import type { EdgeFile } from '../files/files.ts';
import { announcedMetaBytes, End, HEADER_BYTES, type Head, markOf, Origin, readHead } from './record.ts';
import { Window } from './window.ts';

export type Found =
  | {
      readonly kind: 'input';
      readonly sha256: string;
      readonly origin: Origin;
      readonly position: number;
      readonly bytes: number;
    }
  | { readonly kind: 'end'; readonly sha256: string; readonly end: End };

/** Bytes of a segment that cannot be read. `sha256`: the message that stood there, where its header tells. */
export type Damage = { readonly position: number; readonly bytes: number; readonly sha256?: string };

export type Recovered = {
  /** Bytes up to the end of the last whole record. */
  readonly whole: number;
  /** Bytes behind it: a batch that was being written when the machine stopped. None of it was acknowledged. */
  readonly torn: number;
  /** Unreadable places before the last whole record. */
  readonly damaged: readonly Damage[];
};

/**
 * Reads a segment from front to back and gives each whole record to `take`. After a damaged place it goes on with the
 * next record; what is unreadable and followed by no whole record is the torn tail.
 */
export async function recoverSegment(file: EdgeFile, nonce: Buffer, take: (found: Found) => void): Promise<Recovered> {
  const window = new Window(file, await file.size());
  const damaged: Damage[] = [];
  let [whole, sound] = [0, 0];
  for (let position = 0; position < window.size; ) {
    const read = await readRecord(window, position, nonce);
    if (read.found !== undefined) {
      take(read.found);
      position += read.bytes;
      whole = position;
      sound = damaged.length;
      continue;
    }
    const bytes = read.bytes || ((await nextRecord(window, position + 1, nonce)) ?? window.size) - position;
    damaged.push({ position, bytes, ...(read.sha256 === undefined ? {} : { sha256: read.sha256 }) });
    position += bytes;
  }
  return { whole, torn: window.size - whole, damaged: damaged.slice(0, sound) };
}

type Read = { readonly found?: Found; readonly bytes: number; readonly sha256?: string };

/** A record, or how many bytes of it are to be passed over (0: its length is not known either). */
async function readRecord(window: Window, position: number, nonce: Buffer): Promise<Read> {
  const head = await headAt(window, position, nonce);
  if (head === undefined) return { bytes: 0 };
  const { kind, sha256, metaBytes, bodyBytes } = head;
  const bytes = HEADER_BYTES + metaBytes + bodyBytes;
  if (position + bytes > window.size) return { bytes: 0, sha256 };
  const meta = parse(head.meta);
  if (kind === 'end') {
    const end = End.safeParse(meta);
    return end.success ? { found: { kind, sha256, end: end.data }, bytes } : { bytes };
  }
  const start = position + HEADER_BYTES + metaBytes;
  const origin = Origin.safeParse(meta);
  if (!origin.success || (await window.digest(start, bodyBytes)) !== sha256) return { bytes, sha256 };
  return { found: { kind, sha256, origin: origin.data, position: start, bytes: bodyBytes }, bytes };
}

async function headAt(window: Window, position: number, nonce: Buffer): Promise<(Head & { meta: Buffer }) | undefined> {
  const header = await window.at(position, HEADER_BYTES);
  if (header.length < HEADER_BYTES) return undefined;
  return readHead(await window.at(position, HEADER_BYTES + announcedMetaBytes(header)), nonce);
}

async function nextRecord(window: Window, from: number, nonce: Buffer): Promise<number | undefined> {
  const mark = markOf(nonce);
  for (let at = await window.find(mark, from); at !== undefined; at = await window.find(mark, at + 1))
    if ((await headAt(window, at, nonce)) !== undefined) return at;
  return undefined;
}

function parse(meta: Buffer): unknown {
  try {
    return JSON.parse(meta.toString('utf8'));
  } catch {
    return undefined;
  }
}
