import { WorklistSettings } from '../../schemas/edge/worklist.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { Dataset } from '../dicom/services.ts';
import { openFacts } from '../facts/facts.ts';
import { answersTo } from './ask/answer.ts';
import { factKey, mergeFacts, WorklistFact } from './facts.ts';
import type { WorklistItem } from './item.ts';
import { orderedIn } from './list/from-order.ts';
import { walkedInOf } from './list/from-walk-in.ts';
import { listOf } from './list/list.ts';
import { neededFor } from './list/needed.ts';
import { visitsIn } from './list/visits.ts';
import { mergeMessage } from './merge-message.ts';
import { readMessage } from './read/read.ts';
import { factOfRegionOrder } from './read/region-orders.ts';
import type { Performed, Worklist, WorklistOptions } from './seam.ts';
import { factOfStep } from './step.ts';
import { endOfWalkIn, factOfWalkIn, joinOfWalkIn } from './walk-in.ts';

const DAY_MS = 24 * 3_600_000;
const AT_ONCE = 100;
/** So long a list that was made is good: items leave it when their time is over. */
const FRESH_MS = 15_000;

/**
 * The worklist of one clinic: what its systems say of orders, appointments and patients, kept as durable facts, and the
 * list that follows from them. It works wholly offline.
 * @throws OkaError `configuration`, `wrong-key` as facts do
 */
