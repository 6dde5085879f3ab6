import type { EdgeFiles } from '../files/files.ts';
import type { EdgeKey } from '../files/key.ts';
import type { BinaryReader } from './binary.ts';
import { ApiFailed } from './binary.ts';
import { openBook } from './book.ts';
import { type BreakerOptions, makeBreaker } from './breaker.ts';
import { type Consumer, feed } from './consumers.ts';
import { type Decision, takeDecisions } from './decisions.ts';
import type { Destination } from './destination.ts';
import { type About, aboutOf, type DispatchEvent, dispatch } from './dispatch.ts';
import { type Letter, letterKey, type TakenResult } from './letter.ts';
import { prepare } from './prepare.ts';
import type { ResultQueue } from './queue.ts';
import type { ConnectorState } from './state.ts';
import { startTaker, type TakerEvent } from './take.ts';
import { tellRegion } from './tell.ts';
import { realTime, type Time } from './time.ts';
import { makeWake } from './wake.ts';

export type ConnectorOptions = {
  readonly ehr: string;
  /** The connector's own folder. */
  readonly folder: string;
  readonly queue: ResultQueue;
  readonly destination: Destination;
  /** As registered with the region: a newer version takes the place of the older, a repeat is shown once. */
  readonly replaces: boolean;
  /** Reads a bundle that did not come with its message, from the API of the region. */
  readonly readBinary: BinaryReader;
  readonly perSecond?: number;
  readonly waitingBytes?: number;
  /** So long the version of a result is remembered after its end; the queue repeats nothing that is older. */
  readonly rememberMs?: number;
  readonly files?: EdgeFiles;
  readonly key?: EdgeKey | undefined;
  readonly time?: Time;
  readonly breaker?: Omit<BreakerOptions, 'time'>;
  /** Parts of the edge that take every result; each may be down for as long as it likes. */
  readonly consumers?: readonly Consumer[];
  readonly onEvent?: (event: ConnectorEvent) => void;
};

export type ConnectorEvent =
  | DispatchEvent
  | TakerEvent
  | ({ readonly what: 'unsendable'; readonly why: string } & About)
  | ({ readonly what: 'bundle-away' } & About)
  | { readonly what: 'region-away'; readonly fault: unknown }
  | { readonly what: 'consumer-failed'; readonly name: string; readonly fault: unknown }
  | { readonly what: 'decided'; readonly decision: Decision; readonly found: boolean }
  | { readonly what: 'not-durable'; readonly fault: unknown };

export type Connector = Awaited<ReturnType<typeof startConnector>>;

const MIB = 1024 * 1024;
const DAY_MS = 24 * 60 * 60 * 1000;
const DECISIONS_EVERY_MS = 2000;
const BUNDLE_PAUSES_MS = [2000, 300_000] as const;
const AFTER_FAULT_MS = 5000;
const STOP_WITHIN_MS = 5000;

/**
 * The way of results from the region's queue into one record system. A result is taken when it is durable here, then goes
 * at the pace of the record system, for days if need be; the region is told what became of each version.
 * @throws OkaError where the folder's facts cannot be read
 */
