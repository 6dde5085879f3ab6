import type { DayAppointment, DayDelivery, DayOrder, DayPatient, DayResult } from '../../schemas/api/clinic-day.ts';
import type { ErrorCode } from '../../schemas/errors.ts';

/** A result as it is kept: what it says, how it stands on its way, and when this edge learned it. */
export type CachedResult = {
  readonly result: DayResult;
  readonly delivery?: DayDelivery | undefined;
  readonly patient?: DayPatient | undefined;
  /** On the edge's clock. */
  readonly learnedAt: string;
};

export type CachedDay = {
  readonly day: string;
  readonly asOf: string;
  readonly appointments: readonly DayAppointment[];
};

/** How the edge stands to the region: `asOf` is when it last answered. */
export type RegionState = {
  readonly reachable: boolean;
  readonly asOf?: string | undefined;
  /** How old that is, by the clock that makes it older. */
  readonly ageMs?: number | undefined;
  /** Since when it has not answered. */
  readonly awaySince?: string | undefined;
  /** Why it did not answer, as a code of the catalogue. */
  readonly trouble?: ErrorCode | undefined;
  /** The clock of this machine does not agree with the region's. */
  readonly clockIsOff: boolean;
  readonly isEncrypted: boolean;
};

export type Change = {
  readonly what: 'new' | 'changed' | 'withdrawn' | 'acknowledged' | 'appointment-new' | 'appointment-changed';
  readonly at: string;
  readonly result?: CachedResult | undefined;
  readonly appointment?: DayAppointment | undefined;
};

/** One outage, and what came to be while it lasted. */
export type Meanwhile = {
  readonly id: string;
  readonly from: string;
  /** Absent: the region is back and is still being read. */
  readonly to?: string;
  readonly changes: readonly Change[];
  /** Users who have ticked it. */
  readonly seenBy: readonly string[];
};

export type Cache = {
  /** What the connector has just taken: a published Bundle. */
  readonly take: (bundle: unknown) => Promise<void>;
  readonly results: () => readonly CachedResult[];
  readonly day: (date: string) => CachedDay | undefined;
  /** Days of the clinic’s calendar whose appointments are kept. */
  readonly days: () => readonly string[];
  readonly orders: () => readonly DayOrder[];
  readonly state: () => RegionState;
  readonly meanwhile: () => readonly Meanwhile[];
  readonly seen: (id: string, user: string) => Promise<void>;
  /** Asks the region now; false: it did not answer. */
  readonly pull: () => Promise<boolean>;
  /** Told when the orders of the region have changed: the worklist takes them. */
  readonly onOrders: (fn: (orders: readonly DayOrder[]) => void) => void;
  readonly stop: () => Promise<void>;
};
