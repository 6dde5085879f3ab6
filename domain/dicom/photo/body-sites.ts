/** A body site as DICOM names it (PS3.16 Table L-1): BodyPartExamined, SNOMED CT code, meaning. */
export type BodySite = { readonly part: string; readonly code: string; readonly meaning: string };

const SITES: readonly (readonly [part: string, code: string, meaning: string, words: RegExp])[] = [
  ['EAR', '117590005', 'Ear', /^(ear|ухо|уха|уши)$/iu],
  ['EYE', '81745001', 'Eye', /^(eye|глаз|глаза)$/iu],
  ['FACE', '89545001', 'Face', /^(face|лицо)$/iu],
  ['SKIN', '39937001', 'Skin', /^(skin|кожа)$/iu],
  ['HAND', '85562004', 'Hand', /^(hand|кисть)$/iu],
  ['FOOT', '56459004', 'Foot', /^(foot|стопа)$/iu],
  ['LEG', '30021000', 'Lower leg', /^(leg|lower leg|голень)$/iu],
];

/** The site that a word names, in English or Russian; undefined for one that is not in the table: it then stays a word. */
export function bodySiteOf(word: string): BodySite | undefined {
  const found = SITES.find(([part, , , words]) => words.test(word.trim()) || part === word.trim().toUpperCase());
  return found && { part: found[0], code: found[1], meaning: found[2] };
}
