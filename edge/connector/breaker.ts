import type { ConnectorState } from './state.ts';
import type { Time } from './time.ts';

export type BreakerOptions = {
  /** So many results in a row that did not get through open it. */
  readonly after?: number;
  /** Pause until it is tried again, doubled up to the second value. */
  readonly pauseMs?: readonly [first: number, longest: number];
  readonly time: Pick<Time, 'now' | 'steady'>;
};

/**
 * The circuit breaker of one record system. `closed`: results go. `open`: nothing is sent until the pause is over.
 * `trying`: one result goes, after somebody was seen to be there; it closes the breaker or opens it for longer.
 */
export function makeBreaker({ after = 3, pauseMs = [5000, 300_000], time }: BreakerOptions) {
  let state: ConnectorState['breaker']['state'] = 'closed';
  let [inARow, opened] = [0, 0];
  let [since, nextTryAt]: (number | undefined)[] = [];
  let why: string | undefined;

  return {
    /** How long until the next result may be tried; 0: now. */
    waitMs: (): number => (state === 'open' ? Math.max(0, (nextTryAt ?? 0) - time.steady()) : 0),
    /** The pause is over: one may try. */
    tryNow(): void {
      if (state === 'open') state = 'trying';
    },
    get state() {
      return state;
    },
    /** It spoke, whatever it said of this result. Gives since when it had been away, if it was. */
    worked(): number | undefined {
      const away = state === 'closed' ? undefined : since;
      [state, inARow, opened, since, nextTryAt, why] = ['closed', 0, 0, undefined, undefined, undefined];
      return away;
    },
    /** Nothing got through, or it said "not now"; it is not tried again before `notBeforeMs` from now. */
    failed(reason: string, notBeforeMs = 0): void {
      why = reason;
      inARow += 1;
      since ??= time.now();
      if (state === 'closed' && inARow < after) return;
      const [first, longest] = pauseMs;
      nextTryAt = time.steady() + Math.max(Math.min(first * 2 ** opened, longest), notBeforeMs);
      opened += 1;
      state = 'open';
    },
    seen: (): ConnectorState['breaker'] => ({
      state,
      ...(since === undefined ? {} : { since: new Date(since).toISOString() }),
      ...(why === undefined ? {} : { why }),
      ...(state !== 'open' || nextTryAt === undefined
        ? {}
        : { nextTryAt: new Date(time.now() + nextTryAt - time.steady()).toISOString() }),
    }),
  };
}
export type Breaker = ReturnType<typeof makeBreaker>;
