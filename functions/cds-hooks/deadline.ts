import type { Service } from '../../domain/cds-hooks/services.ts';
import type { HookName } from '../../schemas/cds-hooks/context.ts';

/** What the physician waits for the whole answer: safety is waited for when an order is signed, courtesy never. */
export const ANSWER_MS = { safety: 2000, other: 500 } as const;
/** Kept of it for judging what came, and for writing down what is told. */
const RESERVE_MS = 120;

/** It was asked for, and has not come by the deadline. */
export const LATE = Symbol('late');

/** One end for all that a call gathers: reads of the chart and of the client's server together. */
export type Deadline = {
  /** Ends what is under way; for requests that can be broken off. */
  readonly signal: AbortSignal;
  /** The result, or LATE. Work that goes on is left to itself: a read of the chart harms nobody. */
  within<T>(work: Promise<T>): Promise<T | typeof LATE>;
};

/** The deadline of a call that begins now. `since` is what has been spent already, in milliseconds. */
export function deadlineOf({ matter }: Service, hook: HookName, since = 0): Deadline {
  const whole = matter.safety === true && hook === 'order-sign' ? ANSWER_MS.safety : ANSWER_MS.other;
  const signal = AbortSignal.timeout(Math.max(0, Math.round(whole - RESERVE_MS - since)));
  const late = new Promise<typeof LATE>((resolve) =>
    signal.addEventListener('abort', () => resolve(LATE), { once: true }),
  );
  return {
    signal,
    within(work) {
      // What fails after the deadline is nobody's any more.
      work.catch(() => undefined);
      return Promise.race([work, late]);
    },
  };
}
