import { createSecretKey, randomBytes } from 'node:crypto';
import { readdir, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { OkaError } from '../schemas/errors.ts';
import { Instant, Sha256 } from '../schemas/input.ts';
import { ifAbsent } from './absent.ts';
import { nodeFiles } from './files/files.ts';
import type { EdgeKey } from './files/key.ts';
import { replaceFile } from './files/replace.ts';
import { openRange, PREFIX_BYTES, type Seal, sealAll } from './files/sealed.ts';
import type { Entry, Journal } from './journal/journal.ts';

/** A message that the region will never take as it is; its bytes lie beside it, sealed under the key of the edge. */
const Refused = z.object({
  sha256: Sha256,
  code: z.string(),
  acceptedAt: Instant,
  refusedAt: Instant,
  /** How its bytes are sealed; absent where the edge has no key. */
  sealed: z.object({ keyId: z.string(), salt: z.string(), bytes: z.number() }).optional(),
});
type Note = z.infer<typeof Refused>;
export type Refused = Omit<Note, 'sealed'>;

const bytesPath = (folder: string, sha256: string): string => join(folder, `${sha256}.hl7`);
const notePath = (folder: string, sha256: string): string => join(folder, `${sha256}.json`);

/** Puts a message on the list: its bytes, then the note that makes it count, both durable before this resolves. */
export async function keepRefused(
  folder: string,
  journal: Journal,
  entry: Entry,
  code: string,
  at: string,
  key?: EdgeKey,
): Promise<void> {
  const { sha256, acceptedAt } = entry;
  const bytes = await journal.read(entry, 0, entry.bytes);
  const sealed = key && { keyId: key.id, salt: randomBytes(16).toString('base64'), bytes: bytes.length };
  const note: Note = { sha256, code, acceptedAt, refusedAt: at, ...(sealed ? { sealed } : {}) };
  await nodeFiles.makeFolder(folder);
  await replaceFile(
    bytesPath(folder, sha256),
    key && sealed ? Buffer.concat(sealAll(sealOf(key, sha256, sealed), bytes)) : bytes,
  );
  await replaceFile(notePath(folder, sha256), Buffer.from(`${JSON.stringify(note)}\n`));
}

/** A key of its own for each message, so that the nonces of its chunks may begin at nought. */
const sealOf = (key: EdgeKey, sha256: string, { keyId, salt }: NonNullable<Note['sealed']>): Seal => ({
  key: createSecretKey(key.derive(keyId, Buffer.from(salt, 'base64'), 'refused message')),
  prefix: new Uint8Array(PREFIX_BYTES),
  bound: Buffer.from(sha256, 'hex'),
});

async function notesIn(folder: string): Promise<Note[]> {
  const names = await readdir(folder).catch(ifAbsent([]));
  const notes = await Promise.all(
    names
      .filter((name) => name.endsWith('.json'))
      .map(async (name) => Refused.parse(JSON.parse(await readFile(join(folder, name), 'utf8')))),
  );
  return notes.sort((a, b) => a.refusedAt.localeCompare(b.refusedAt));
}

/** What is on the list, the oldest first. */
export async function listRefused(folder: string): Promise<Refused[]> {
  return (await notesIn(folder)).map(({ sealed: _how, ...refused }) => refused);
}

/** Takes a message off the list for ever, after `note` has put down why; undefined where it is not on the list. */
export async function dropRefused<T>(
  folder: string,
  sha256: string,
  note: (refused: Refused) => Promise<T>,
): Promise<T | undefined> {
  const found = (await notesIn(folder)).find((one) => one.sha256 === sha256);
  if (found === undefined) return undefined;
  const noted = await note(found);
  await forget(folder, sha256);
  return noted;
}

async function forget(folder: string, sha256: string): Promise<void> {
  await unlink(notePath(folder, sha256));
  await unlink(bytesPath(folder, sha256));
}

/** Puts all of the list into the line again, with the time of their first acceptance; gives how many. */
export async function sendRefusedAgain(folder: string, journal: Journal, key?: EdgeKey): Promise<number> {
  const list = await notesIn(folder);
  for (const note of list) {
    const { sha256, acceptedAt } = note;
    await journal.again(await bytesOf(folder, note, key), { acceptedAt, by: 'again', address: 'local' });
    await forget(folder, sha256);
  }
  return list.length;
}

async function bytesOf(folder: string, { sha256, sealed }: Note, key: EdgeKey | undefined): Promise<Buffer> {
  const stored = await readFile(bytesPath(folder, sha256));
  if (sealed === undefined) return stored;
  if (key === undefined) throw new OkaError('wrong-key', `sealed under ${sealed.keyId}`);
  const read = async (from: number, length: number): Promise<Buffer> => stored.subarray(from, from + length);
  return openRange(sealOf(key, sha256, sealed), sealed.bytes, read, 0, sealed.bytes);
}
