import type { UplinkSettings } from '../../schemas/edge/uplink.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { Entry, Journal } from '../journal/journal.ts';
import type { Lane, Mark } from '../spool/meta.ts';
import type { Spool, SpoolEntry } from '../spool/spool.ts';
import type { Encoder } from './encoder.ts';
import type { UplinkEvent, UplinkState } from './events.ts';
import type { Job } from './job.ts';
import { makeMessageJobs, objectJob, originalJob, sendingOf } from './jobs.ts';
import { originalSource, prepare } from './prepare.ts';
import { isOfTheThing } from './refusals.ts';
import { makeTurns } from './turns.ts';

export type FeedOptions = {
  readonly journal: Journal;
  readonly spool: Spool | undefined;
  readonly settings: UplinkSettings;
  readonly encoder: Encoder | undefined;
  readonly clock: () => Date;
  readonly onEvent: (event: UplinkEvent) => void;
  readonly refuse: (entry: Entry, code: OkaError['code']) => Promise<void>;
  /** These may go now, or may have changed their class. */
  readonly onReady: (jobs: readonly Job[]) => void;
};
export type Feed = ReturnType<typeof makeFeed>;

/** Marks that may be on their way to the disk at once. */
const MOST_MARKING = 256;
/** A disk that does not give an object is asked again after so long. */
const DISK_AGAIN_MS = 5000;
/** A refusal that the disk does not take: the message goes to the region once more, so not often. */
const REFUSED_AGAIN_MS = 300_000;
const RANK = { urgent: 0, routine: 1, bulk: 2 } as const satisfies Record<Lane, number>;

