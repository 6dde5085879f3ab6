import type { ClinicResultsAnswer, DayOrder } from '../../schemas/api/clinic-day.ts';
import type { Facts } from '../facts/facts.ts';
import { appointmentChanges, type Changes, resultChange, together } from './changes.ts';
import {
  type CacheFact,
  type DayFact,
  dayKey,
  type MeanwhileFact,
  meanwhileKey,
  mergeResults,
  type OrdersFact,
  type RegionFact,
  type ResultFact,
  resultKey,
} from './facts.ts';
import type { RegionReader } from './region.ts';

export type Pulling = {
  readonly region: Pick<RegionReader, 'results' | 'appointments' | 'orders'>;
  readonly facts: Facts<CacheFact>;
  /** Days of the clinic's calendar whose appointments are kept. */
  readonly days: readonly string[];
  /** A gap in the region's answers from which on what changed is told as "meanwhile". */
  readonly outageMs: number;
  readonly now: () => string;
  readonly onOrders: (orders: readonly DayOrder[]) => void;
  readonly signal: AbortSignal;
  /** One writer at a time: the connector tells results too, and a line of an outage is read, added to and written. */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
};

/** Pages of results in one pull: 72 hours of a large clinic. */
const MOST_PAGES = 60;
const MOST_DAY_PAGES = 40;

/**
 * Brings the cache to what the region says now. What an outage has changed is written down before the change itself, so a
 * power cut between the two tells it twice into the same line instead of never.
 */
export async function pullAll(pulling: Pulling): Promise<RegionFact> {
  const { facts, inTurn } = pulling;
  const before = regionOf(facts);
  const first = await pulling.region.results(before?.cursor || undefined);
  await inTurn(() => beginMeanwhile(facts, pulling.outageMs, first.asOf));
  let answer = first;
  for (let page = 1; ; page += 1) {
    const told = answer;
    await inTurn(() => applyResults(told, pulling));
    if (!answer.more || page === MOST_PAGES || pulling.signal.aborted) break;
    answer = await pulling.region.results(answer.cursor);
  }
  for (const day of pulling.days) await pullDay(day, pulling);
  await pullOrders(pulling);
  const region: RegionFact = { kind: 'region', asOf: answer.asOf, cursor: answer.cursor };
  await inTurn(async () => {
    await facts.put('region', region);
    await endMeanwhile(facts, region.asOf);
  });
  return region;
}

export const regionOf = (facts: Facts<CacheFact>): RegionFact | undefined => {
  const fact = facts.get('region');
  return fact?.kind === 'region' ? fact : undefined;
};

const openMeanwhile = (facts: Facts<CacheFact>): MeanwhileFact | undefined =>
  [...facts.entries()]
    .map(([, fact]) => fact)
    .find((fact): fact is MeanwhileFact => fact.kind === 'meanwhile' && fact.to === undefined);

/** A gap that is long enough is an outage; its lines are added to one fact until the region is read to its end. */
export async function beginMeanwhile(facts: Facts<CacheFact>, outageMs: number, now: string): Promise<void> {
  const from = regionOf(facts)?.asOf;
  if (from === undefined || Date.parse(now) - Date.parse(from) < outageMs) return;
  if (openMeanwhile(facts) !== undefined) return;
  await facts.put(meanwhileKey(from), { kind: 'meanwhile', id: from, from, changes: {}, seenBy: [] });
}

async function endMeanwhile(facts: Facts<CacheFact>, to: string): Promise<void> {
  const open = openMeanwhile(facts);
  if (open !== undefined) await facts.put(meanwhileKey(open.id), { ...open, to });
}

async function note(facts: Facts<CacheFact>, changes: Changes): Promise<void> {
  const open = openMeanwhile(facts);
  if (open === undefined || Object.keys(changes).length === 0) return;
  await facts.put(meanwhileKey(open.id), { ...open, changes: together(open.changes, changes) });
}

async function applyResults({ results, patients }: ClinicResultsAnswer, { facts, now }: Pulling): Promise<void> {
  const byRecord = new Map(patients.map((patient) => [patient.record, patient]));
  const told = results.map(({ result, delivery }): ResultFact => {
    const patient = byRecord.get(result.record);
    return { kind: 'result', result, delivery, ...(patient ? { patient } : {}), learnedAt: now() };
  });
  await tellResults(facts, told);
}

/** Notes what these results change, then keeps them. */
export async function tellResults(facts: Facts<CacheFact>, told: readonly ResultFact[]): Promise<void> {
  const changes = told.map((one) => resultChange(heldResult(facts, one.result.resultId), one));
  await note(facts, Object.assign({}, ...changes));
  for (const one of told) await putResult(facts, one);
}

function heldResult(facts: Facts<CacheFact>, resultId: string): ResultFact | undefined {
  const fact = facts.get(resultKey(resultId));
  return fact?.kind === 'result' ? fact : undefined;
}

/** Writes only what says something new: the last two minutes are told with every answer. */
async function putResult(facts: Facts<CacheFact>, told: ResultFact): Promise<void> {
  const before = heldResult(facts, told.result.resultId);
  const merged = mergeResults(before, told);
  if (JSON.stringify(before) !== JSON.stringify(merged)) await facts.put(resultKey(told.result.resultId), merged);
}

/** Page after page of a day; a page that stands is not sent again. */
async function pullDay(day: string, { facts, region, signal, inTurn }: Pulling): Promise<void> {
  const held = daysOf(facts, day);
  const kept = new Set<string>();
  let after = '';
  for (let page = 0; page < MOST_DAY_PAGES && !signal.aborted; page += 1) {
    const before = held.find((one) => one.after === after);
    const told = await region.appointments(day, after || undefined, before?.etag);
    kept.add(after);
    if (told !== undefined) {
      const { appointments, asOf, next } = told.answer;
      const fact: DayFact = { kind: 'day', day, after, etag: told.etag, asOf, appointments, ...(next ? { next } : {}) };
      const known = held.flatMap((one) => one.appointments);
      await inTurn(async () => {
        if (held.length > 0) await note(facts, appointmentChanges(known, appointments, asOf));
        await facts.put(dayKey(day, fact.after), fact);
      });
    }
    const next = told === undefined ? before?.next : told.answer.next;
    if (next === undefined) break;
    after = next;
  }
  for (const one of held) if (!kept.has(one.after)) await facts.remove(dayKey(day, one.after));
}

export const daysOf = (facts: Facts<CacheFact>, day: string): DayFact[] =>
  [...facts.entries()]
    .map(([, fact]) => fact)
    .filter((fact): fact is DayFact => fact.kind === 'day' && fact.day === day)
    .sort((a, b) => (a.after < b.after ? -1 : 1));

export const ordersOf = (facts: Facts<CacheFact>): OrdersFact | undefined => {
  const fact = facts.get('orders');
  return fact?.kind === 'orders' ? fact : undefined;
};

async function pullOrders({ facts, region, onOrders }: Pulling): Promise<void> {
  const told = await region.orders(ordersOf(facts)?.etag);
  if (told === undefined) return;
  const { orders, asOf, more } = told.answer;
  await facts.put('orders', { kind: 'orders', asOf, etag: told.etag, orders, more });
  onOrders(orders);
}
