import { MppsSettings } from '../../schemas/edge/mpps.ts';
import { type Caller, type Dataset, type Explained, STATUS, type Status } from '../dicom/services.ts';
import { SOP_CLASS } from '../dicom/uids.ts';
import { openFacts } from '../facts/facts.ts';
import { changed, OVER, refusalOfCreate, statusIn } from './check.ts';
import { datasetOf, plainOf, StepFact } from './fact.ts';
import { fileOf } from './file.ts';
import type { Mpps, MppsOptions } from './seam.ts';
import { performedIn, studiesIn } from './told.ts';

const DAY_MS = 24 * 3_600_000;
const AGAIN_MS = 10_000;

/**
 * Performed procedure steps of the clinic's modalities (PS3.4 Annex F). A step is acknowledged only when it is durable; the
 * end of each goes to the region as a file of the spool, also where the spool was full or the power went in between.
 */
export async function openMpps(options: MppsOptions): Promise<Mpps> {
  const { folder, files, key, spool, clock = () => new Date() } = options;
  const { performed = async () => undefined, settings = MppsSettings.parse({}), onEvent = () => undefined } = options;
  const facts = await openFacts({ folder, schema: StepFact, ...(files && { files }), key, onEvent });
  const ends: Parameters<Mpps['onEnd']>[0][] = [];
  /** Changes of one step follow one another. */
  const turns = new Map<string, Promise<unknown>>();
  let timer: NodeJS.Timeout | undefined;
  /** Steps of which the worklist has not heard. */
  const untold = new Set<string>();
  let closed = false;
  let sweeping: Promise<void> | undefined;

  function inTurn<T>(uid: string, work: () => Promise<T>): Promise<T> {
    const mine = (turns.get(uid) ?? Promise.resolve()).then(work, work);
    const settled = mine.then(
      () => undefined,
      () => undefined,
    );
    turns.set(uid, settled);
    void settled.then(() => {
      if (turns.get(uid) === settled) turns.delete(uid);
    });
    return mine;
  }

  function refused(caller: Caller, answer: Explained): Explained {
    onEvent({ what: 'refused', callingAe: caller.callingAe, status: answer.status, why: answer.comment ?? '' });
    return answer;
  }

  /** Durable first; what hears of it afterwards hears of it again at the next start. */
  async function keep(uid: string, fact: StepFact): Promise<void> {
    await facts.put(uid, fact);
    onEvent({ what: 'step', callingAe: fact.callingAe, status: fact.status });
    await tell(uid, fact);
    const { status } = fact;
    if (status === 'IN PROGRESS') return;
    for (const study of studiesIn(datasetOf(fact.dataset))) for (const listener of ends) listener(study, status);
    sweep();
  }

  async function tell(uid: string, fact: StepFact): Promise<void> {
    try {
      await performed(performedIn(uid, fact));
    } catch (cause) {
      // The worklist is away for a moment: it hears of it when it is back.
      untold.add(uid);
      onEvent({ what: 'not-passed-on', cause });
      later();
      return;
    }
    untold.delete(uid);
  }

  async function create(uid: string, dataset: Dataset, caller: Caller): Promise<Status | Explained> {
    if (facts.get(uid) !== undefined) return refused(caller, { status: STATUS.duplicateInstance });
    const refusal = refusalOfCreate(dataset);
    if (refusal !== undefined) return refused(caller, refusal);
    const at = clock().toISOString();
    const { callingAe, address } = caller;
    await keep(uid, { dataset: plainOf(dataset), callingAe, address, status: 'IN PROGRESS', createdAt: at, at });
    return STATUS.success;
  }

  async function set(uid: string, change: Dataset, caller: Caller): Promise<Status | Explained> {
    const known = facts.get(uid);
    if (known === undefined) return refused(caller, { status: STATUS.noSuchInstance });
    if (known.status !== 'IN PROGRESS') return refused(caller, OVER);
    const { dataset, left } = changed(datasetOf(known.dataset), change);
    const status = statusIn(dataset);
    if (status === undefined)
      return refused(caller, { status: STATUS.invalidAttribute, comment: 'PerformedProcedureStepStatus' });
    await keep(uid, { ...known, dataset: plainOf(dataset), status, at: clock().toISOString() });
    return left
      ? { status: STATUS.attributeList, comment: 'identifying attributes are kept as created' }
      : STATUS.success;
  }

  /** Ends of steps on their way into the spool, oldest first; tried again until it takes them. */
  function sweep(): void {
    if (closed) return;
    clearTimeout(timer);
    sweeping ??= passOn()
      .catch((cause: unknown) => {
        onEvent({ what: 'not-passed-on', cause });
        later();
      })
      .finally(() => {
        sweeping = undefined;
      });
  }

  function later(): void {
    clearTimeout(timer);
    if (!closed) timer = setTimeout(sweep, AGAIN_MS);
    timer?.unref();
  }

  async function passOn(): Promise<void> {
    for (const uid of [...untold]) {
      const fact = facts.get(uid);
      if (fact !== undefined) await tell(uid, fact);
    }
    for (let open = unspooled(); open.length > 0; open = unspooled())
      for (const [uid, fact] of open) {
        if (closed) return;
        await toSpool(uid, fact);
      }
  }

  const unspooled = (): [string, StepFact][] =>
    [...facts.entries()]
      .filter(([, { status, spooled }]) => status !== 'IN PROGRESS' && spooled === undefined)
      .sort(([, a], [, b]) => a.at.localeCompare(b.at));

  async function toSpool(uid: string, fact: StepFact): Promise<void> {
    const dataset = datasetOf(fact.dataset);
    const [study] = studiesIn(dataset);
    const incoming = await spool.begin();
    try {
      await incoming.write(fileOf(uid, dataset));
    } catch (cause) {
      await incoming.abort();
      throw cause;
    }
    const { sha256 } = await incoming.commit({
      acceptedAt: fact.at,
      by: 'mpps',
      address: fact.address,
      callingAe: fact.callingAe,
      // A thousand bytes that say whether more is to come: until they are there nothing is concluded.
      lane: 'urgent',
      sopClassUid: SOP_CLASS.procedureStep,
      sopInstanceUid: uid,
      transferSyntaxUid: '1.2.840.10008.1.2.1',
      ...(study && { studyInstanceUid: study }),
    });
    await facts.put(uid, { ...fact, spooled: sha256 });
  }

  for (const [uid, fact] of facts.entries()) await tell(uid, fact);
  sweep();

  return {
    create: (uid, dataset, caller) => inTurn(uid, () => create(uid, dataset, caller)),
    set: (uid, dataset, caller) => inTurn(uid, () => set(uid, dataset, caller)),
    underWay() {
      const open = [...facts.entries()].filter(([, { status }]) => status === 'IN PROGRESS');
      return new Set(open.flatMap(([, fact]) => studiesIn(datasetOf(fact.dataset))));
    },
    isClosed(study) {
      const own = [...facts.entries()].filter(([, fact]) => studiesIn(datasetOf(fact.dataset)).includes(study));
      return own.length > 0 && own.every(([, { status }]) => status !== 'IN PROGRESS');
    },
    onEnd: (listener) => void ends.push(listener),
    async clean() {
      const until = new Date(clock().getTime() - settings.keepDays * DAY_MS).toISOString();
      for (const [uid, { at, status, spooled }] of [...facts.entries()])
        if (at < until && (status === 'IN PROGRESS' || spooled !== undefined)) await facts.remove(uid);
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await Promise.allSettled(turns.values());
      await sweeping;
      await facts.close();
    },
  };
}
