import { dateIn } from '../../domain/rules/precision.ts';
import { CacheSettings } from '../../schemas/edge/cache.ts';
import { OkaError } from '../../schemas/errors.ts';
import { type FactsEvent, openFacts } from '../facts/facts.ts';
import type { EdgeFiles } from '../files/files.ts';
import type { EdgeKey } from '../files/key.ts';
import { trueClock } from './clock.ts';
import { CacheFact, meanwhileKey, type ResultFact } from './facts.ts';
import { beginMeanwhile, daysOf, ordersOf, pullAll, regionOf, tellResults } from './pull.ts';
import { purge } from './purge.ts';
import type { RegionReader } from './region.ts';
import { resultOfBundle } from './taken.ts';
import type { Cache, CachedResult, RegionState } from './view.ts';

export type CacheEvent =
  | FactsEvent
  | { readonly what: 'pulled'; readonly results: number }
  | { readonly what: 'pull-failed'; readonly fault: unknown; readonly pauseMs: number }
  /** What is older than it may be kept is still there; it is tried again in a few minutes. */
  | { readonly what: 'clean-failed'; readonly fault: unknown };

export type CacheOptions = {
  /** A folder for the cache alone. */
  readonly folder: string;
  readonly region: Pick<RegionReader, 'results' | 'appointments' | 'orders'>;
  /** IANA zone of the clinic: its days. */
  readonly zone: string;
  readonly settings?: CacheSettings;
  readonly files?: EdgeFiles;
  /** Without it nothing is encrypted. */
  readonly key?: EdgeKey | undefined;
  readonly clock?: () => Date;
  /** Milliseconds that only rise; for tests. */
  readonly watch?: () => number;
  /** Whether the line is wanted for something better: a live consult. */
  readonly isBusy?: () => boolean;
  /** Since when what is sent finds no region: the uplink asks far more often than the cache. Machine time. */
  readonly lineAwaySince?: () => string | undefined;
  readonly onEvent?: (event: CacheEvent) => void;
};

const DAY_MS = 24 * 3600_000;
const MINUTE_MS = 60_000;
/** A shorter gap is no outage: a line of a village is away for a minute many times a day. */
const OUTAGE_MS = 10 * MINUTE_MS;
const FIRST_PAUSE_MS = 15_000;
/** So long a consult may keep the cache from asking: less than what counts as an outage. */
const PATIENCE_MS = 8 * MINUTE_MS;
const PURGE_EVERY_MS = 10 * MINUTE_MS;

/**
 * The day of the clinic on this machine, encrypted: filled by the region every few minutes and by the connector at once, for the
 * time when the region is away. Small requests, one at a time; while the region does not answer, ever fewer.
 */
