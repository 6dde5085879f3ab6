import type { Status } from '../services.ts';

/** Why a request of ours did not succeed, with its class (contract 7). */
export class RequestFault extends Error {
  readonly class: 'transient' | 'permanent' | 'ambiguous';
  readonly status: Status | undefined;
  constructor(cls: RequestFault['class'], why: string, options: { status?: Status; cause?: unknown } = {}) {
    super(why, { cause: options.cause });
    this.name = 'RequestFault';
    this.class = cls;
    this.status = options.status;
  }
}

/** A7xx and what says "not now" (PS3.7 Annex C). */
const NOT_NOW: ReadonlySet<number> = new Set([0x0110, 0x0213]);

/**
 * The class of a failure status. `cannotUnderstand` is Cxxx: of an object that it cannot be read, which no repeat mends; of
 * a query that the other side is unable to process it, which may pass.
 */
export function classOfStatus(status: Status, cannotUnderstand: 'permanent' | 'transient'): RequestFault['class'] {
  if (status >>> 8 === 0xa7 || NOT_NOW.has(status)) return 'transient';
  return status >>> 12 === 0xc ? cannotUnderstand : 'permanent';
}

export const isPending = (status: Status): boolean => status === 0xff00 || status === 0xff01;

/** Success, or success with a warning: coercion, elements left out (PS3.4 §B.2.3), an attribute that was not taken. */
export const isDone = (status: Status): boolean =>
  status === 0 || status >>> 12 === 0xb || status === 0x0001 || status === 0x0107 || status === 0x0116;
