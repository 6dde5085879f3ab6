import { join } from 'node:path';
import { OkaError } from '../../schemas/errors.ts';
import { makeBreaker } from '../connector/breaker.ts';
import type { TakenResult } from '../connector/letter.ts';
import { realTime, type Time } from '../connector/time.ts';
import { makeWake } from '../connector/wake.ts';
import type { EdgeFiles } from '../files/files.ts';
import type { EdgeKey } from '../files/key.ts';
import { openSpool } from '../spool/spool.ts';
import type { FormKind, PacsObject } from './facts.ts';
import { fetchForm, type RegionOptions } from './fetch.ts';
import { formsIn } from './forms.ts';
import { openPacsLedger } from './ledger.ts';
import type { ReadyObject, Send, Stored } from './send.ts';

export type PacsOptions = {
  /** The part's own folder. */
  readonly folder: string;
  readonly region: RegionOptions;
  /** `cStore(peer)` or `stow(…)`. */
  readonly send: Send;
  readonly maxObjectBytes: number;
  /** Put what was refused into the line again. */
  readonly again?: boolean;
  readonly key?: EdgeKey | undefined;
  readonly files?: EdgeFiles;
  readonly time?: Time;
  readonly onEvent?: (event: PacsEvent) => void;
};

/** What an engineer should hear of; nothing of a patient. */
export type PacsEvent =
  | { readonly what: 'stored'; readonly kind: FormKind }
  /** The PACS never takes it, or the region does not have it. Of a note it means: the PACS does not show a withdrawal. */
  | {
      readonly what: 'refused';
      readonly kind: FormKind;
      readonly sopClassUid: string;
      readonly code: string;
      readonly why: string;
    }
  | { readonly what: 'later'; readonly code: 'pacs-away'; readonly why: string }
  | { readonly what: 'region-away'; readonly fault: unknown }
  | { readonly what: 'unreadable'; readonly count: number }
  | { readonly what: 'not-durable'; readonly fault: unknown };

export type PacsState = {
  readonly waiting: number;
  readonly waitingSince?: string;
  /** Of what was refused, the kinds: a refused `note` is a withdrawal that the PACS does not show. */
  readonly refused: Readonly<Record<FormKind, number>>;
  readonly stored: number;
  readonly breaker: ReturnType<ReturnType<typeof makeBreaker>['seen']>;
};

export type Pacs = Awaited<ReturnType<typeof startPacs>>;

type Fault = { readonly code: string; readonly why: string };

/** Objects of one association. */
const BATCH = 8;
const IDLE_MS = 60_000;
const PAUSES_MS = [2000, 300_000] as const;
const REMEMBER_MS = 400 * 24 * 60 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;
/** An object whose digest is wrong so often will not become right. */
const MOST_MISMATCHES = 5;

/**
 * The way of findings into the clinic's PACS: each DICOM object that a result names is fetched from the region once, kept
 * encrypted, and stored once. Reports, heat maps and notes go on their own: what the PACS refuses keeps nothing else out.
 */
