import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { PageAct } from '../../schemas/api/clinic-day.ts';
import { type FactsEvent, openFacts } from '../facts/facts.ts';
import type { EdgeFiles } from '../files/files.ts';
import type { EdgeKey } from '../files/key.ts';

/** An act as it is kept here; `sent`: the region has it. */
const KeptAct = PageAct.extend({ sent: z.literal(true).optional() });
type KeptAct = z.infer<typeof KeptAct>;

export type AuditOptions = {
  readonly folder: string;
  readonly files?: EdgeFiles;
  readonly key?: EdgeKey | undefined;
  readonly clock: () => Date;
  readonly onEvent?: (event: FactsEvent) => void;
};

/** What the region has is kept here for a month too: whoever asks in the clinic is answered in the clinic. */
const KEPT_MS = 31 * 24 * 3600_000;

/**
 * The page's own book: an act is durable here before its page is answered (contract 13), and goes to the region when it is
 * there.
 */
export async function openAudit({ folder, files, key, clock, onEvent }: AuditOptions) {
  const facts = await openFacts<KeptAct>({
    folder,
    schema: KeptAct,
    ...(files ? { files } : {}),
    ...(key ? { key } : {}),
    ...(onEvent ? { onEvent } : {}),
  });
  return {
    /** @throws OkaError `not-durable`: then nothing may be shown */
    async note(act: Omit<PageAct, 'at'>): Promise<void> {
      const at = clock().toISOString();
      await facts.put(`${at}#${randomBytes(6).toString('hex')}`, { at, ...act });
    },
    acts: (): PageAct[] => [...facts.entries()].map(([, act]) => plain(act)),
    /** How many the region has not got. */
    unsent: (): number => [...facts.entries()].filter(([, { sent }]) => sent === undefined).length,
    /** The oldest that the region has not got, by the names under which they are kept. */
    oldestUnsent: (most: number): [string, PageAct][] =>
      [...facts.entries()]
        .filter(([, { sent }]) => sent === undefined)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .slice(0, most)
        .map(([name, act]) => [name, plain(act)]),
    async markSent(keys: readonly string[]): Promise<void> {
      for (const name of keys) {
        const act = facts.get(name);
        if (act) await facts.put(name, { ...act, sent: true });
      }
    },
    async clean(): Promise<void> {
      const before = new Date(clock().getTime() - KEPT_MS).toISOString();
      for (const [name, { sent }] of [...facts.entries()]) if (sent && name < before) await facts.remove(name);
    },
    close: () => facts.close(),
  };
}
export type Audit = Awaited<ReturnType<typeof openAudit>>;

const plain = ({ sent: _, ...act }: KeptAct): PageAct => act;
