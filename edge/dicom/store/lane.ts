import type { Lane } from '../../spool/meta.ts';
import type { StoreHeader } from './take.ts';

/** (0000,0700) of C-STORE (PS3.7 §9.3.1.1). */
export const PRIORITY: Readonly<Record<number, StoreHeader['priority']>> = { 0: 'medium', 1: 'high', 2: 'low' };

const URGENT: ReadonlySet<string> = new Set(['STAT', 'HIGH']);

/** The lane where the clinic has no rule of its own: what is urgent by the order or by the sender; archives send with low. */
export function laneByPriority({ priority, requestedPriority = '' }: StoreHeader): Lane {
  if (priority === 'high' || URGENT.has(requestedPriority)) return 'urgent';
  return priority === 'low' ? 'bulk' : 'routine';
}
