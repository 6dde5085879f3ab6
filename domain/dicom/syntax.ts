/** Transfer syntaxes that Oka names by itself (PS3.6 Annex A); those of code streams stand in domain/imaging/coded.ts. */
export const SYNTAX = {
  implicitLittle: '1.2.840.10008.1.2',
  explicitLittle: '1.2.840.10008.1.2.1',
  deflated: '1.2.840.10008.1.2.1.99',
  explicitBig: '1.2.840.10008.1.2.2',
  rle: '1.2.840.10008.1.2.5',
} as const;

/** How the elements of a data set are written (PS3.5 §7.1, §7.3). */
export type Writing = { readonly explicit: boolean; readonly little: boolean };

/** Every syntax but implicit and big endian is written explicit little endian, also those that nobody knows yet (PS3.5 Annex A). */
export const writingOf = (transferSyntax: string): Writing => ({
  explicit: transferSyntax !== SYNTAX.implicitLittle,
  little: transferSyntax !== SYNTAX.explicitBig,
});

/** VRs whose explicit length has 16 bits; all others, also future ones, have 32 (PS3.5 §7.1.2). */
const SHORT = 'AE AS AT CS DA DS DT FL FD IS LO LT PN SH SL SS ST TM UI UL US'.split(' ');
const LONG = 'OB OD OF OL OV OW SQ SV UC UN UR UT UV'.split(' ');

const codeOf = (vr: string): number => vr.charCodeAt(0) | (vr.charCodeAt(1) << 8);
const NAMES = new Map([...SHORT, ...LONG].map((vr) => [codeOf(vr), vr] as const));
const LONGS = new Set(LONG);

/** The VR that two bytes spell; undefined where they spell none. */
export const knownVr = (bytes: Uint8Array, at: number): string | undefined =>
  NAMES.get((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8));

/** Whether the explicit length of a VR has 32 bits. */
export const isLong = (vr: string): boolean => LONGS.has(vr);