export async function startConnector(options: ConnectorOptions) {
  const { ehr, folder, queue, destination, replaces, readBinary, time = realTime } = options;
  const { perSecond = 10, waitingBytes = 64 * MIB, rememberMs = 400 * DAY_MS, consumers = [] } = options;
  const onEvent = options.onEvent ?? (() => undefined);
  const book = await openBook({
    folder,
    files: options.files,
    key: options.key,
    consumers: consumers.map(({ name }) => name),
  });
  const stop = new AbortController();
  const stopping = stop.signal;
  const breaker = makeBreaker({ ...options.breaker, time });
  const [letters, answers, taken] = [makeWake(time, stopping), makeWake(time, stopping), makeWake(time, stopping)];
  const totals = { taken: 0, delivered: 0, refused: 0, superseded: 0, repeated: 0 };
  const names = consumers.map(({ name }) => name);
  let lastDeliveredAt: string | undefined;
  let lastSilence: ConnectorState['lastSilence'];
  const running: Promise<unknown>[] = [];
  const waitingLetters = (): Letter[] =>
    book.line.all().filter((letter) => letter.human === undefined && !book.line.isSuperseded(letter));
  const now = (): string => new Date(time.now()).toISOString();

  function note(event: ConnectorEvent): void {
    if (event.what === 'delivered') {
      totals.delivered += 1;
      totals.superseded += event.superseded;
      lastDeliveredAt = now();
    }
    if (event.what === 'refused' || event.what === 'unsendable') totals.refused += 1;
    if (event.what === 'back') lastSilence = { since: event.since, until: now(), waited: waitingLetters().length };
    onEvent(event);
  }

  /** Until it is stopped; a disk that keeps nothing for a while is waited for. */
  async function lasting(work: () => Promise<void>): Promise<void> {
    while (!stopping.aborted) {
      try {
        await work();
      } catch (fault) {
        note({ what: 'not-durable', fault });
        await time.rest(AFTER_FAULT_MS, stopping);
      }
    }
  }

  /** Letters get their bundle and the bytes that are sent; one whose bundle the region does not give now waits on its own. */
  const preparing = new Set<string>();
  async function makeReady(letter: Letter): Promise<void> {
    const key = letterKey(letter.data);
    if (preparing.has(key)) return;
    preparing.add(key);
    let [pauseMs, longest]: readonly [number, number] = BUNDLE_PAUSES_MS;
    while (!stopping.aborted) {
      try {
        const ready = await prepare(letter, { readBinary, destination });
        await keepReady(letter, ready);
        break;
      } catch (fault) {
        note(fault instanceof ApiFailed ? { what: 'bundle-away', ...aboutOf(letter) } : { what: 'not-durable', fault });
        await time.rest(pauseMs, stopping);
        pauseMs = Math.min(2 * pauseMs, longest);
      }
    }
    preparing.delete(key);
  }

  async function keepReady(letter: Letter, ready: Awaited<ReturnType<typeof prepare>>): Promise<void> {
    const { bundle } = ready;
    const data = bundle === undefined ? letter.data : { ...letter.data, bundle };
    if ('wire' in ready) await book.change(letter, { data, wire: ready.wire });
    else {
      const kept = await book.change(letter, { data });
      if (kept) await book.settle(kept, { code: 'AE', text: ready.unsendable, at: now() }, false);
      note({ what: 'unsendable', why: ready.unsendable, ...aboutOf(letter) });
      answers.ring();
    }
    letters.ring();
    taken.ring();
  }

  const readyLater = (letter: Letter): void => {
    const work = makeReady(letter).finally(() => running.splice(running.indexOf(work), 1));
    running.push(work);
  };

  async function decide(decision: Decision): Promise<void> {
    const letter = book.letter(decision);
    const isWaiting = letter?.human !== undefined && !letter.ended;
    if (isWaiting) {
      if (decision.decision === 'repeat') await book.change(letter, { human: undefined, refusals: 0 });
      else if (decision.decision === 'delivered')
        await book.settle(letter, { code: 'AA', text: 'confirmed by hand', at: now() }, true);
      else if (letter.human?.answer === undefined)
        await book.settle(letter, { code: 'AE', text: 'given up by hand', at: now() }, false);
      else await book.close(letter);
    }
    note({ what: 'decided', decision, found: isWaiting });
    letters.ring();
    answers.ring();
  }

  for (const letter of book.line.all()) if (letter.wire === undefined && letter.human === undefined) readyLater(letter);
  const taker = startTaker({
    ...{ ehr, book, queue, time, waitingBytes, stopping },
    onTaken({ data }) {
      totals.taken += 1;
      const letter = book.letter(data);
      if (letter) readyLater(letter);
    },
    onRepeat: () => {
      totals.repeated += 1;
    },
    onEvent: note,
  });
  const settled = (): void => answers.ring();
  const loops = [
    taker.done,
    lasting(() =>
      dispatch({
        ...{ book, destination, breaker, replaces, perSecond, time, wake: letters, stopping },
        onEvent: note,
        onSettled: settled,
      }),
    ),
    lasting(() =>
      tellRegion({
        ...{ ehr, book, queue, wake: answers, stopping },
        onFault: (fault) => note({ what: 'region-away', fault }),
      }),
    ),
    ...consumers.map(start),
  ];

  function start(consumer: Consumer): Promise<void> {
    return lasting(() =>
      feed(consumer, {
        ...{ book, wake: taken, stopping },
        onFault: (name, fault) => note({ what: 'consumer-failed', name, fault }),
      }),
    );
  }

  let cleanedAt = time.steady();
  async function tend(): Promise<void> {
    while (!stopping.aborted) {
      await takeDecisions(folder, decide);
      if (time.steady() - cleanedAt >= DAY_MS) {
        cleanedAt = time.steady();
        await book.clean(new Date(time.now() - rememberMs).toISOString());
      }
      await time.rest(DECISIONS_EVERY_MS, stopping);
    }
  }
  loops.push(lasting(tend));

  return {
    /** Hands every result to one more part of the edge; those in `consumers` miss nothing between two starts. */
    onResult(take: (result: TakenResult) => Promise<void>, name: string): void {
      book.addConsumer(name);
      names.push(name);
      loops.push(start({ name, take }));
    },
    state(): ConnectorState {
      const all = book.line.all();
      const human = all.filter((letter) => letter.human !== undefined);
      const waiting = waitingLetters();
      const oldest = waiting.map(({ takenAt }) => takenAt).sort()[0];
      return {
        ehr,
        at: now(),
        breaker: breaker.seen(),
        waiting: waiting.length,
        ...(oldest === undefined ? {} : { waitingSince: oldest }),
        critical: waiting.filter(({ data }) => data.severity === 'critical' && data.state === 'current').length,
        human: human.map(({ data: { resultId, version, record, severity }, human: why }) => ({
          ...{ resultId, version, record, severity },
          ...{ since: why?.since ?? now(), code: why?.code ?? '', why: why?.why ?? '' },
        })),
        owed: book.owing().length,
        queue: taker.state(),
        consumers: names.map((name) => ({ name, behind: book.behind(name), ...sinceOf(book.untold(name)) })),
        totals: { ...totals },
        ...(lastSilence === undefined ? {} : { lastSilence }),
        ...(lastDeliveredAt === undefined ? {} : { lastDeliveredAt }),
      };
    },
    /** What is under way is heard for a while; what waits stays on the disk. */
    async stop(withinMs = STOP_WITHIN_MS): Promise<void> {
      stop.abort();
      const over = new AbortController();
      const ended = Promise.all([...loops, ...running]).finally(() => over.abort());
      await realTime.rest(withinMs, over.signal);
      destination.close();
      await ended;
      await book.shut();
    },
  };
}

const sinceOf = (letter: Letter | undefined) => (letter === undefined ? {} : { since: letter.takenAt });