export async function startPacs(options: PacsOptions) {
  const { folder, region, send, maxObjectBytes, key, files, time = realTime, onEvent = () => undefined } = options;
  const ledger = await openPacsLedger({ folder: join(folder, 'ledger'), files, key });
  const clock = (): Date => new Date(time.now());
  const spool = await openSpool({
    folder: join(folder, 'objects'),
    key,
    clock,
    retentionMs: 0,
    ...(files ? { files } : {}),
  });
  const stop = new AbortController();
  const wake = makeWake(time, stop.signal);
  const breaker = makeBreaker({ after: 1, time });
  /** When an object may be tried again, and how often it has failed; a restart begins anew. */
  const tries = new Map<string, { failures: number; mismatches: number; notBefore: number }>();
  let stored = 0;
  let cleanedAt = Number.NEGATIVE_INFINITY;
  if (options.again) await ledger.again();

  function failed(uid: string, mismatch = false): void {
    const { failures, mismatches } = tries.get(uid) ?? { failures: 0, mismatches: 0 };
    const pauseMs = Math.min(PAUSES_MS[0] * 2 ** failures, PAUSES_MS[1]);
    tries.set(uid, {
      failures: failures + 1,
      mismatches: mismatches + (mismatch ? 1 : 0),
      notBefore: time.steady() + pauseMs,
    });
  }

  /** What the PACS has answered and the disk has not kept yet: it is not stored again for that. */
  const ended = new Map<string, { object: PacsObject; fault: Fault | undefined }>();

  async function end(uid: string, object: PacsObject, fault?: Fault): Promise<void> {
    ended.set(uid, { object, fault });
    const at = clock().toISOString();
    await ledger.end(uid, { state: fault === undefined ? 'stored' : 'refused', at, ...fault });
    ended.delete(uid);
    tries.delete(uid);
    const { kind, sopClassUid } = object;
    if (fault === undefined) {
      stored += 1;
      onEvent({ what: 'stored', kind });
    } else onEvent({ what: 'refused', kind, sopClassUid, ...fault });
    // What has ended is given up here: the region keeps it.
    await spool.mark(object.sha256, { at, what: 'drained' });
  }

  /** Whether it lies here whole now. */
  async function isHere(uid: string, object: PacsObject): Promise<boolean> {
    if (spool.get(object.sha256) !== undefined) return true;
    if (object.bytes > maxObjectBytes) {
      await end(uid, object, { code: 'object-too-large', why: `${object.bytes} bytes` });
      return false;
    }
    try {
      await fetchForm(spool, uid, object, region, clock().toISOString());
      return true;
    } catch (cause) {
      if (!(cause instanceof OkaError)) throw cause;
      const { code, detail = code } = cause;
      const { mismatches = 0 } = tries.get(uid) ?? {};
      if (code === 'not-found' || (code === 'digest-mismatch' && mismatches + 1 >= MOST_MISMATCHES))
        await end(uid, object, { code, why: detail });
      else {
        failed(uid, code === 'digest-mismatch');
        onEvent({ what: 'region-away', fault: cause });
      }
      return false;
    }
  }

  const readyOf = (uid: string, { sopClassUid, sha256, bytes }: PacsObject): ReadyObject => ({
    sopInstanceUid: uid,
    sopClassUid,
    bytes,
    read: (from, to) => spool.read({ sha256 }, from, to),
  });

  async function settle(uid: string, object: PacsObject, outcome: Stored): Promise<void> {
    if (outcome.what === 'stored') {
      breaker.worked();
      return end(uid, object);
    }
    const { why } = outcome;
    if (outcome.what === 'refused') {
      breaker.worked();
      return end(uid, object, { code: 'pacs-refused', why });
    }
    failed(uid);
    if (outcome.isAway) breaker.failed(why, outcome.afterMs);
    onEvent({ what: 'later', code: 'pacs-away', why });
  }

  /** Stores what is due; gives whether there was anything to do. */
  async function round(): Promise<boolean> {
    for (const [uid, { object, fault }] of [...ended]) await end(uid, object, fault);
    const now = time.steady();
    const due = ledger.due().filter(([uid]) => (tries.get(uid)?.notBefore ?? 0) <= now);
    const batch: [string, PacsObject][] = [];
    for (const [uid, object] of due) {
      if (batch.length >= BATCH || stop.signal.aborted) break;
      if (await isHere(uid, object)) batch.push([uid, object]);
    }
    if (batch.length === 0 || breaker.waitMs() > 0) return false;
    breaker.tryNow();
    // A PACS that was away is asked with one object before it gets many.
    const going = breaker.state === 'trying' ? batch.slice(0, 1) : batch;
    const outcomes = await send(going.map(([uid, object]) => readyOf(uid, object)));
    for (const [place, [uid, object]] of going.entries()) {
      const outcome = outcomes[place];
      if (outcome !== undefined) await settle(uid, object, outcome);
    }
    await spool.clean();
    return true;
  }

  async function clean(): Promise<void> {
    if (time.steady() - cleanedAt < DAY_MS) return;
    cleanedAt = time.steady();
    await ledger.clean(new Date(time.now() - REMEMBER_MS).toISOString());
    await spool.clean();
  }

  /** Until the next try of anything, or news. */
  function pauseMs(): number {
    const now = time.steady();
    const waits = ledger.due().map(([uid]) => Math.max((tries.get(uid)?.notBefore ?? 0) - now, breaker.waitMs()));
    return waits.reduce((least, ms) => Math.min(least, Math.max(0, ms)), IDLE_MS);
  }

  async function run(): Promise<void> {
    while (!stop.signal.aborted) {
      try {
        await clean();
        if (!(await round())) await wake.rest(Math.max(pauseMs(), 10));
      } catch (fault) {
        onEvent({ what: 'not-durable', fault });
        await wake.rest(PAUSES_MS[0]);
      }
    }
  }
  const running = run();

  return {
    /** For the connector's `consumers`. */
    consumer: {
      name: 'pacs',
      /** Resolved means that the objects of the result are noted durably. */
      async take(result: TakenResult): Promise<void> {
        const { forms, unreadable } = formsIn(result.bundle);
        if (unreadable > 0) onEvent({ what: 'unreadable', count: unreadable });
        for (const form of forms) await ledger.add(form, result);
        wake.ring();
      },
    },
    state(): PacsState {
      const due = ledger.due();
      const oldest = due[0]?.[1].takenAt;
      const refused = { report: 0, 'heat-map': 0, note: 0 };
      for (const [, { kind }] of ledger.refused()) refused[kind] += 1;
      return {
        waiting: due.length,
        ...(oldest === undefined ? {} : { waitingSince: oldest }),
        refused,
        stored,
        breaker: breaker.seen(),
      };
    },
    async stop(): Promise<void> {
      stop.abort();
      wake.ring();
      await running;
      await spool.close();
      await ledger.close();
    },
  };
}
