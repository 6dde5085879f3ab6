import { regionNow } from './clock.ts';

/** Whether the region answers: since when it does not, and when it last did. */
export type Line = { readonly since?: Date; readonly lastHeard?: Date };

let line: Line = {};
const listeners = new Set<() => void>();

function become(next: Line): void {
  line = next;
  for (const listener of listeners) listener();
}

export const lineNow = (): Line => line;

export function onLine(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export function heardRegion(): void {
  const lastHeard = regionNow();
  if (line.since === undefined) line = { lastHeard };
  else become({ lastHeard });
}

export function heardNothing(): void {
  if (line.since === undefined) become({ ...line, since: regionNow() });
}
