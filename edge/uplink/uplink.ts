import type { UplinkSettings } from '../../schemas/edge/uplink.ts';
import { OkaError } from '../../schemas/errors.ts';
import { type EdgeFiles, nodeFiles } from '../files/files.ts';
import type { Entry, Journal } from '../journal/journal.ts';
import { type Ask, LineBroken, makeTransport } from '../region/transport.ts';
import type { Spool } from '../spool/spool.ts';
import { type Backoff, makeAttempts } from './backoff.ts';
import { makeDoor } from './door.ts';
import { makeEncoder } from './encoder.ts';
import type { UplinkEvent, UplinkState } from './events.ts';
import { makeFeed } from './feed.ts';
import { classOfJob, type Job } from './job.ts';
import { isAskedAbout } from './jobs.ts';
import { ceilingsOf, makeLine } from './line.ts';
import { recall, remember } from './memory.ts';
import { makeMeter } from './meter.ts';
import { makePace } from './pace.ts';
import { began, ended, hasPrefix, looked, nextStep, type Step } from './progress.ts';
import { DiskFault, isOfTheThing } from './refusals.ts';
import { stateOf } from './state.ts';

export type UplinkOptions = {
  readonly journal: Journal;
  /** Without it only messages go. */
  readonly spool?: Spool | undefined;
  /** Address of the region's API, and tokens for it. */
  readonly url: string;
  readonly token: () => Promise<string>;
  /** PEM of a private authority. */
  readonly ca?: string | undefined;
  readonly settings: UplinkSettings;
  /** IANA zone of the clinic, for the timetable. */
  readonly zone: string;
  /** What was measured of the line lies here. */
  readonly folder: string;
  /** Keeps a message that the region will never take; durable when resolved. */
  readonly refuse: (entry: Entry, code: OkaError['code']) => Promise<void>;
  readonly clock?: (() => Date) | undefined;
  readonly onEvent?: ((event: UplinkEvent) => void) | undefined;
  readonly files?: EdgeFiles;
  /** Segments on their way at once. */
  readonly inFlight?: number;
  readonly backoffMs?: Backoff;
  /** Calls back after so many milliseconds, and gives what takes it back; tests play other times and other lines. */
  readonly after?: (ms: number, then: () => void) => () => void;
  readonly ask?: Ask;
};

export type Uplink = {
  /** Lets what is on its way arrive or fail; what waits stays on the disk. */
  readonly stop: () => Promise<void>;
  readonly state: () => UplinkState;
  /** Gives way to a live consult until then (half an hour where nobody says); a time that is over ends it. */
  readonly consult: (until?: Date) => void;
};

const CONSULT_MS = 30 * 60_000;
const REMEMBER_EVERY_MS = 60_000;
/** While something waits that may not go now (a cap, hours, a consult), it is asked again so often. */
const ASK_AGAIN_MS = 50;
const MOST_CONFLICTS = 6;
/** An answer comes within this and four times what the segment takes at the measured rate. */
const ANSWER_MS = 20_000;
const LONGEST_ANSWER_MS = 120_000;

const afterReal = (ms: number, then: () => void): (() => void) => {
  const timer = setTimeout(then, ms);
  return () => clearTimeout(timer);
};

/**
 * Sends what waits in journal and spool to the region over whatever line there is: urgent first, previews before the rest,
 * nothing beyond its ceiling, two segments under way, and after a cut only what is missing. A thing leaves the line only
 * when the region has accepted it or will never take it; while the region is away everything stays, for days if need be.
 */
