import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomOf } from '../../../test/random.ts';
import { makeEdgeKey } from '../../files/key.ts';
import type { ObjectMeta } from '../meta.ts';
import { openSpool, type Spool, type SpoolEntry, type SpoolEvent, type SpoolOptions, type Taken } from '../spool.ts';

const root = mkdtempSync(join(tmpdir(), 'oka-spool-'));
/** What every test file that makes spools does at its end. */
export const removeSpools = (): void => rmSync(root, { recursive: true, force: true });
let serial = 0;
export function newFolder(): string {
  serial += 1;
  return join(root, String(serial));
}

export const KEY = makeEdgeKey(Buffer.alloc(32, 7));
export const AT = '2026-01-31T05:00:00.000Z';
export const LATER = '2026-01-31T06:00:00.000Z';
export const ABOUT: ObjectMeta = { acceptedAt: AT, by: 'dicom', address: '127.0.0.1', lane: 'routine' };
export const DRAINED = { at: AT, what: 'drained' } as const;

/** Below and above what is held in the log itself. */
export const SMALL = 1000;
export const LARGE = 1024 * 1024 + 5000;

/** Bytes that differ from one number to the next. */
export function bytesOf(number: number, length: number): Buffer {
  const next = randomOf(number);
  const bytes = Buffer.alloc(length);
  for (let at = 0; at + 4 <= length; at += 4) bytes.writeUInt32LE(Math.floor(next() * 2 ** 32), at);
  return bytes;
}

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export async function opened(options: Partial<SpoolOptions> & { folder: string }) {
  const events: SpoolEvent[] = [];
  const spool = await openSpool({ key: KEY, onEvent: (event) => events.push(event), ...options });
  return { spool, events };
}

/** Takes an object as an association gives it: piece by piece. */
export async function taken(
  spool: Spool,
  bytes: Uint8Array,
  about: Partial<ObjectMeta> = {},
  pieceBytes = 16_000,
): Promise<Taken> {
  const incoming = await spool.begin();
  for (let at = 0; at < bytes.length; at += pieceBytes) await incoming.write(bytes.subarray(at, at + pieceBytes));
  return incoming.commit({ ...ABOUT, ...about });
}

export const contentOf = async (spool: Spool, entry: SpoolEntry): Promise<string> =>
  sha256Of(await spool.read(entry, 0, entry.bytes));

/** All files below a folder. */
export function filesBelow(folder: string): string[] {
  const below = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
  return below.filter((path) => statSync(path).isFile());
}
