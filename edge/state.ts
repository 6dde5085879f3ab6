import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Instant, Sha256 } from '../schemas/input.ts';
import { ifAbsent } from './absent.ts';
import type { Journal } from './journal/journal.ts';
import type { PartState } from './parts/part.ts';
import type { Spool } from './spool/spool.ts';

const Lane = z.object({ waiting: z.number(), bytes: z.number(), oldest: Instant.optional() });

/** What the running edge says of itself every few seconds, for `oka edge status`: counts, times and codes alone. */
export const EdgeState = z.object({
  clinic: z.string(),
  at: Instant,
  /** Messages that the region has not got yet, and since when the oldest of them waits. */
  waiting: z.number(),
  waitingSince: Instant.optional(),
  /** Bytes and files of the journal. */
  bytes: z.number(),
  segments: z.number(),
  /** Images and other objects, by lane. */
  objects: z
    .object({
      kept: z.number(),
      bytes: z.number(),
      waiting: z.number(),
      waitingBytes: z.number(),
      refused: z.number(),
      /** Those that wait for a human, the first of them: what the region refused, what the disk has spoilt. */
      attention: z
        .array(
          z.object({ sha256: Sha256, state: z.enum(['refused', 'damaged']), code: z.string(), acceptedAt: Instant }),
        )
        .optional(),
      /** The disk has spoilt them: they must be sent to the edge again. */
      damaged: z.number().optional(),
      lanes: z.record(z.string(), Lane),
    })
    .optional(),
  /** Systems that have sent HL7 since the start, as they name themselves (MSH-3, MSH-4). */
  senders: z.array(z.object({ application: z.string(), facility: z.string() })).optional(),
  /** Since the start. */
  totals: z.record(z.string(), z.number()),
  /** What each part says of itself. */
  parts: z
    .record(z.string(), z.looseObject({ state: z.string(), since: z.string(), fault: z.string().optional() }))
    .optional(),
});
export type EdgeState = z.infer<typeof EdgeState>;
type Attention = NonNullable<NonNullable<EdgeState['objects']>['attention']>[number];

export type Now = {
  readonly clinic: string;
  readonly at: string;
  readonly journal: Journal;
  readonly spool: Spool;
  readonly totals: Readonly<Record<string, number>>;
  readonly senders: EdgeState['senders'];
  readonly parts: Readonly<Record<string, PartState>>;
};

/** What the edge says of itself now. */
export function edgeStateOf({ journal, spool, ...own }: Now): EdgeState {
  const { waiting, bytes, segments } = journal.counts;
  const [oldest] = journal.waiting();
  const { objects, ...counts } = spool.counts;
  return {
    ...own,
    waiting,
    ...(oldest ? { waitingSince: oldest.acceptedAt } : {}),
    bytes,
    segments,
    objects: { ...counts, kept: objects, attention: attentionOf(spool) },
  };
}

const MOST_SHOWN = 100;

function attentionOf(spool: Spool): Attention[] {
  const found: Attention[] = [];
  const { refused, damaged } = spool.counts;
  if (refused + damaged === 0) return found;
  for (const { sha256, state, marks, about } of spool.entries()) {
    if ((state !== 'refused' && state !== 'damaged') || found.length >= MOST_SHOWN) continue;
    const said = marks.find(({ what }) => what === 'refused')?.code;
    const code = state === 'damaged' ? 'object-damaged' : (said ?? 'refused');
    found.push({ sha256, state, code, acceptedAt: about.acceptedAt });
  }
  return found;
}

/** Not synced: it is news, not a promise. */
export async function writeState(folder: string, state: EdgeState): Promise<void> {
  const path = join(folder, 'state.json');
  await writeFile(`${path}.part`, `${JSON.stringify(state)}\n`, { mode: 0o600 });
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