export async function startUplink(options: UplinkOptions): Promise<Uplink> {
  const { journal, spool, settings, zone, folder, token, refuse, files = nodeFiles, inFlight = 2 } = options;
  const { clock = () => new Date(), onEvent = () => undefined, after = afterReal } = options;
  const nowMs = (): number => clock().getTime();
  // All that is waited for or measured goes by a clock that nobody sets; where time is played there is one alone.
  const steady = options.after === undefined ? () => performance.now() : nowMs;
  const meter = makeMeter(await recall(files, folder), steady());
  const transport = makeTransport({
    url: options.url,
    ca: options.ca,
    connections: inFlight,
    onConnected: meter.connected,
  });
  const door = makeDoor(options.ask ?? transport.ask, token, nowMs);
  const pace = makePace(settings, zone, steady);
  const line = makeLine<Job>(ceilingsOf(settings.ceilingMinutes));
  const attempts = makeAttempts(options.backoffMs ?? [250, 60_000]);
  const encoder = settings.preview.encode && spool !== undefined ? makeEncoder() : undefined;
  const parked = new Set<Job>();
  const running = new Set<Promise<void>>();
  let isStopping = false;
  let takeBack: (() => void) | undefined;
  let lastCode: OkaError['code'] | undefined;

  const feed = makeFeed({ journal, spool, settings, encoder, clock, onEvent, refuse, onReady: ready });
  feed.start();
  const forget = keepRemembering();

  /** Puts a job where it belongs now, unless it waits out a failure. */
  function ready(jobs: readonly Job[]): void {
    for (const job of jobs) {
      if (job.isOver || job.sending === undefined) continue;
      if (job.notBefore > steady()) {
        line.remove(job);
        parked.add(job);
      } else if (nextStep(job.sending.progress, 1) !== undefined) line.put(job, classOfJob(job));
    }
    pump();
  }

  /** Fills the places on the line, and comes back when there may be something to do. */
  function pump(): void {
    takeBack?.();
    takeBack = undefined;
    if (isStopping) return;
    const [now, at] = [nowMs(), steady()];
    for (const job of parked) {
      if (job.notBefore > at) continue;
      parked.delete(job);
      if (!job.isOver) line.put(job, classOfJob(job));
    }
    while (running.size < (attempts.isTrying() ? 1 : inFlight)) {
      if (at < attempts.pausedUntil()) {
        comeBack(attempts.pausedUntil() - at);
        return;
      }
      const next = line.next(now, (name) => pace.mayGo(name, now));
      if (next === undefined) {
        if (line.size > 0) comeBack(ASK_AGAIN_MS);
        else if (parked.size > 0)
          comeBack(Math.max(1, Math.min(...[...parked].map(({ notBefore }) => notBefore)) - at));
        return;
      }
      const job = next.waiting;
      const { progress } = job.sending as NonNullable<Job['sending']>;
      const size = meter.segmentBytes(at, inFlight, pace.most(now));
      const step = nextStep(progress, size);
      if (step?.what === 'put') {
        began(progress, step);
        pace.spend(next.name, step.range[1] - step.range[0], now, meter.measured().bytesPerSecond);
      }
      // A question goes alone, and what has nothing more to send now waits for its answers.
      if (step?.what !== 'put' || nextStep(progress, size) === undefined) line.remove(job);
      if (step !== undefined) go(job, step);
    }
  }

  const comeBack = (ms: number): void => {
    takeBack = after(ms, pump);
  };

  function go(job: Job, step: Step): void {
    const running1 = take(job, step).finally(() => {
      running.delete(running1);
      ready([job]);
    });
    running.add(running1);
  }

  async function take(job: Job, step: Step): Promise<void> {
    const { source, progress } = job.sending as NonNullable<Job['sending']>;
    const bytes = step.what === 'put' ? step.range[1] - step.range[0] : 0;
    const rate = meter.measured().bytesPerSecond;
    const timeoutMs = Math.min(LONGEST_ANSWER_MS, ANSWER_MS + (rate === undefined ? 0 : (4000 * bytes) / rate));
    meter.began(steady());
    try {
      if (step.what === 'look') {
        const here = await door.look(source, timeoutMs);
        meter.ended(steady(), 0);
        attempts.passed();
        looked(progress, here);
        return;
      }
      const { range, more } = step;
      const answer = await door.put({ source, range, more, preview: progress.preview, timeoutMs });
      meter.ended(steady(), bytes);
      attempts.passed();
      lastCode = undefined;
      const hadPrefix = hasPrefix(progress);
      ended(progress, step, true);
      if (answer.complete) await finished(job, answer.repeat === true);
      else if (!more) progress.isUnsure = true;
      else if (!hadPrefix && hasPrefix(progress)) feed.prefixSent(job);
    } catch (cause) {
      if (step.what === 'put') ended(progress, step, false);
      meter.ended(steady(), 0);
      await failed(job, cause);
    }
  }

  async function finished(job: Job, repeat: boolean): Promise<void> {
    if (job.isOver) return;
    over(job, await feed.drained(job, repeat));
  }

  function over(job: Job, next: readonly Job[]): void {
    job.isOver = true;
    line.remove(job);
    parked.delete(job);
    ready(next);
  }

  async function failed(job: Job, cause: unknown): Promise<void> {
    const now = steady();
    const { progress } = job.sending as NonNullable<Job['sending']>;
    if (cause instanceof DiskFault || !(cause instanceof OkaError)) {
      // Ours alone: the line goes on with the others.
      job.failures += 1;
      job.notBefore = now + attempts.pauseOf(job.failures);
      onEvent({ what: 'disk', fault: cause });
      return ready(feed.failed(job));
    }
    const fault = cause;
    if (isAskedAbout(progress.length)) progress.isUnsure = true;
    if (fault instanceof LineBroken) {
      if (!fault.wasIdle) meter.cut(now);
      const pauseMs = fault.wasIdle ? 0 : attempts.failed(now);
      lastCode = fault.code;
      onEvent({ what: 'failed', fault, pauseMs });
      return;
    }
    job.failures += 1;
    // A conflict is resolved by asking what is there; a digest may have been broken by the line.
    const isMended = fault.code === 'segment-conflict' || fault.code === 'digest-mismatch';
    if (isMended && job.failures < MOST_CONFLICTS) {
      progress.isUnsure = true;
      job.notBefore = now + attempts.pauseOf(job.failures);
      return;
    }
    if (isOfTheThing(fault)) return over(job, await feed.refused(job, fault.code));
    lastCode = fault.code;
    // The region, or our registration with it: all wait a little, and this one longer than the others.
    const pauseMs = attempts.failed(now);
    job.notBefore = now + attempts.pauseOf(job.failures);
    onEvent({ what: 'failed', fault, pauseMs });
    ready(feed.failed(job));
  }

  function keepRemembering(): () => void {
    const save = (): void =>
      void remember(files, folder, meter.measured()).catch((fault: unknown) => onEvent({ what: 'disk', fault }));
    const timer = setInterval(save, REMEMBER_EVERY_MS).unref();
    return () => {
      clearInterval(timer);
      save();
    };
  }

  return {
    async stop() {
      isStopping = true;
      takeBack?.();
      forget();
      await Promise.all(running);
      await feed.stop();
      await encoder?.stop();
      transport.close();
    },
    state: () =>
      stateOf({
        feed,
        meter,
        pace,
        attempts,
        now: nowMs(),
        at: steady(),
        inFlight: running.size,
        places: inFlight,
        lastCode,
      }),
    consult: (until = new Date(nowMs() + CONSULT_MS)) => {
      pace.consult(until.getTime(), nowMs());
      pump();
    },
  };
}
