import type { Reason } from './prove.ts';
import { ABOUT_FACTS } from './reasons-facts.ts';
import { ABOUT_PEOPLE } from './reasons-people.ts';

/** In the order in which they are tried: the first that holds is the reason of a difference. */
export const REASONS: readonly Reason[] = [...ABOUT_PEOPLE, ...ABOUT_FACTS];