export async function openWorklist(options: WorklistOptions): Promise<Worklist> {
  const { folder, files, key, clinic, zone, idKey, senders = [], clock = () => new Date() } = options;
  const { settings = WorklistSettings.parse({}), onEvent = () => undefined } = options;
  // Names of items are names in the clinic's domain (contract 2).
  if (!/^[0-2](\.(0|[1-9]\d*))+$/.test(clinic.oid))
    throw new OkaError('configuration', 'the worklist needs the OID of the clinic: "oid"');
  const reading = { clinic, zone, idKey, settings, senders };
  const store = await openFacts({
    folder,
    schema: WorklistFact,
    ...(files && { files }),
    key,
    onEvent,
  });
  const facts = new Map(store.entries());
  /** Writes of one fact follow one another: each holds all that was said before it. */
  const writing = new Map<string, Promise<void>>();
  const listeners: (() => void)[] = [];
  /** What the region told last of orders that were placed elsewhere. */
  let ofRegion: readonly WorklistFact[] = [];
  let list: { readonly at: number; readonly items: readonly WorklistItem[] } | undefined;

  /** Asked for each image: made once after a change. */
  let known: ReturnType<typeof knownIn> | undefined;

  const now = () => ({ at: clock(), zone, settings });

  const all = (): WorklistFact[] => [...facts.values(), ...ofRegion];

  function changed(): void {
    list = undefined;
    known = undefined;
    for (const listener of listeners) listener();
  }

  /** A fact is seen at once and durable when resolved. What is known already is not written again. */
  async function tell(fact: WorklistFact): Promise<void> {
    const name = factKey(fact);
    const before = facts.get(name);
    const merged = before === undefined ? fact : mergeFacts(before, fact);
    const isNew = before === undefined || JSON.stringify(before) !== JSON.stringify(merged);
    if (isNew) {
      facts.set(name, merged);
      changed();
    }
    const under = writing.get(name);
    if (!isNew) return under;
    const written = (under ?? Promise.resolve()).catch(() => undefined).then(() => store.put(name, merged));
    writing.set(name, written);
    try {
      await written;
    } finally {
      if (writing.get(name) === written) writing.delete(name);
    }
  }

  const tellAll = async (told: readonly WorklistFact[]): Promise<void> => {
    await Promise.all(told.map(tell));
  };

  function items(): readonly WorklistItem[] {
    const at = clock().getTime();
    if (list === undefined || at < list.at || at - list.at > FRESH_MS) list = { at, items: listOf(all(), now()) };
    return list.items;
  }

  const everKnown = (): ReturnType<typeof knownIn> => {
    known ??= knownIn(listOf(all(), now(), { all: true }));
    return known;
  };

  /** That walk-ins have their numbers: the same message each time, so the journal and the region take it once. */
  async function tellOfJoined(): Promise<void> {
    if (options.tell === undefined) return;
    const orders = orderedIn(all());
    for (const one of walkedInOf([...facts.values()])) {
      const order = orders.find(({ ids }) => one.joined !== undefined && ids.includes(one.joined));
      const message = order && mergeMessage(one, order.whose, reading);
      if (message !== undefined)
        await options.tell(message.bytes, message.at).catch((cause: unknown) => onEvent({ what: 'not-told', cause }));
    }
  }

  const walkIn = (id: string): WorklistFact => {
    const fact = facts.get(`walk-in#${id}`);
    if (fact === undefined) throw new OkaError('not-found', 'walk-in');
    return fact;
  };

  await tellOfJoined();

  return {
    async take(bytes, acceptedAt) {
      const { facts: told, faults } = readMessage(bytes, reading, acceptedAt);
      for (const { code, detail } of faults) onEvent({ what: 'not-understood', code, detail });
      await tellAll(told);
    },
    takeFromRegion(orders) {
      const told = orders.map((order) => factOfRegionOrder(order, reading));
      ofRegion = told.filter((fact) => fact !== undefined);
      const unnamed = told.length - ofRegion.length;
      if (unnamed > 0) onEvent({ what: 'not-offered', orders: unnamed });
      changed();
    },
    items,
    visits: () => visitsIn([...facts.values()]),
    async *find(query: Dataset, caller, signal) {
      const asking = { settings, zone, now: clock(), clinicOid: clinic.oid };
      const standing = items();
      for (let from = 0; from < standing.length; from += AT_ONCE) {
        for (const answer of answersTo(query, caller, standing.slice(from, from + AT_ONCE), asking)) {
          if (signal.aborted) return;
          yield answer;
        }
        // A query of everything holds up nobody who is storing.
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    async addWalkIn(entered) {
      const fact = factOfWalkIn(entered, reading, clock().toISOString());
      // The same form again is the same walk-in, as it was entered first.
      const name = factKey(fact);
      if (!facts.has(name)) await tell(fact);
      else await writing.get(name);
      const item = listOf(all(), now(), { all: true }).find(({ id }) => id === fact.id);
      if (item === undefined) throw new OkaError('conflict', 'the walk-in has been joined with an order');
      return item;
    },
    async join(id, order, by) {
      const fact = walkIn(id);
      if (!orderedIn(all()).some((one) => one.id === order)) throw new OkaError('not-found', 'order');
      await tell(joinOfWalkIn(fact, order, by, clock().toISOString()));
      await tellOfJoined();
    },
    dropWalkIn: async (id) => tell(endOfWalkIn(walkIn(id), clock().toISOString())),
    performed: (step: Performed) => tell(factOfStep(step)),
    itemOf(studyInstanceUid, stepId) {
      const items = listOf(all(), now(), { all: true });
      return items.find((one) => one.studyInstanceUid === studyInstanceUid && (stepId === '' || one.stepId === stepId));
    },
    priorityOf: (studyInstanceUid) => everKnown().haste.get(studyInstanceUid),
    knows: (accession) => everKnown().accessions.has(accession),
    onChange: (listener) => void listeners.push(listener),
    async clean() {
      const until = new Date(clock().getTime() - settings.keepDays * DAY_MS).toISOString();
      const held = [...facts.values()];
      const joined = walkedInOf(held).flatMap(({ joined: order }) => order ?? []);
      const needed = neededFor(held, [...items().map(({ id }) => id.split('.')[0] ?? ''), ...joined]);
      for (const [name, fact] of [...facts])
        if (fact.at < until && !needed(fact)) {
          facts.delete(name);
          await store.remove(name);
        }
      list = undefined;
    },
    async close() {
      await Promise.allSettled(writing.values());
      await store.close();
    },
  };
}

const RANK = { STAT: 0, HIGH: 1, ROUTINE: 2 } as const;

/** What is asked of items whether they are on the list or not. Of several orders of one study the most urgent counts. */
function knownIn(items: readonly WorklistItem[]) {
  const byHaste = [...items].sort((a, b) => RANK[b.priority] - RANK[a.priority]);
  return {
    haste: new Map(byHaste.map(({ studyInstanceUid, priority }) => [studyInstanceUid, priority])),
    accessions: new Set(items.map(({ accession }) => accession)),
  };
}