/** What journal and spool hold becomes jobs of the line, and their ends become marks on the disk. */
export function makeFeed({ journal, spool, settings, encoder, clock, onEvent, refuse, onReady }: FeedOptions) {
  const jobs = new Map<string, Job>();
  const turns = makeTurns();
  const messageJob = makeMessageJobs(journal, settings.rules, clock);
  const marking = new Set<Promise<void>>();
  const toPrepare: Job[] = [];
  let admitting: Promise<void> = Promise.resolve();
  let preparing: Promise<void> | undefined;
  let isStopping = false;

  /** One after the other: messages of one patient join in the order of their acceptance. */
  function admit(entry: Entry, isOld: boolean): void {
    const key = `message ${entry.sha256}`;
    admitting = admitting.then(async () => {
      if (isStopping || jobs.has(key)) return;
      try {
        const job = await messageJob(entry, isOld);
        jobs.set(key, job);
        onReady(turns.join(job));
      } catch (fault) {
        onEvent({ what: 'disk', fault });
        admitIn(DISK_AGAIN_MS, entry);
      }
    });
  }

  /** It waits on the disk; without this it would until the edge is started anew. */
  function admitIn(ms: number, entry: Entry): void {
    setTimeout(() => admit(entry, true), ms).unref();
  }

  function takeObject(entry: SpoolEntry): void {
    const key = `object ${entry.sha256}`;
    if (jobs.has(key) || entry.state !== 'waiting') return;
    const job = objectJob(entry, clock());
    jobs.set(key, job);
    toPrepare.push(job);
    preparing ??= prepareAll();
  }

  /** One at a time, the urgent first, then the oldest. */
  async function prepareAll(): Promise<void> {
    for (let job = nextToPrepare(); job !== undefined && !isStopping; job = nextToPrepare()) await prepareOne(job);
    preparing = undefined;
  }

  function nextToPrepare(): Job | undefined {
    const [first] = toPrepare;
    if (first === undefined) return undefined;
    const isBefore = (a: Job, b: Job): boolean =>
      RANK[a.lane] - RANK[b.lane] < 0 || (a.lane === b.lane && a.since < b.since);
    const best = toPrepare.reduce((one, other) => (isBefore(other, one) ? other : one), first);
    toPrepare.splice(toPrepare.indexOf(best), 1);
    return best;
  }

  async function prepareOne(job: Job): Promise<void> {
    if (spool === undefined || job.what.kind === 'message') return;
    const { entry } = job.what;
    try {
      const { source, isCopy, fault } = await prepare(spool, entry, encoder, settings.preview.pixels);
      if (fault !== undefined) onEvent({ what: 'disk', fault });
      const isOld = old.has(entry.sha256);
      job.sending = sendingOf(source, isCopy, isOld);
      onReady([job]);
    } catch (fault) {
      if (fault instanceof OkaError && isOfTheThing(fault)) {
        job.isOver = true;
        await refused(job, fault.code);
        return;
      }
      onEvent({ what: 'disk', fault });
      setTimeout(() => {
        toPrepare.push(job);
        preparing ??= prepareAll();
      }, DISK_AGAIN_MS).unref();
    }
  }

  /** Objects of an earlier run: a part of them may be in the region. */
  const old = new Set<string>();

  function takeOriginal(entry: SpoolEntry): readonly Job[] {
    const key = `original ${entry.sha256}`;
    if (spool === undefined || jobs.has(key)) return [];
    const job = originalJob(entry, originalSource(spool, entry), clock());
    jobs.set(key, job);
    return [job];
  }

  /** Marks are not waited for: one that is lost costs one more upload after a restart, which the region counts as a repeat. */
  async function mark(work: Promise<unknown>): Promise<void> {
    const one = work.catch((fault: unknown) => onEvent({ what: 'disk', fault })).then(() => void marking.delete(one));
    marking.add(one);
    if (marking.size >= MOST_MARKING) await Promise.race(marking);
  }

  const at = (): string => clock().toISOString();
  const markObject = (job: Job, what: Mark['what'], more: Pick<Mark, 'code' | 'as'> = {}): Promise<void> =>
    mark(spool?.mark(job.what.entry.sha256, { at: at(), what, ...more }) ?? Promise.resolve());

  const left = (job: Job): readonly Job[] => {
    jobs.delete(`${job.what.kind} ${job.what.entry.sha256}`);
    return turns.leave(job);
  };

  /** The region has it. Gives what may go after it. */
  async function drained(job: Job, repeat: boolean): Promise<readonly Job[]> {
    const tookMs = clock().getTime() - job.since;
    onEvent({ what: 'drained', of: job.what, repeat, bytes: job.sending?.source.length ?? job.bytes, tookMs });
    const { what, sending } = job;
    if (what.kind === 'message') {
      await mark(journal.end(what.entry.sha256, { at: at(), end: 'drained' }));
      return left(job);
    }
    if (what.kind === 'original') {
      await markObject(job, 'original-drained');
      return left(job);
    }
    await markObject(job, 'drained', sending && { as: sending.source.sha256 });
    if (!sending?.isCopy) await markObject(job, 'original-drained');
    else if (settings.originals) return [...left(job), ...takeOriginal(what.entry)];
    return left(job);
  }

  /** The region will never take it. Gives what may go after it; where the disk does not take that, it comes again. */
  async function refused(job: Job, code: OkaError['code']): Promise<readonly Job[]> {
    const { what } = job;
    try {
      if (what.kind === 'message') {
        await refuse(what.entry, code);
        await mark(journal.end(what.entry.sha256, { at: at(), end: 'refused', code }));
      } else if (what.kind === 'object') await markObject(job, 'refused', { code });
    } catch (fault) {
      onEvent({ what: 'disk', fault });
      if (what.kind === 'message') admitIn(REFUSED_AGAIN_MS, what.entry);
      return left(job);
    }
    onEvent({ what: 'refused', of: what, code });
    return left(job);
  }

  function lanes(): UplinkState['lanes'] {
    const counts = { urgent: laneCount(), routine: laneCount(), bulk: laneCount() };
    for (const { lane, since, bytes } of jobs.values()) {
      const count = counts[lane];
      count.waiting += 1;
      count.bytes += bytes;
      const accepted = new Date(since).toISOString();
      if (count.oldest === undefined || accepted < count.oldest) count.oldest = accepted;
    }
    return counts;
  }

  return {
    start(): void {
      journal.onTaken((entry) => admit(entry, false));
      for (const entry of journal.waiting()) admit(entry, true);
      if (spool === undefined) return;
      for (const entry of spool.entries()) {
        old.add(entry.sha256);
        if (entry.state === 'waiting') takeObject(entry);
        else if (settings.originals && !has(entry, 'original-drained') && has(entry, 'drained'))
          onReady(takeOriginal(entry));
      }
      spool.onTaken((entry) => takeObject(entry));
      spool.onMark((entry, { what }) => {
        if (what === 'again') takeObject(entry);
      });
    },
    prefixSent(job: Job): void {
      onEvent({ what: 'prefix-sent', of: job.what, bytes: job.sending?.progress.preview ?? 0 });
      if (job.what.kind === 'object') void markObject(job, 'prefix-sent');
    },
    drained,
    refused,
    failed: turns.failed,
    lanes,
    preparing: (): number => toPrepare.length + (preparing === undefined ? 0 : 1),
    async stop(): Promise<void> {
      isStopping = true;
      await admitting;
      await encoder?.stop();
      await preparing;
      await Promise.all(marking);
    },
  };
}

const has = ({ marks }: SpoolEntry, what: Mark['what']): boolean => marks.some((mark) => mark.what === what);

const laneCount = (): { waiting: number; bytes: number; oldest?: string } => ({ waiting: 0, bytes: 0 });
