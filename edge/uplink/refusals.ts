import { Refusal } from '../../schemas/api/answers.ts';
import { OkaError } from '../../schemas/errors.ts';

/** The region's own words where it gave them; a HEAD has no body, so there only the status tells. */
export function refusalOf(status: number, said: unknown): OkaError {
  const refusal = Refusal.safeParse(said);
  if (refusal.success) return new OkaError(refusal.data.code, refusal.data.path);
  if (status === 404) return new OkaError('not-found');
  if (status === 401) return new OkaError('unauthenticated');
  if (status === 403) return new OkaError('forbidden');
  // Whoever else answers (a proxy that limits bodies, a half-broken line) says nothing of the thing: nothing is given up for it.
  return new OkaError('unavailable', `status ${status}`);
}

/** What is wrong with the thing itself; everything else is the line, the region or the registration, and passes. */
const OF_THE_THING: ReadonlySet<OkaError['code']> = new Set([
  'malformed-request',
  'over-size',
  'object-too-large',
  'digest-mismatch',
  'segment-conflict',
  'unreadable-file',
]);

/** Where the region says that our time lies ahead of its own: one of the clocks is wrong, and will be set. */
const OF_THE_CLOCK: ReadonlySet<string | undefined> = new Set(['headers.oka-accepted-at', 'query.head']);

/** Whether the region will never take it as it is: it goes on the list of what was refused. */
export const isOfTheThing = ({ code, detail }: OkaError): boolean =>
  OF_THE_THING.has(code) && !(code === 'malformed-request' && OF_THE_CLOCK.has(detail));

/** The edge's own disk did not give the bytes: neither the line's fault nor the region's. */
export class DiskFault extends Error {
  constructor(cause: unknown) {
    super('the disk of the edge did not give what was to be sent', { cause });
    this.name = 'DiskFault';
  }
}
