import { OkaError } from '../schemas/errors.ts';
import type { Entry, Journal } from './journal/journal.ts';
import type { End } from './journal/record.ts';
import type { Source } from './source.ts';
import type { Uplinked } from './uplink.ts';

export type DrainOptions = {
  readonly journal: Journal;
  readonly send: (source: Source) => Promise<Uplinked>;
  /** Keeps a message that the region will never take; durable when resolved. */
  readonly refuse: (entry: Entry, code: OkaError['code']) => Promise<void>;
  /** Messages on their way at once. */
  readonly parallel?: number;
  /** Pause after a failure, doubled up to the second value. */
  readonly backoffMs?: readonly [first: number, longest: number];
  readonly clock?: () => Date;
  readonly onEvent?: (event: DrainEvent) => void;
};

export type DrainEvent =
  | {
      readonly what: 'drained' | 'refused';
      readonly entry: Entry;
      readonly code?: OkaError['code'];
      readonly repeat?: boolean;
    }
  | { readonly what: 'failed'; readonly fault: unknown; readonly pauseMs: number };

/** Marks that may be on their way to the disk at once. */
const MOST_MARKING = 256;

/** What is wrong with the message itself; everything else is the line, the region or the registration, and passes. */
const OF_THE_MESSAGE: ReadonlySet<OkaError['code']> = new Set([
  'malformed-request',
  'over-size',
  'object-too-large',
  'digest-mismatch',
  'segment-conflict',
  'unreadable-file',
]);

/**
 * Sends what waits in the journal to the region, in its order, a few at once. A message leaves the line only when the
 * region has accepted it or will never take it; while the region is away everything stays, for days if need be.
 */
export function startDrain(options: DrainOptions) {
  const { journal, send, refuse, parallel = 2, clock = () => new Date(), onEvent = () => undefined } = options;
  const [firstPause, longestPause] = options.backoffMs ?? [1000, 60_000];
  const underWay = new Set<string>();
  const marking = new Set<Promise<void>>();
  const tries = new Map<string, { failures: number; notBefore: number }>();
  let [stopping, failures] = [false, 0];
  let wake: (() => void)[] = [];
  const wakeAll = (): void => {
    for (const one of wake.splice(0)) one();
  };
  journal.onTaken(wakeAll);

  /** Woken by a new message, by the end, or when the time is over. */
  const rest = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(done, ms);
      function done(): void {
        clearTimeout(timer);
        wake = wake.filter((one) => one !== done);
        resolve();
      }
      wake.push(done);
    });

  /** The oldest of those that have failed least: what always fails may not come before what was never tried. */
  function next(now: number): Entry | undefined {
    let [best, fewest]: [Entry | undefined, number] = [undefined, Number.POSITIVE_INFINITY];
    for (const entry of journal.waiting()) {
      if (underWay.has(entry.sha256)) continue;
      const tried = tries.get(entry.sha256);
      if (tried === undefined) return entry;
      if (tried.notBefore <= now && tried.failures < fewest) [best, fewest] = [entry, tried.failures];
    }
    return best;
  }

  async function worker(): Promise<void> {
    while (!stopping) {
      const entry = next(Date.now());
      if (entry === undefined) {
        await rest(firstPause);
        continue;
      }
      underWay.add(entry.sha256);
      const pauseMs = await deliver(entry);
      if (marking.size >= MOST_MARKING) await Promise.race(marking);
      for (const until = Date.now() + pauseMs; !stopping && Date.now() < until; ) await rest(until - Date.now());
    }
  }

  /** Gives the pause that is due before the next try. */
  async function deliver(entry: Entry): Promise<number> {
    const { sha256, bytes, acceptedAt } = entry;
    try {
      const read = (from: number, to: number): Promise<Buffer> => journal.read(entry, from, to);
      const { repeat } = await send({ kind: 'record', sha256, length: bytes, read, acceptedAt });
      onEvent({ what: 'drained', entry, repeat });
      return marked(entry, { at: clock().toISOString(), end: 'drained' });
    } catch (cause) {
      if (!(cause instanceof OkaError) || !OF_THE_MESSAGE.has(cause.code)) return failed(entry, cause);
      try {
        await refuse(entry, cause.code);
      } catch (fault) {
        return failed(entry, fault);
      }
      onEvent({ what: 'refused', entry, code: cause.code });
      return marked(entry, { at: clock().toISOString(), end: 'refused', code: cause.code });
    }
  }

  /**
   * Marks the end of a message without waiting for the disk: the next one may go on its way. A mark that is lost, also
   * because the disk is full, costs one more upload after a restart, which the region counts as a repeat.
   */
  function marked(entry: Entry, end: End): number {
    failures = 0;
    tries.delete(entry.sha256);
    const mark = journal
      .end(entry.sha256, end)
      .catch(() => undefined)
      .then(() => {
        underWay.delete(entry.sha256);
        marking.delete(mark);
      });
    marking.add(mark);
    return 0;
  }

  /** A message that always fails must not hold up the others: it waits on its own, longer each time. */
  function failed({ sha256 }: Entry, fault: unknown): number {
    underWay.delete(sha256);
    failures += 1;
    const own = (tries.get(sha256)?.failures ?? 0) + 1;
    tries.set(sha256, { failures: own, notBefore: Date.now() + backoff(own) });
    const pauseMs = backoff(failures);
    onEvent({ what: 'failed', fault, pauseMs });
    return pauseMs;
  }

  const backoff = (count: number): number => Math.min(firstPause * 2 ** (count - 1), longestPause);

  const workers = Array.from({ length: parallel }, worker);
  return {
    /** Resolves when what is on its way has arrived or failed; what waits stays in the journal. */
    async stop(): Promise<void> {
      stopping = true;
      wakeAll();
      await Promise.all(workers);
      await Promise.all(marking);
    },
  };
}
