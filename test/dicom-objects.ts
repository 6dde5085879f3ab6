/** The invented objects of the sample day, for tests of everything that takes them in; each of one invented person. */
export * from '../samples/day/objects.ts';
export * from '../samples/day/structured-reports.ts';

import type { ObjectOf } from '../samples/day/objects.ts';
import { personByKey } from '../samples/day/people.ts';

const NOW = new Date('2026-03-01T06:00:00.000Z');

export const objectOf = (changes: Partial<ObjectOf> = {}): ObjectOf => ({
  person: personByKey('post-clear'),
  at: new Date('2026-03-01T05:15:00.000Z'),
  now: NOW,
  zone: 'Asia/Krasnoyarsk',
  study: 'study-1',
  ...changes,
});
