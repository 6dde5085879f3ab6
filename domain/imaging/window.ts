/** A window over modality values: the shape is VOI LUT Function (0028,1056). */
export type Window = {
  readonly centre: number;
  readonly width: number;
  readonly shape: 'LINEAR' | 'LINEAR_EXACT' | 'SIGMOID';
};

export const clamped = (value: number): number => Math.min(1, Math.max(0, value));

/**
 * Modality value → 0 (black) to 1 (white). LINEAR (PS3.3 §C.11.2.1.2.1), LINEAR_EXACT (§C.11.2.1.3.2), SIGMOID
 * (§C.11.2.1.3.1). Imports nothing: the server and the page in a browser window by the same lines.
 */
export function windowed({ shape, centre, width }: Window): (value: number) => number {
  if (shape === 'SIGMOID') return (value) => 1 / (1 + Math.exp((-4 * (value - centre)) / width));
  if (shape === 'LINEAR_EXACT') return (value) => clamped((value - centre) / width + 0.5);
  if (width <= 1) return (value) => (value > centre - 0.5 ? 1 : 0);
  return (value) => clamped((value - (centre - 0.5)) / (width - 1) + 0.5);
}

/** Without a window or table: black is the least value and white the greatest. */
export function ranged(least: number, most: number): (value: number) => number {
  const span = most - least || 1;
  return (value) => clamped((value - least) / span);
}
