/** Frames of a loop that have come, by number from 0. */
export type Frames<Picture> = ReadonlyMap<number, Picture>;

export const SPEEDS = [0.25, 0.5, 1, 2] as const;
export type Speed = (typeof SPEEDS)[number];

/** A device that says nothing: the rate of fluoroscopy and ultrasound loops that is watched comfortably. */
const USUAL_MS = 1000 / 15;
/** No screen shows more than sixty a second. */
const LEAST_MS = 1000 / 60;

/** Milliseconds that a frame stands. */
export const standsMs = (frameMs: number | undefined, speed: Speed): number =>
  Math.max(LEAST_MS, (frameMs ?? USUAL_MS) / speed);

/** The frame after so many milliseconds of play, round and round; of a loop of one frame always that. */
export const frameAfter = (from: number, ms: number, frames: number, stands: number): number =>
  (from + Math.floor(ms / stands)) % Math.max(1, frames);

/** The nearest frame that is there, earlier ones first: over a thin line a loop plays before it is complete. */
export function nearest<Picture>(frames: Frames<Picture>, wanted: number): Picture | undefined {
  for (let at = wanted; at >= 0; at--) {
    const held = frames.get(at);
    if (held !== undefined) return held;
  }
  return frames.get(Math.min(...frames.keys()));
}

/**
 * The order in which frames are asked for: every eighth, then those between, so that movement is seen early and becomes
 * smooth.
 */
export function askingOrder(frames: number): number[] {
  const order = new Set<number>();
  for (const step of [8, 4, 2, 1]) for (let at = 0; at < frames; at += step) order.add(at);
  return [...order];
}
