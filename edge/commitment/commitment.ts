import { CommitmentSettings } from '../../schemas/edge/commitment.ts';
import { type Caller, type CommitmentRequest, STATUS, type Status } from '../dicom/services.ts';
import { openFacts } from '../facts/facts.ts';
import { type RequestFact, requestKey, RequestFact as Schema } from './fact.ts';
import { verdictOn } from './judge.ts';
import { makeReporter } from './reporter.ts';
import type { Commitment, CommitmentOptions, OpenRequest } from './seam.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const LOOK_EVERY_MS = 60_000;
/** PS3.7 §C.5.3: the argument is not one that may be given here. */
const INVALID_ARGUMENT = 0x0115;

/**
 * Storage commitment, push model (PS3.4 Annex J). A request is durable before it is accepted, stays open while the region
 * is away, and its report is sent on new associations until the modality answers success: it may delete its images then.
 */
export async function openCommitment(options: CommitmentOptions): Promise<Commitment> {
  const { folder, files, key, spool, report, clock = () => new Date() } = options;
  const { settings = CommitmentSettings.parse({}), onEvent = () => undefined } = options;
  const facts = await openFacts({ folder, schema: Schema, ...(files && { files }), key, onEvent });
  const reporter = makeReporter({
    report,
    backoffMs: options.backoffMs ?? [5000, 15 * 60_000],
    onFailed: (callingAe, why, pauseMs) => onEvent({ what: 'not-reported', callingAe, why, pauseMs }),
  });
  const now = (): number => clock().getTime();
  const sending = new Map<string, Promise<void>>();
  let looking: Promise<void> | undefined;
  let [again, stopped] = [false, false];
  let timer: NodeJS.Timeout | undefined;

  const open = (): RequestFact[] =>
    [...facts.entries()].map(([, fact]) => fact).filter(({ reportedAt, givenUpAt }) => !reportedAt && !givenUpAt);

  const pendingOf = ({ objects, ends }: RequestFact) =>
    objects.filter(({ sopInstanceUid }) => ends[sopInstanceUid] === undefined);

  /** Puts down what the region has said by now; what it has not said stays pending. */
  async function judge(fact: RequestFact): Promise<RequestFact> {
    const at = clock().toISOString();
    const waitedMs = now() - Date.parse(fact.askedAt);
    const ends = { ...fact.ends };
    for (const object of pendingOf(fact)) {
      const entries = spool.bySopInstance(object.sopInstanceUid);
      const verdict = verdictOn(object, entries, { counts: settings.counts, waitedMs });
      if (verdict !== 'pending') ends[object.sopInstanceUid] = verdict.held ? { at } : { reason: verdict.reason, at };
    }
    if (Object.keys(ends).length === Object.keys(fact.ends).length) return fact;
    const judged = { ...fact, ends };
    const whole: RequestFact = pendingOf(judged).length === 0 ? { ...judged, answeredAt: at } : judged;
    await facts.put(requestKey(whole), whole);
    return whole;
  }

  async function tell(fact: RequestFact): Promise<void> {
    const { callingAe, transactionUid, objects, ends } = fact;
    const reasonOf = (uid: string): number | undefined => ends[uid]?.reason;
    const taken = await reporter.send(
      callingAe,
      {
        transactionUid,
        stored: objects.filter(({ sopInstanceUid }) => reasonOf(sopInstanceUid) === undefined),
        failed: objects.flatMap((object) => {
          const reason = reasonOf(object.sopInstanceUid);
          return reason === undefined ? [] : [{ ...object, reason }];
        }),
      },
      now,
    );
    const at = clock().toISOString();
    const known = facts.get(requestKey(fact)) ?? fact;
    if (taken) {
      await facts.put(requestKey(fact), { ...known, reportedAt: at });
      onEvent({ what: 'reported', callingAe, objects: objects.length });
    } else if (now() - Date.parse(fact.answeredAt ?? at) > settings.reportDays * DAY_MS) {
      await facts.put(requestKey(fact), { ...known, givenUpAt: at });
      onEvent({ what: 'given-up', callingAe, objects: objects.length });
    }
  }

  /** Goes through all open requests; reports of one modality go one after the other, of several at once. */
  async function goThrough(): Promise<void> {
    let soonest = LOOK_EVERY_MS;
    for (const one of open()) {
      if (stopped) return;
      const fact = await judge(one);
      if (fact.answeredAt === undefined) continue;
      // Until it is noted that the modality has taken it, it is still on its way.
      const name = requestKey(fact);
      const wait = sending.has(name) ? undefined : reporter.waitFor(fact.callingAe, now());
      if (wait === undefined) continue;
      if (wait > 0) {
        soonest = Math.min(soonest, wait);
        continue;
      }
      const told = tell(fact).then(
        () => {
          sending.delete(name);
          wake();
        },
        (fault: unknown) => {
          sending.delete(name);
          // The disk did not take the note: it is looked at again in a while, not at once and for ever.
          onEvent({ what: 'not-reported', callingAe: fact.callingAe, why: String(fault), pauseMs: LOOK_EVERY_MS });
        },
      );
      sending.set(name, told);
    }
    clearTimeout(timer);
    timer = setTimeout(wake, soonest);
    timer.unref();
  }

  function wake(): void {
    again = true;
    if (looking !== undefined || stopped) return;
    looking = (async () => {
      while (again && !stopped) {
        again = false;
        await goThrough();
      }
    })()
      .catch((cause: unknown) => onEvent({ what: 'write-failed', segment: undefined, cause }))
      .finally(() => {
        looking = undefined;
        if (again && !stopped) wake();
      });
  }

  async function take({ transactionUid, objects }: CommitmentRequest, { callingAe }: Caller): Promise<Status> {
    const asked = [...new Map(objects.map((object) => [object.sopInstanceUid, object])).values()];
    const known = facts.get(requestKey({ callingAe, transactionUid }));
    if (known !== undefined) {
      if (!isAlike(known.objects, asked)) return INVALID_ARGUMENT;
      // It asks again: it has not heard, or has forgotten, what it was told.
      const { reportedAt: _, givenUpAt: __, ...still } = known;
      await facts.put(requestKey(known), still);
    } else {
      const askedAt = clock().toISOString();
      const fact: RequestFact = { transactionUid, callingAe, askedAt, objects: asked, ends: {} };
      await facts.put(requestKey(fact), fact);
      onEvent({ what: 'asked', callingAe, objects: asked.length });
    }
    // The modality reads our answer before a report of the same request knocks at its door.
    setImmediate(wake);
    return STATUS.success;
  }

  spool.onMark(() => wake());
  spool.onTaken(() => wake());
  wake();

  return {
    take,
    open: () => open().map((fact) => seen(fact)),
    async look() {
      wake();
      while (looking !== undefined || sending.size > 0) await Promise.allSettled([looking, ...sending.values()]);
    },
    async clean() {
      const until = new Date(now() - settings.keepDays * DAY_MS).toISOString();
      for (const [name, { reportedAt, givenUpAt }] of [...facts.entries()])
        if ((reportedAt ?? givenUpAt ?? '9') < until) await facts.remove(name);
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await looking;
      await Promise.allSettled(sending.values());
      await facts.close();
    },
  };

  function seen(fact: RequestFact): OpenRequest {
    const { transactionUid, callingAe, askedAt, objects, answeredAt } = fact;
    return {
      transactionUid,
      callingAe,
      askedAt,
      objects: objects.length,
      pending: pendingOf(fact).length,
      answered: answeredAt !== undefined,
      isLate: now() - Date.parse(askedAt) > settings.noteAfterHours * HOUR_MS,
    };
  }
}

const isAlike = (one: CommitmentRequest['objects'], other: CommitmentRequest['objects']): boolean => {
  const names = (objects: CommitmentRequest['objects']): string =>
    objects
      .map(({ sopClassUid, sopInstanceUid }) => `${sopClassUid} ${sopInstanceUid}`)
      .sort()
      .join();
  return names(one) === names(other);
};
