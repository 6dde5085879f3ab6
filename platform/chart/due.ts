import { nextLookOf } from '../../domain/delivery/way/next-look.ts';
import { Delivery } from '../../schemas/delivery.ts';
import { log } from '../log.ts';
import { inBatches } from './batches.ts';
import type { FormRetry } from './form-retries.ts';
import { DUE_MARK, DUE_SHARDS, duePartition, formRetryKey, minuteOf, turnKey } from './keys.ts';
import type { QuietWait } from './quiet.ts';
import type { Row, Store } from './store.ts';
import type { DueTurn } from './turns.ts';

type DueKey = { record: string; resultId: string; version: number; dueAt: string };

/** What is done about each kind of row whose time has come. */
type DueWork = {
  readonly each: (key: DueKey) => Promise<void>;
  readonly eachQuiet: (wait: QuietWait) => Promise<void>;
  readonly eachForm: (retry: FormRetry) => Promise<void>;
  readonly eachTurn: (turn: DueTurn) => Promise<void>;
};

const MINUTE_MS = 60_000;
/** Before the mark these are read again: clocks of writers differ, and the index follows the table with a delay. */
const AGAIN_MINUTES = 5;
/** The most of one run after an outage; the next runs go on from the mark. */
const AT_ONCE_MINUTES = 120;
/** How long the mark waits at a minute in which something is still due: those who act on it may be away for a while. */
const PATIENCE_MINUTES = 60;
const READ_AT_ONCE = 32;
/** One after another, a night's two thousand open results take longer to be named than the run may last. */
const NAMED_AT_ONCE = 16;

/** Charts that are judged again are at work for so long in one run: it ends within the time of a Lambda, the next goes on. */
const WORK_MS = 25_000;

/**
 * Calls `each` for every delivery whose time has come since the mark and is still due; a delivery that nobody changes is
 * named again by every run of the next hour, so `each` is idempotent. Deadlines come first, then what only has charts judged
 * again: a birthday of thousands holds up no critical result. The mark moves on only when all of a minute succeeded; the
 * others of a run are tried even when one fails, then the first error is thrown. However long the mark waits, the present
 * is always read: what fails for ever keeps nothing else from being due.
 */
export async function runDue(store: Store, now: Date, work: DueWork): Promise<void> {
  const present = beginOfMinute(now.getTime());
  await startMark(store, now);
  const mark = Date.parse(`${String((await store.get(DUE_MARK))?.readTo)}:00.000Z`);
  const failures: unknown[] = [];
  const failed = (cause: unknown): void => {
    log.error('what was due could not be done; it is tried again', {}, cause);
    failures.push(cause);
  };
  const minutes: (Due & { readonly minute: number; isDone: boolean })[] = [];
  for (const minute of minutesOf(mark, present)) {
    const before = failures.length;
    const found = await dueIn(store, nameOf(minute), now, failed);
    await inBatches(found.deliveries, (key) => work.each(key).catch(failed), NAMED_AT_ONCE);
    minutes.push({ minute, ...found, isDone: failures.length === before });
  }
  const until = performance.now() + WORK_MS;
  for (const one of minutes) {
    const before = failures.length;
    const isWhole = await judgeAgain(one, work, until, failed);
    one.isDone &&= isWhole && failures.length === before;
  }
  const last = Math.min(present, mark + AT_ONCE_MINUTES * MINUTE_MS);
  for (const { minute, deliveries, isDone } of minutes) {
    const waits = deliveries.length > 0 && present - minute <= PATIENCE_MINUTES * MINUTE_MS;
    if (!isDone || waits || minute > last) break;
    if (minute > mark) await moveMark(store, nameOf(minute));
  }
  if (failures.length > 0) throw failures[0];
}

const nameOf = (minute: number): string => minuteOf(new Date(minute).toISOString());

/** From before the mark on, two hours at once; where that does not reach the present, its last minutes as well. */
function minutesOf(mark: number, present: number): number[] {
  const again = AGAIN_MINUTES * MINUTE_MS;
  const last = Math.min(present, mark + AT_ONCE_MINUTES * MINUTE_MS);
  const minutes: number[] = [];
  for (let minute = Math.min(mark, present) - again; minute <= last; minute += MINUTE_MS) minutes.push(minute);
  for (let minute = Math.max(last + MINUTE_MS, present - again); minute <= present; minute += MINUTE_MS)
    minutes.push(minute);
  return minutes;
}

