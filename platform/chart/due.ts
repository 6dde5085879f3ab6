import { Delivery } from '../../schemas/result.ts';
import { log } from '../log.ts';
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

/**
 * Calls `each` for every delivery whose time has come since the mark and is still due; a delivery that nobody changes is
 * named again by every run of the next hour, so `each` is idempotent. The mark moves on only when all of a minute
 * succeeded; the others of a run are tried even when one fails, then the first error is thrown.
 */
export async function runDue(store: Store, now: Date, { each, eachQuiet, eachForm, eachTurn }: DueWork): Promise<void> {
  const present = beginOfMinute(now.getTime());
  await startMark(store, now);
  const mark = Date.parse(`${String((await store.get(DUE_MARK))?.readTo)}:00.000Z`);
  const last = Math.min(present, mark + AT_ONCE_MINUTES * MINUTE_MS);
  const failures: unknown[] = [];
  const failed = (cause: unknown): void => {
    log.error('what was due could not be done; it is tried again', {}, cause);
    failures.push(cause);
  };
  let waits = false;
  for (let minute = Math.min(mark, present) - AGAIN_MINUTES * MINUTE_MS; minute <= last; minute += MINUTE_MS) {
    const name = minuteOf(new Date(minute).toISOString());
    const found = await dueIn(store, name, now);
    for (const key of found.deliveries) await each(key).catch(failed);
    for (const wait of found.quiets) await eachQuiet(wait).catch(failed);
    for (const retry of found.forms) await eachForm(retry).catch(failed);
    for (const turn of found.turns) await eachTurn(turn).catch(failed);
    waits ||= found.deliveries.length > 0 && present - minute <= PATIENCE_MINUTES * MINUTE_MS;
    if (failures.length === 0 && !waits && minute > mark) await moveMark(store, name);
  }
  if (failures.length > 0) throw failures[0];
}

/** The index names the candidates; whether they are due is read, consistently, from the deliveries themselves. */
async function dueIn(
  store: Store,
  minute: string,
  now: Date,
): Promise<{
  deliveries: readonly DueKey[];
  quiets: readonly QuietWait[];
  forms: readonly FormRetry[];
  turns: readonly DueTurn[];
}> {
  const present = now.toISOString();
  const shards = Array.from({ length: DUE_SHARDS }, (_, shard) =>
    store.query({ partition: duePartition(minute, shard), index: 'byDue', upTo: `${present}~` }),
  );
  const rows = await Promise.all((await Promise.all(shards)).flat().map(({ pk, sk }) => store.get({ pk, sk })));
  return {
    deliveries: rows.flatMap((row) => stillDue(row, present)),
    quiets: rows.flatMap((row) => dueQuiet(row, present)),
    forms: rows.flatMap((row) => dueFormRetry(row, present)),
    turns: rows.flatMap((row) => dueTurn(row, present)),
  };
}

function stillDue(row: Row | undefined, present: string): DueKey[] {
  if (row?.duePk === undefined || row.delivery === undefined) return [];
  const { record, resultId, version, dueAt } = Delivery.parse(JSON.parse(String(row.delivery)));
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
