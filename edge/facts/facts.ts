import { hash } from 'node:crypto';
import { z } from 'zod';
import { type EdgeFiles, nodeFiles } from '../files/files.ts';
import type { EdgeKey } from '../files/key.ts';
import type { Placed } from '../segments/commit.ts';
import { type FoundRecord, type LogEvent, openLog } from '../segments/log.ts';
import type { Segment } from '../segments/segments.ts';

const MIB = 1024 * 1024;

export type FactsOptions<F> = {
  /** A folder for these facts alone. */
  readonly folder: string;
  readonly schema: z.ZodType<F>;
  readonly files?: EdgeFiles;
  /** Without it nothing is encrypted. */
  readonly key?: EdgeKey | undefined;
  readonly onEvent?: (event: FactsEvent) => void;
  /** A file is followed by a new one when it has grown to this; default 4 MiB. */
  readonly segmentBytes?: number;
};

/** What an engineer should hear of. */
export type FactsEvent =
  | LogEvent
  /** Values that do not pass their schema any more (`fact-unreadable`): kept on the disk, and not among the facts. */
  | { readonly what: 'unreadable'; readonly code: 'fact-unreadable'; readonly count: number };

/** What a part of the edge knows and may not lose: one value for each key. */
export type Facts<F> = {
  readonly get: (key: string) => F | undefined;
  readonly entries: () => IterableIterator<[string, F]>;
  readonly size: number;
  /** Resolved means durable; `get` gives it from then on. @throws OkaError `not-durable` */
  readonly put: (key: string, fact: F) => Promise<void>;
  readonly remove: (key: string) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** A value; that there is none any more; one that this version cannot read. */
const KINDS = { fact: 1, removed: 2, aside: 3 } as const;
const About = z.object({ key: z.string() });

/** A value as it stands in the log, or one that is kept aside. */
type Kept<F> = { readonly fact: F; placed: Placed };
type Aside = { readonly key: string; readonly body: Buffer; placed: Placed };

/**
 * Opens the facts of a folder. The log is replayed at the start; its oldest file is dropped after what still counts in it
 * has been written anew, so that it does not grow with every change of a value.
 * @throws OkaError `wrong-key`
 */
export async function openFacts<F>(options: FactsOptions<F>): Promise<Facts<F>> {
  const { folder, schema, files = nodeFiles, key: sealing, onEvent = () => undefined } = options;
  const facts = new Map<string, Kept<F>>();
  const asides = new Set<Aside>();
  /** Bytes of the log that still count. */
  let live = 0;
  let compacting: Promise<void> | undefined;
  const changing = new Map<string, number>();
  /** While the log is replayed: keys of which a value was put, whether or not it can be read. */
  const later = new Set<string>();

  const log = await openLog({
    folder,
    files,
    key: sealing,
    segmentBytes: options.segmentBytes ?? 4 * MIB,
    onEvent,
    replay,
  });
  later.clear();
  if (asides.size > 0) onEvent({ what: 'unreadable', code: 'fact-unreadable', count: asides.size });

  async function replay({ kind, meta, placed, body }: FoundRecord): Promise<boolean> {
    const about = About.safeParse(meta);
    if (!about.success) return false;
    const { key } = about.data;
    if (kind === KINDS.removed) {
      drop(key);
      later.delete(key);
      return true;
    }
    const bytes = await body();
    const fact = schema.safeParse(parse(bytes));
    // A value that another version could not read counts again, unless a later one stands.
    if (kind === KINDS.fact) later.add(key);
    if (fact.success) {
      if (kind === KINDS.fact || !later.has(key)) set(key, fact.data, placed);
      return true;
    }
    if (kind === KINDS.fact) forget(key);
    asides.add({ key, body: bytes, placed });
    live += placed.size;
    return true;
  }

  function set(key: string, fact: F, placed: Placed): void {
    forget(key);
    facts.set(key, { fact, placed });
    live += placed.size;
  }

  function forget(key: string): void {
    live -= facts.get(key)?.placed.size ?? 0;
    facts.delete(key);
  }

  function drop(key: string): void {
    forget(key);
    for (const aside of asides) {
      if (aside.key !== key) continue;
      asides.delete(aside);
      live -= aside.placed.size;
    }
  }

  const write = (kind: number, key: string, body?: Buffer): Promise<Placed> =>
    log.add({ kind, sha256: hash('sha256', body ?? ''), meta: { key }, body });

  /** While a key is being changed its old value is not written anew: it would stand behind the new one. */
  async function change(key: string, write: () => Promise<Placed>, done: (placed: Placed) => void): Promise<void> {
    changing.set(key, (changing.get(key) ?? 0) + 1);
    try {
      done(await write());
    } finally {
      const left = (changing.get(key) ?? 1) - 1;
      if (left === 0) changing.delete(key);
      else changing.set(key, left);
    }
    compacting ??= compact()
      .catch((cause: unknown) => onEvent({ what: 'write-failed', segment: undefined, cause }))
      .finally(() => {
        compacting = undefined;
      });
  }

  /** Half of the log may be superseded, and a file of it is always left. */
  async function compact(): Promise<void> {
    while (log.segments.length > 2 && log.bytes > 2 * live) {
      const [oldest] = log.segments;
      if (oldest === undefined || !(await carry(oldest))) return;
      await log.drop(oldest);
    }
  }

  /** Writes anew what counts in a file; false where some of it is being changed just now. */
  async function carry(from: Segment): Promise<boolean> {
    const own = [...facts].filter(([, { placed }]) => placed.segment === from);
    if (own.some(([key]) => changing.has(key))) return false;
    const carried = own.map(async ([key, kept]) => {
      const placed = await write(KINDS.fact, key, encode(kept.fact));
      if (facts.get(key) === kept) move(kept, placed);
    });
    const aside = [...asides]
      .filter(({ placed }) => placed.segment === from)
      .map(async (one) => {
        const placed = await write(KINDS.aside, one.key, one.body);
        if (asides.has(one)) move(one, placed);
      });
    await Promise.all([...carried, ...aside]);
    return !log.isBusy(from);
  }

  function move(kept: { placed: Placed }, placed: Placed): void {
    live += placed.size - kept.placed.size;
    kept.placed = placed;
  }

  return {
    get: (key) => facts.get(key)?.fact,
    *entries() {
      for (const [key, { fact }] of facts) yield [key, fact];
    },
    get size() {
      return facts.size;
    },
    async put(key, fact) {
      const body = encode(fact);
      // What could not be read at the next start must not be promised now.
      const checked = schema.safeParse(parse(body));
      if (!checked.success)
        throw new TypeError(`a fact does not pass its schema: ${checked.error.issues[0]?.path.join('.')}`);
      await change(
        key,
        () => write(KINDS.fact, key, body),
        (placed) => set(key, fact, placed),
      );
    },
    async remove(key) {
      const isKnown = facts.has(key) || changing.has(key) || [...asides].some((aside) => aside.key === key);
      if (isKnown)
        await change(
          key,
          () => write(KINDS.removed, key),
          () => drop(key),
        );
    },
    async close() {
      await compacting;
      await log.close();
    },
  };
}

const encode = (fact: unknown): Buffer => Buffer.from(JSON.stringify(fact));

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