/** A few at a time, until the time of the run is up. False: some are left to the next run. */
async function judgeAgain(
  { quiets, forms, turns }: Due,
  { eachQuiet, eachForm, eachTurn }: DueWork,
  until: number,
  failed: (cause: unknown) => void,
): Promise<boolean> {
  const all = [
    ...quiets.map((wait) => () => eachQuiet(wait)),
    ...forms.map((retry) => () => eachForm(retry)),
    ...turns.map((turn) => () => eachTurn(turn)),
  ];
  const done = await inBatches(all, async (one) => {
    if (performance.now() > until) return false;
    await one().catch(failed);
    return true;
  });
  const left = done.filter((isDone) => !isDone).length;
  if (left > 0) log.warn('more is due than one run can do; the next goes on', { left });
  return left === 0;
}

type Due = {
  readonly deliveries: readonly DueKey[];
  readonly quiets: readonly QuietWait[];
  readonly forms: readonly FormRetry[];
  readonly turns: readonly DueTurn[];
};

/**
 * The index names the candidates; whether they are due is read, consistently, from the rows themselves. A minute or a row
 * that cannot be read is a fault of its own, and hides no other.
 */
async function dueIn(store: Store, minute: string, now: Date, failed: (cause: unknown) => void): Promise<Due> {
  const present = now.toISOString();
  const rows = await candidatesIn(store, minute, present).catch((cause: unknown) => {
    failed(cause);
    return [];
  });
  const each = <T>(read: (row: Row | undefined, present: string) => readonly T[]): T[] =>
    rows.flatMap((row) => {
      try {
        return read(row, present);
      } catch (cause) {
        failed(cause);
        return [];
      }
    });
  return { deliveries: each(stillDue), quiets: each(dueQuiet), forms: each(dueFormRetry), turns: each(dueTurn) };
}

async function candidatesIn(store: Store, minute: string, present: string): Promise<(Row | undefined)[]> {
  const shards = Array.from({ length: DUE_SHARDS }, (_, shard) =>
    store.query({ partition: duePartition(minute, shard), index: 'byDue', upTo: `${present}~` }),
  );
  const found = (await Promise.all(shards)).flat();
  return inBatches(found, ({ pk, sk }) => store.get({ pk, sk }), READ_AT_ONCE);
}

function stillDue(row: Row | undefined, present: string): DueKey[] {
  if (row?.duePk === undefined || row.delivery === undefined) return [];
  const delivery = Delivery.parse(JSON.parse(String(row.delivery)));
  const { record, resultId, version } = delivery;
  const dueAt = nextLookOf(delivery);
  return dueAt !== undefined && dueAt <= present ? [{ record, resultId, version, dueAt }] : [];
}

/** Studies whose wait for more images is over (`quiet.ts`). */
function dueQuiet(row: Row | undefined, present: string): QuietWait[] {
  if (row?.duePk === undefined || !row.sk.startsWith('Quiet#')) return [];
  const until = String(row.until);
  return until <= present ? [{ record: row.pk, study: row.sk.slice('Quiet#'.length), until }] : [];
}

/** DICOM forms that are to be tried again (`form-retries.ts`). */
function dueFormRetry(row: Row | undefined, present: string): FormRetry[] {
  const prefix = formRetryKey('', '').sk;
  if (row?.duePk === undefined || !row.sk.startsWith(prefix)) return [];
  const retry = { record: row.pk, resultId: row.sk.slice(prefix.length), at: String(row.at) };
  return retry.at <= present ? [{ ...retry, version: Number(row.version), tries: Number(row.tries) }] : [];
}

/** Moments at which time alone changes what is said (`turns.ts`). */
function dueTurn(row: Row | undefined, present: string): DueTurn[] {
  if (row?.duePk === undefined || row.sk !== turnKey('').sk) return [];
  const at = String(row.at);
  return at <= present ? [{ record: row.pk, at }] : [];
}

/** The mark begins with the first delivery that can become due, so nothing lies before it. */
export async function startMark(store: Store, now: Date): Promise<void> {
  await store.update(DUE_MARK, {
    update: 'SET readTo = :minute',
    condition: 'attribute_not_exists(readTo)',
    values: { ':minute': minuteOf(now.toISOString()) },
  });
}

async function moveMark(store: Store, minute: string): Promise<void> {
  await store.update(DUE_MARK, {
    update: 'SET readTo = :minute',
    condition: 'readTo < :minute',
    values: { ':minute': minute },
  });
}

const beginOfMinute = (ms: number): number => Math.floor(ms / MINUTE_MS) * MINUTE_MS;
