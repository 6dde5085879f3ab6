import { readdir, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Instant, Sha256 } from '../schemas/input.ts';
import { ifAbsent } from './absent.ts';
import { nodeFiles } from './files/files.ts';
import { leaveFor } from './files/leave.ts';
import { replaceFile } from './files/replace.ts';
import { dropRefused } from './refused.ts';
import type { Spool } from './spool/spool.ts';

/** An engineer's word that something refused or spoilt need not be kept any more, and why. */
export const Drop = z.strictObject({ sha256: Sha256, why: z.string().trim().min(1).max(500), askedAt: Instant });
export type Drop = z.infer<typeof Drop>;

/** What was dropped: this note stays for ever, the bytes do not. */
export const Dropped = Drop.extend({
  what: z.enum(['object', 'message']),
  state: z.enum(['refused', 'damaged']),
  code: z.string().optional(),
  acceptedAt: Instant.optional(),
  droppedAt: Instant,
});
export type Dropped = z.infer<typeof Dropped>;

const askedIn = (data: string): string => join(data, 'drops');
const doneIn = (data: string): string => join(data, 'dropped');

/** Leaves the word for the edge of this folder, which takes it within seconds, or at its next start. */
export async function askDrop(data: string, drop: Drop): Promise<void> {
  await leaveFor(data, askedIn(data), `${drop.sha256}.json`, Buffer.from(JSON.stringify(Drop.parse(drop))));
}

export type DropOptions = {
  /** The folder of the edge. */
  readonly data: string;
  /** Where messages lie that the region refused. */
  readonly refused: string;
  readonly spool: Pick<Spool, 'get' | 'drop'>;
  readonly clock: () => Date;
  /** Nothing of that name waits for a human: it was dropped before, or has gone to the region. */
  readonly onNothing: (sha256: string) => void;
  readonly onDropped: (dropped: Dropped) => void;
};

/**
 * Takes the words that were left. Each is first put down for good, then the bytes go, then the word: after a power cut it is
 * taken again and says the same. Only what was refused, or cannot be read, can be dropped.
 */
export async function takeDrops(options: DropOptions): Promise<void> {
  const { data, onDropped, onNothing } = options;
  for (const name of await jsonIn(askedIn(data))) {
    const path = join(askedIn(data), name);
    const { data: drop } = Drop.safeParse(parsed(await readFile(path, 'utf8')));
    if (drop !== undefined) {
      const dropped = await dropOne(drop, options);
      if (dropped === undefined) onNothing(drop.sha256);
      else onDropped(dropped);
    }
    await unlink(path);
  }
}

async function dropOne(drop: Drop, { data, refused, spool, clock }: DropOptions): Promise<Dropped | undefined> {
  const { sha256 } = drop;
  const note = async (of: Omit<Dropped, keyof Drop | 'droppedAt'>): Promise<Dropped> => {
    const dropped: Dropped = { ...drop, ...of, droppedAt: clock().toISOString() };
    await nodeFiles.makeFolder(doneIn(data));
    const name = `${sha256}-${Date.parse(drop.askedAt)}.json`;
    await replaceFile(join(doneIn(data), name), Buffer.from(JSON.stringify(dropped)));
    return dropped;
  };
  const entry = spool.get(sha256);
  if (entry !== undefined && (entry.state === 'refused' || entry.state === 'damaged')) {
    const { state, marks, about } = entry;
    const code = state === 'damaged' ? 'object-damaged' : marks.find(({ what }) => what === 'refused')?.code;
    const { acceptedAt } = about;
    const dropped = await note({ what: 'object', state, acceptedAt, ...(code === undefined ? {} : { code }) });
    await spool.drop(sha256);
    return dropped;
  }
  return dropRefused(refused, sha256, ({ code, acceptedAt }) =>
    note({ what: 'message', state: 'refused', code, acceptedAt }),
  );
}

/** All that was ever dropped here, the last first. */
export async function listDropped(data: string): Promise<Dropped[]> {
  const texts = await Promise.all(
    (await jsonIn(doneIn(data))).map((name) => readFile(join(doneIn(data), name), 'utf8')),
  );
  const notes = texts.flatMap((text) => Dropped.safeParse(parsed(text)).data ?? []);
  return notes.sort((a, b) => b.droppedAt.localeCompare(a.droppedAt));
}

const jsonIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder).catch(ifAbsent<string[]>([]))).filter((name) => name.endsWith('.json')).sort();

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
