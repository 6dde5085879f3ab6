import type { Segment } from '../message.ts';
import type { Draft } from './draft.ts';

/**
 * The message cut at each segment of one name into parts that all begin with what stands before the first: a message of
 * several patients (`PID`), or of several merges of one patient (`MRG`). Without such a segment it is one part.
 */
export function partsAt(name: string, draft: Draft): Draft[] {
  const { segments } = draft.message;
  const first = segments.findIndex((segment) => segment.name === name);
  if (first === -1) return [draft];
  const parts: Segment[][] = [];
  for (const segment of segments.slice(first)) {
    if (segment.name === name) parts.push([segment]);
    else parts.at(-1)?.push(segment);
  }
  const head = segments.slice(0, first);
  return parts.map((part) => draft.part([...head, ...part]));
}
