import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { Instant } from '../../schemas/input.ts';
import { type FactsEvent, openFacts } from '../facts/facts.ts';
import type { EdgeFiles } from '../files/files.ts';
import type { EdgeKey } from '../files/key.ts';

/** What somebody did at the page. Ids of records only, no names of patients. */
export const PageAct = z.strictObject({
  at: Instant,
  user: z.string(),
  role: z.string(),
  address: z.string(),
  what: z.enum(['sign-in', 'sign-in-refused', 'sign-out', 'view', 'walk-in', 'seen', 'consult']),
  /** Which page was shown, or what was done. */
  about: z.string(),
  records: z.array(z.string()),
  /** The region has it. */
  sent: z.literal(true).optional(),
});
export type PageAct = z.infer<typeof PageAct>;

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
  const facts = await openFacts<PageAct>({
    folder,
    schema: PageAct,
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
    acts: (): PageAct[] => [...facts.entries()].map(([, act]) => act),
    /** The oldest that the region has not got. */
    unsent: (most: number): [string, PageAct][] =>
      [...facts.entries()]
        .filter(([, { sent }]) => sent === undefined)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .slice(0, most),
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
