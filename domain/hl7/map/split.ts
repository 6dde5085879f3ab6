import type { Segment } from '../read/message.ts';
import type { Draft } from './draft.ts';

/** What each part repeats of the segments before it. */
const HEAD = ['MSH', 'EVN', 'PID', 'PD1'];

/**
 * The message cut at each segment of one name: a message of several patients (`PID`), or of several merges of one patient
 * (`MRG`). Every part begins with the header and what it needs of the patient; with at most one such segment the message
 * is its own part. Linear in the length of the message.
 */
export function partsAt(name: string, draft: Draft): Draft[] {
  const { segments } = draft.message;
  if (draft.message.all(name).length < 2) return [draft];
  const first = segments.findIndex((segment) => segment.name === name);
  const parts: Segment[][] = [];
  for (const segment of segments.slice(first)) {
    if (segment.name === name) parts.push([segment]);
    else parts.at(-1)?.push(segment);
  }
  const before = segments.slice(0, first);
  const head = HEAD.flatMap((known) => before.find((segment) => segment.name === known) ?? []);
  return parts.map((part) => draft.part([...head, ...part]));
}
