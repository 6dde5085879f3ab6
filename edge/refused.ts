import { readdir, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Instant, Sha256 } from '../schemas/input.ts';
import { ifAbsent } from './absent.ts';
import { nodeFiles } from './files/files.ts';
import type { Entry, Journal } from './journal/journal.ts';

/** A message that the region will never take as it is; its bytes lie beside it. */
const Refused = z.object({ sha256: Sha256, code: z.string(), acceptedAt: Instant, refusedAt: Instant });
type Refused = z.infer<typeof Refused>;

const bytesPath = (folder: string, sha256: string): string => join(folder, `${sha256}.hl7`);
const notePath = (folder: string, sha256: string): string => join(folder, `${sha256}.json`);

/** Puts a message on the list: its bytes, then the note that makes it count, both durable before this resolves. */
export async function keepRefused(
  folder: string,
  journal: Journal,
  entry: Entry,
  code: string,
  at: string,
): Promise<void> {
  const note: Refused = { sha256: entry.sha256, code, acceptedAt: entry.acceptedAt, refusedAt: at };
  await nodeFiles.makeFolder(folder);
  await writeDurably(bytesPath(folder, entry.sha256), await journal.read(entry, 0, entry.bytes));
  await writeDurably(notePath(folder, entry.sha256), Buffer.from(`${JSON.stringify(note)}\n`));
  await nodeFiles.syncFolder(folder);
}

/** What is on the list, the oldest first. */
export async function listRefused(folder: string): Promise<Refused[]> {
  const names = await readdir(folder).catch(ifAbsent([]));
  const notes = await Promise.all(
    names
      .filter((name) => name.endsWith('.json'))
      .map(async (name) => Refused.parse(JSON.parse(await readFile(join(folder, name), 'utf8')))),
  );
  return notes.sort((a, b) => a.refusedAt.localeCompare(b.refusedAt));
}

/** Puts all of the list into the line again, with the time of their first acceptance; gives how many. */
export async function sendRefusedAgain(folder: string, journal: Journal): Promise<number> {
  const list = await listRefused(folder);
  for (const { sha256, acceptedAt } of list) {
    await journal.again(await readFile(bytesPath(folder, sha256)), { acceptedAt, by: 'again', address: 'local' });
    await unlink(notePath(folder, sha256));
    await unlink(bytesPath(folder, sha256));
  }
  return list.length;
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const part = `${path}.part`;
  await unlink(part).catch(ifAbsent(undefined));
  const file = await nodeFiles.create(part);
  try {
    await file.write(bytes, 0);
    await file.sync();
  } finally {
    await file.close();
  }
  await nodeFiles.move(part, path);
}
