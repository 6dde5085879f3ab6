import { RANK } from '../../../../schemas/chart.ts';
import type { Draft } from '../draft.ts';

/** What an ADT event says of the visit it names, beside describing it. */
export type VisitEvent = {
  /** The state of the visit from then on; most events only describe it. */
  readonly status?: fhir4.Encounter['status'];
  /** It names no state but happens only in this one: said where no event names any. */
  readonly implies?: fhir4.Encounter['status'];
  /** It opens the visit: an earlier end holds no longer, and PV1-44 may stand for a number that is missing. */
  readonly opens?: true;
  readonly closes?: true;
  /** It takes back another event: at the same time it counts for more than that one. */
  readonly cancels?: true;
};

/**
 * HL7 v2.5.1 ch. 3.3, events about one visit. A cancelled visit stays cancelled through updates (A08 names no state); an
 * event that names one and is later, a new admission under the same number above all, revives it.
 */
const EVENTS: Readonly<Record<string, VisitEvent>> = {
  A01: { status: 'in-progress', opens: true },
  A02: { status: 'in-progress' },
  A03: { status: 'finished', closes: true },
  A04: { status: 'in-progress', opens: true },
  A05: { status: 'planned', opens: true },
  A06: { status: 'in-progress' },
  A07: { status: 'in-progress' },
  A08: {},
  A09: { status: 'in-progress' },
  A10: { status: 'in-progress' },
  A11: { status: 'cancelled', cancels: true },
  A12: { implies: 'in-progress', cancels: true },
  A13: { status: 'in-progress', cancels: true, opens: true },
  A14: { status: 'planned', opens: true },
  A15: { implies: 'in-progress' },
  A16: { implies: 'in-progress' },
  A21: { status: 'onleave' },
  A22: { status: 'in-progress' },
  A25: { implies: 'in-progress', cancels: true },
  A26: { implies: 'in-progress', cancels: true },
  A27: { status: 'cancelled', cancels: true },
  A32: { implies: 'in-progress', cancels: true },
  A33: { implies: 'in-progress', cancels: true },
  A38: { status: 'cancelled', cancels: true },
  A52: { status: 'in-progress', cancels: true },
  A53: { status: 'onleave', cancels: true },
  A54: {},
  A55: { cancels: true },
  A60: {},
  A61: {},
  A62: { cancels: true },
};

export const VISIT_EVENTS: readonly string[] = Object.keys(EVENTS);

/** The trigger event of an ADT message, else an empty string. */
export const adtEvent = ({ message }: Draft): string => (message.type.startsWith('ADT^') ? message.type.slice(4) : '');

/** What the message's event says of its visit; messages of other kinds only describe it. */
export const visitEvent = (draft: Draft): VisitEvent => EVENTS[adtEvent(draft)] ?? {};

/** Rank of all that the message says of a visit: a cancellation counts for more than what it cancels at the same time. */
export const rankOf = (event: VisitEvent): number => (event.cancels ? RANK.cancelled : RANK.final);
