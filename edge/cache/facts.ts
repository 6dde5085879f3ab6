import { z } from 'zod';
import { DayAppointment, DayDelivery, DayOrder, DayPatient, DayResult } from '../../schemas/api/clinic-day.ts';
import { Instant } from '../../schemas/input.ts';

const CachedResultFact = z.strictObject({
  kind: z.literal('result'),
  result: DayResult,
  delivery: DayDelivery.optional(),
  patient: DayPatient.optional(),
  learnedAt: Instant,
});

/** What is told of one change, kept whole: the result itself may be gone from the cache when somebody reads it. */
const ChangeFact = z.strictObject({
  what: z.enum(['new', 'changed', 'withdrawn', 'acknowledged', 'appointment-new', 'appointment-changed']),
  /** When the region learned it. */
  at: Instant,
  result: CachedResultFact.optional(),
  appointment: DayAppointment.optional(),
});

/**
 * What the cache keeps, one fact for each key: results (`result#<id>`), a page of a day's appointments
 * (`day#<date>#<after>`), the orders, where the region was last asked, and what came to be during outages.
 */
export const CacheFact = z.discriminatedUnion('kind', [
  CachedResultFact,
  z.strictObject({
    kind: z.literal('day'),
    day: z.iso.date(),
    after: z.string(),
    next: z.string().optional(),
    etag: z.string(),
    asOf: Instant,
    appointments: z.array(DayAppointment),
  }),
  z.strictObject({
    kind: z.literal('orders'),
    asOf: Instant,
    etag: z.string(),
    orders: z.array(DayOrder),
    more: z.boolean(),
  }),
  /** Until when everything of the region is here, on the region's clock, and its cursor. */
  z.strictObject({ kind: z.literal('region'), asOf: Instant, cursor: z.string() }),
  z.strictObject({
    kind: z.literal('meanwhile'),
    id: z.string(),
    from: Instant,
    /** Absent: the region is not read to its end since. */
    to: Instant.optional(),
    changes: z.record(z.string(), ChangeFact),
    seenBy: z.array(z.string()),
  }),
]);
export type CacheFact = z.infer<typeof CacheFact>;
export type ResultFact = Extract<CacheFact, { kind: 'result' }>;
export type DayFact = Extract<CacheFact, { kind: 'day' }>;
export type OrdersFact = Extract<CacheFact, { kind: 'orders' }>;
export type RegionFact = Extract<CacheFact, { kind: 'region' }>;
export type MeanwhileFact = Extract<CacheFact, { kind: 'meanwhile' }>;

export const resultKey = (resultId: string): string => `result#${resultId}`;
export const dayKey = (day: string, after: string): string => `day#${day}#${after}`;
export const meanwhileKey = (id: string): string => `meanwhile#${id}`;

/**
 * Two statements of one result, whichever came first: of the result the higher version, of its way the later change. Told
 * twice, or by the connector and by the region, they end in the same fact (contract 3).
 */
export function mergeResults(known: ResultFact | undefined, told: ResultFact): ResultFact {
  if (known === undefined) return told;
  const isHigher = told.result.version > known.result.version;
  const later = [known.delivery, told.delivery]
    .filter((one) => one !== undefined)
    .sort((a, b) => (a.changedAt < b.changedAt ? 1 : -1))[0];
  const patient = told.delivery === undefined ? (known.patient ?? told.patient) : (told.patient ?? known.patient);
  return {
    kind: 'result',
    result: isHigher ? told.result : known.result,
    ...(later ? { delivery: later } : {}),
    ...(patient ? { patient } : {}),
    learnedAt: isHigher ? told.learnedAt : known.learnedAt,
  };
}

/** When something of it last changed: so long it is counted to be kept. */
export const touchedAt = ({ delivery, learnedAt }: ResultFact): string => delivery?.changedAt ?? learnedAt;
