import { regionsIn } from './body-regions.ts';

/** What of an examination decides whether an earlier one is worth laying beside it. */
export type Examined = {
  readonly modalities: readonly string[];
  /** Body Part Examined and descriptions: whatever names the part of the body. */
  readonly words: string;
};

/** Plates and detectors make the same picture; reports, notes and captures are no examination of their own. */
const SAME: Readonly<Record<string, string>> = { CR: 'radiograph', DX: 'radiograph', RG: 'radiograph' };
const NO_PICTURE = new Set(['SR', 'KO', 'PR', 'DOC', 'OT', 'SEG', 'REG']);

const kindsOf = ({ modalities }: Examined): string[] =>
  modalities.filter((one) => !NO_PICTURE.has(one)).map((one) => SAME[one] ?? one);

/** Whether two examinations are of the same kind and part of the body; of two that name no part we know, the kind decides. */
export function areComparable(one: Examined, other: Examined): boolean {
  const kinds = kindsOf(other);
  return kindsOf(one).some((kind) => kinds.includes(kind)) && isSamePart(one.words, other.words);
}

/** Whether words of two examinations speak of the same part of the body. */
export function isSamePart(one: string, other: string): boolean {
  const [mine, theirs] = [regionsIn(one), regionsIn(other)];
  if (mine.size === 0 || theirs.size === 0) return mine.size === theirs.size;
  return [...mine].some((region) => theirs.has(region));
}
