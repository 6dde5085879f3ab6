import type { OkaError } from '../../schemas/errors.ts';
import type { makeAttempts } from './backoff.ts';
import type { UplinkState } from './events.ts';
import type { Feed } from './feed.ts';
import type { Meter } from './meter.ts';
import type { Pace } from './pace.ts';

type Now = {
  readonly feed: Pick<Feed, 'lanes' | 'preparing'>;
  readonly meter: Meter;
  readonly pace: Pace;
  readonly attempts: ReturnType<typeof makeAttempts>;
  readonly now: number;
  /** The same moment on the steady clock. */
  readonly at: number;
  readonly inFlight: number;
  readonly places: number;
  readonly lastCode: OkaError['code'] | undefined;
};

/** What `oka edge check` and the edge's page show of the line. */
export function stateOf({ feed, meter, pace, attempts, now, at, inFlight, places, lastCode }: Now): UplinkState {
  const { bytesPerSecond, rttMs, betweenCutsMs, cuts } = meter.measured();
  const awaySince = attempts.awaySince();
  const consultUntil = pace.consultUntil(now);
  return {
    line: {
      ...(bytesPerSecond === undefined ? {} : { kbits: Math.round(bytesPerSecond / 125) }),
      ...(rttMs === undefined ? {} : { rttMs: Math.round(rttMs) }),
      ...(betweenCutsMs === undefined ? {} : { betweenCutsSeconds: Math.round(betweenCutsMs / 1000) }),
      cuts,
      isAway: awaySince !== undefined,
      ...(awaySince === undefined ? {} : { awaySince: new Date(now - (at - awaySince)).toISOString() }),
      ...(lastCode === undefined ? {} : { code: lastCode }),
      segmentBytes: meter.segmentBytes(at, places, pace.most(now)),
    },
    lanes: feed.lanes(),
    inFlight,
    preparing: feed.preparing(),
    ...(consultUntil === undefined ? {} : { consultUntil: new Date(consultUntil).toISOString() }),
  };
}
