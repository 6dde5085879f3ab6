import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Instant } from '../schemas/input.ts';
import { ifAbsent } from './absent.ts';
import type { Journal } from './journal/journal.ts';

/** What the running edge says of itself every few seconds, for `oka edge --list`. */
const EdgeState = z.object({
  clinic: z.string(),
  at: Instant,
  /** Messages that the region has not got yet, and since when the oldest of them waits. */
  waiting: z.number(),
  waitingSince: Instant.optional(),
  /** Bytes and files of the journal. */
  bytes: z.number(),
  segments: z.number(),
  /** Since the start. */
  totals: z.record(z.string(), z.number()),
});
type EdgeState = z.infer<typeof EdgeState>;

type Now = {
  readonly clinic: string;
  readonly at: string;
  readonly journal: Journal;
  readonly totals: Readonly<Record<string, number>>;
};

/** Not synced: it is news, not a promise. */
export async function writeState(folder: string, { clinic, at, journal, totals }: Now): Promise<void> {
  const { waiting, bytes, segments } = journal.counts;
  const [oldest] = journal.waiting();
  const state: EdgeState = {
    clinic,
    at,
    waiting,
    ...(oldest ? { waitingSince: oldest.acceptedAt } : {}),
    bytes,
    segments,
    totals,
  };
  const path = join(folder, 'state.json');
  await writeFile(`${path}.part`, `${JSON.stringify(state)}\n`);
  await rename(`${path}.part`, path);
}

/** Undefined where the edge has said nothing yet, or nothing that a power cut left whole. */
export async function readState(folder: string): Promise<EdgeState | undefined> {
  const text = await readFile(join(folder, 'state.json'), 'utf8').catch(ifAbsent(''));
  try {
    return EdgeState.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
