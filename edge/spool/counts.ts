import type { SpoolIndex } from './index.ts';
import { Lane } from './meta.ts';

export type LaneCount = { readonly waiting: number; readonly bytes: number; readonly oldest?: string };
export type SpoolCounts = {
  /** All objects that are kept, and what they take on the disk. */
  readonly objects: number;
  readonly bytes: number;
  /** What the region has not got yet, and the first acceptance among it. */
  readonly waiting: number;
  readonly waitingBytes: number;
  readonly oldest?: string;
  readonly refused: number;
  readonly damaged: number;
  readonly lanes: Readonly<Record<Lane, LaneCount>>;
};

export function countsOf({ takes, waiting }: SpoolIndex, bytes: number): SpoolCounts {
  const lanes: Record<Lane, LaneCount> = {
    urgent: { waiting: 0, bytes: 0 },
    routine: { waiting: 0, bytes: 0 },
    bulk: { waiting: 0, bytes: 0 },
  };
  for (const { about, bytes: size } of waiting.values()) {
    const lane = lanes[about.lane];
    const oldest = earliest([lane.oldest, about.acceptedAt]);
    lanes[about.lane] = { waiting: lane.waiting + 1, bytes: lane.bytes + size, ...(oldest ? { oldest } : {}) };
  }
  let [refused, damaged] = [0, 0];
  for (const { state } of takes.values()) {
    if (state === 'refused') refused += 1;
    if (state === 'damaged') damaged += 1;
  }
  const all = Lane.options.map((lane) => lanes[lane]);
  const oldest = earliest(all.map((lane) => lane.oldest));
  return {
    objects: takes.size,
    bytes,
    waiting: waiting.size,
    waitingBytes: all.reduce((sum, lane) => sum + lane.bytes, 0),
    ...(oldest === undefined ? {} : { oldest }),
    refused,
    damaged,
    lanes,
  };
}

const earliest = (instants: readonly (string | undefined)[]): string | undefined =>
  instants.filter((one) => one !== undefined).sort()[0];
