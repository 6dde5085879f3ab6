export const SOP_CLASS = {
  verification: '1.2.840.10008.1.1',
  worklist: '1.2.840.10008.5.1.4.31',
  procedureStep: '1.2.840.10008.3.1.2.3.3',
  commitment: '1.2.840.10008.1.20.1',
  patientRootFind: '1.2.840.10008.5.1.4.1.2.1.1',
  patientRootMove: '1.2.840.10008.5.1.4.1.2.1.2',
  studyRootFind: '1.2.840.10008.5.1.4.1.2.2.1',
  studyRootMove: '1.2.840.10008.5.1.4.1.2.2.2',
} as const;

/** The one instance of the storage commitment push model (PS3.4 §J.3.5). */
export const COMMITMENT_INSTANCE = '1.2.840.10008.1.20.1.1';

const STANDARD = '1.2.840.10008.';
const STORAGE = '1.2.840.10008.5.1.4.1.1.';
/** Storage classes outside of their branch: plans, instructions, protocols, palettes and implants (PS3.4 §GG.3, §B.5). */
const STORAGE_ELSEWHERE: ReadonlySet<string> = new Set([
  '1.2.840.10008.5.1.4.34.7',
  '1.2.840.10008.5.1.4.34.10',
  '1.2.840.10008.5.1.4.38.1',
  '1.2.840.10008.5.1.4.39.1',
  '1.2.840.10008.5.1.4.43.1',
  '1.2.840.10008.5.1.4.44.1',
  '1.2.840.10008.5.1.4.45.1',
]);

/** Every storage class, also those of later editions, and whatever is private: makers keep raw data under their own. */
export const isStorageClass = (uid: string): boolean =>
  uid.startsWith(STORAGE) || STORAGE_ELSEWHERE.has(uid) || (/^[0-9]/.test(uid) && !uid.startsWith(STANDARD));

const IMPLICIT = '1.2.840.10008.1.2';
const EXPLICIT = '1.2.840.10008.1.2.1';
const BIG_ENDIAN = '1.2.840.10008.1.2.2';
const DEFLATED = '1.2.840.10008.1.2.1.99';

/** Syntaxes for queries and the like. */
export const PLAIN_SYNTAXES: readonly string[] = [EXPLICIT, IMPLICIT, BIG_ENDIAN];

/**
 * Transfer syntaxes in which an object is whole (PS3.6 table A-1). Not here: what refers to pixels elsewhere (JPIP,
 * SMPTE ST 2110), what is no binary data set (MIME, XML), and private ones, which nobody after us could read.
 */
const JPEG = Array.from({ length: 21 }, (_, index) => `1.2.840.10008.1.2.4.${50 + index}`);
const OTHERS = [80, 81, 90, 91, 92, 93, 100, 101, 102, 103, 104, 105, 106, 107, 108, 110, 111, 112, 201, 202, 203];
const FRAGMENTABLE = [100, 101, 102, 103, 104, 105, 106];
const STORED_SYNTAXES: ReadonlySet<string> = new Set([
  IMPLICIT,
  EXPLICIT,
  BIG_ENDIAN,
  DEFLATED,
  '1.2.840.10008.1.2.1.98',
  '1.2.840.10008.1.2.5',
  '1.2.840.10008.1.2.8.1',
  ...JPEG,
  ...OTHERS.map((last) => `1.2.840.10008.1.2.4.${last}`),
  ...FRAGMENTABLE.map((last) => `1.2.840.10008.1.2.4.${last}.1`),
]);

/** Taken only where nothing else is offered: retired, or unpleasant to read from the middle. */
const LAST_RESORT: ReadonlySet<string> = new Set([BIG_ENDIAN, DEFLATED]);

/** The syntax in which an object shall come: the sender's first that we take, for he names the one he has first. */
export const storedSyntax = (offered: readonly string[]): string | undefined =>
  offered.find((syntax) => STORED_SYNTAXES.has(syntax) && !LAST_RESORT.has(syntax)) ??
  offered.find((syntax) => STORED_SYNTAXES.has(syntax));

export const plainSyntax = (offered: readonly string[]): string | undefined =>
  PLAIN_SYNTAXES.find((syntax) => offered.includes(syntax));