export async function startCache(options: CacheOptions): Promise<Cache> {
  const { folder, region, zone, settings = CacheSettings.parse({}), files, key } = options;
  const {
    clock = () => new Date(),
    watch,
    isBusy = () => false,
    lineAwaySince = () => undefined,
    onEvent = () => undefined,
  } = options;
  const facts = await openFacts<CacheFact>({
    folder,
    schema: CacheFact,
    ...(files ? { files } : {}),
    ...(key ? { key } : {}),
    onEvent,
  });
  const time = trueClock(clock, watch);
  const everyMs = settings.everyMinutes * MINUTE_MS;
  const outageMs = Math.max(OUTAGE_MS, 3 * everyMs);
  const stopping = new AbortController();
  const listeners: ((orders: ReturnType<Cache['orders']>) => void)[] = [];
  let [failures, awaySince, trouble]: [number, string | undefined, RegionState['trouble']] = [0, undefined, undefined];
  let hasAnswered = false;
  let answeredAt = 0;
  let underWay: Promise<boolean> | undefined;
  const iso = (ms: number): string => new Date(ms).toISOString();
  const day = (offset: number): string => dateIn(iso(time.now() + offset * DAY_MS), zone);
  const days = (): string[] =>
    Array.from({ length: settings.daysBefore + settings.daysAhead + 1 }, (_, place) =>
      day(place - settings.daysBefore),
    );

  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = turn.then(work, work);
    turn = done.catch(() => undefined);
    return done;
  };

  const clean = async (): Promise<void> => {
    const keep = { now: iso(time.now()), resultMs: settings.resultHours * 3600_000, days: days() };
    await inTurn(() => purge(facts, keep, { isCertain: hasAnswered }));
  };

  async function pullOnce(): Promise<boolean> {
    try {
      const { asOf } = await pullAll({
        ...{ region, facts, days: days(), outageMs, now: () => iso(time.now()), signal: stopping.signal, inTurn },
        onOrders(orders) {
          for (const tell of listeners) tell(orders);
        },
      });
      time.hear(asOf);
      answeredAt = clock().getTime();
      [failures, awaySince, trouble, hasAnswered] = [0, undefined, undefined, true];
      await clean();
      onEvent({ what: 'pulled', results: facts.size });
      return true;
    } catch (fault) {
      failures += 1;
      awaySince ??= regionOf(facts)?.asOf ?? iso(time.now());
      trouble = fault instanceof OkaError ? fault.code : 'unavailable';
      onEvent({ what: 'pull-failed', fault, pauseMs: pauseMs() });
      return false;
    }
  }
  const pull = (): Promise<boolean> => {
    underWay ??= pullOnce().finally(() => {
      underWay = undefined;
    });
    return underWay;
  };

  /** With up to a quarter more, so that the clinics of a region do not come at once. */
  const pauseMs = (): number => {
    const pause =
      failures === 0 ? everyMs : Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), Math.max(everyMs, 5 * MINUTE_MS));
    return Math.round(pause * (1 + Math.random() / 4));
  };
  const givesWay = (): boolean => {
    const asOf = regionOf(facts)?.asOf;
    return isBusy() && asOf !== undefined && time.ageMs(asOf) < PATIENCE_MS;
  };
  let timer: NodeJS.Timeout | undefined;
  const next = (ms: number): void => {
    if (stopping.signal.aborted) return;
    timer = setTimeout(() => void (givesWay() ? Promise.resolve(true) : pull()).then(() => next(pauseMs())), ms);
    timer.unref();
  };
  const cleaning = setInterval(
    () => void clean().catch((fault: unknown) => onEvent({ what: 'clean-failed', fault })),
    PURGE_EVERY_MS,
  );
  cleaning.unref();
  await clean();
  next(0);

  const all = <K extends CacheFact['kind']>(kind: K): Extract<CacheFact, { kind: K }>[] =>
    [...facts.entries()].flatMap(([, fact]) => (fact.kind === kind ? [fact as Extract<CacheFact, { kind: K }>] : []));
  return {
    async take(bundle) {
      const told = resultOfBundle(bundle, iso(time.now()));
      if (told === undefined) return;
      await inTurn(async () => {
        await beginMeanwhile(facts, outageMs, iso(time.now()));
        await tellResults(facts, [told]);
      });
    },
    results: () => all('result').map(shown),
    day(date) {
      const pages = daysOf(facts, date);
      const asOf = pages.map((page) => page.asOf).sort()[0];
      return asOf === undefined
        ? undefined
        : { day: date, asOf, appointments: pages.flatMap((page) => page.appointments) };
    },
    days,
    orders: () => ordersOf(facts)?.orders ?? [],
    state(): RegionState {
      const asOf = regionOf(facts)?.asOf;
      // Whoever asked last knows best; the first word of an absence is the older one of the two.
      const line = lineAwaySince();
      const isLineAway = line !== undefined && Date.parse(line) > answeredAt;
      const reachable = failures === 0 && hasAnswered && !isLineAway;
      const since = awaySince ?? (isLineAway && hasAnswered ? line : undefined);
      return {
        reachable,
        ...(asOf ? { asOf, ageMs: time.ageMs(asOf) } : {}),
        ...(since ? { awaySince: since } : {}),
        ...(trouble ? { trouble } : {}),
        clockIsOff: time.isOff(),
        isEncrypted: key !== undefined,
      };
    },
    meanwhile: () =>
      all('meanwhile')
        .sort((a, b) => (a.from < b.from ? 1 : -1))
        .map(({ id, from, to, changes, seenBy }) => ({
          ...{ id, from, ...(to ? { to } : {}), seenBy },
          changes: Object.values(changes).map(({ result, ...line }) => ({
            ...line,
            ...(result ? { result: shown(result) } : {}),
          })),
        })),
    seen: (id, user) =>
      inTurn(async () => {
        const found = all('meanwhile').find((one) => one.id === id);
        if (found === undefined || found.seenBy.includes(user)) return;
        await facts.put(meanwhileKey(id), { ...found, seenBy: [...found.seenBy, user].sort() });
      }),
    pull,
    onOrders(tell) {
      listeners.push(tell);
      const known = ordersOf(facts);
      if (known) tell(known.orders);
    },
    async stop() {
      stopping.abort();
      clearTimeout(timer);
      clearInterval(cleaning);
      await underWay;
      await turn;
      await facts.close();
    },
  };
}

const shown = ({ result, delivery, patient, learnedAt }: ResultFact): CachedResult => ({
  ...{ result, learnedAt },
  ...(delivery ? { delivery } : {}),
  ...(patient ? { patient } : {}),
});
