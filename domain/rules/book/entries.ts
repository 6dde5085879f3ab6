import { DETERIORATION } from './entries/deterioration.ts';
import { EMBOLISM } from './entries/embolism.ts';
import { FINDINGS } from './entries/findings.ts';
import { FOLLOW_UP } from './entries/follow-up.ts';
import { HEART } from './entries/heart.ts';
import { IMAGING } from './entries/imaging.ts';
import { KIDNEYS } from './entries/kidneys.ts';
import { LUNGS } from './entries/lungs.ts';
import { MEDICINES_CHAPTER } from './entries/medicines.ts';
import { NODULES } from './entries/nodules.ts';
import { PREVENTION } from './entries/prevention.ts';
import type { Entry } from './entry.ts';

const ENTRIES: Readonly<Record<string, Entry>> = {
  ...LUNGS,
  ...DETERIORATION,
  ...HEART,
  ...EMBOLISM,
  ...KIDNEYS,
  ...MEDICINES_CHAPTER,
  ...PREVENTION,
  ...IMAGING,
  ...NODULES,
  ...FINDINGS,
  ...FOLLOW_UP,
};

/** What the book tells of a rule. @throws Error for a rule that nobody wrote a page of: a test holds that there is none */
export function entryOf(id: string): Entry {
  const found = Object.hasOwn(ENTRIES, id) ? ENTRIES[id] : undefined;
  if (!found) throw new Error(`the rule book has no page of ${id}`);
  return found;
}
