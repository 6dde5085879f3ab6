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

/** What says which side was examined: Laterality or Image Laterality of its images (R, L, B), and its words. */
export type Sided = { readonly words: string; readonly sides: readonly string[] };

const SIDES = {
  L: /(^|\P{L})(с?лев[аоуы]|left(\P{L}|$))/iu,
  R: /(^|\P{L})(с?прав[аоуы]|right(\P{L}|$))/iu,
} as const;

function sidesOf({ words, sides }: Sided): readonly string[] {
  const stated = sides.includes('B') ? ['L', 'R'] : sides.filter((side) => side === 'L' || side === 'R');
  const named = (['L', 'R'] as const).filter((side) => SIDES[side].test(words));
  return [...stated, ...named];
}

/**
 * Whether two examinations may be of the same side. The left knee beside the right one would be read as a change; of one that
 * names no side nobody knows.
 */
export function areOfOneSide(one: Sided, other: Sided): boolean {
  const [mine, theirs] = [sidesOf(one), sidesOf(other)];
  return mine.length === 0 || theirs.length === 0 || mine.some((side) => theirs.includes(side));
}

/** Whether words of two examinations speak of the same part of the body. */
export function isSamePart(one: string, other: string): boolean {
  const [mine, theirs] = [regionsIn(one), regionsIn(other)];
  if (mine.size === 0 || theirs.size === 0) return mine.size === theirs.size;
  return [...mine].some((region) => theirs.has(region));
}
