import type { HookName } from '../../schemas/cds-hooks/context.ts';

/** At what moments of the record system a rule has its say (CDS Hooks 2.0.1, hook library), in the groups rules share. */

/** The chart is opened, or a visit begins. */
export const OPENING: readonly HookName[] = ['patient-view', 'encounter-start'];
/** An order is chosen, or signed. */
export const ORDERING: readonly HookName[] = ['order-select', 'order-sign'];
/** An examination is ordered, sent to who makes it, or booked. */
export const IMAGING: readonly HookName[] = [...ORDERING, 'order-dispatch', 'appointment-book'];
