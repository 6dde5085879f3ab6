/** Who asks: the titles of the association and the connection it came on. */
export type Caller = {
  readonly callingAe: string;
  readonly calledAe: string;
  readonly address: string;
  readonly certificate?: { readonly fingerprint: string; readonly subject: string };
};

/**
 * A data set as a plain object by keyword (PS3.6; an attribute without one goes by its eight hexadecimal digits in capitals).
 * Text is Unicode whatever the character set was; an attribute that is present and empty is `''`, an empty sequence `[]`.
 * Several values are an array. Numbers of binary VRs are numbers; DS and IS stay the strings they were, person names too.
 */
export type Dataset = { readonly [keyword: string]: DatasetValue | undefined };
export type DatasetValue = string | number | readonly (string | number)[] | readonly Dataset[] | Uint8Array;

/** A DIMSE status (PS3.7 Annex C): 0x0000 is success. */
export type Status = number;

/** A status with what explains it (PS3.7 table C.4-1): Error Comment and Error ID. */
export type Explained = { readonly status: Status; readonly comment?: string; readonly errorId?: number };

export const STATUS = {
  success: 0x0000,
  /** A7xx: no room; the sender keeps the object and tries again (PS3.4 §B.2.3). */
  outOfResources: 0xa700,
  /** The data set is not of the SOP class or not the instance that its command names. */
  mismatch: 0xa900,
  cannotUnderstand: 0xc000,
  unableToProcess: 0xc001,
  cancelled: 0xfe00,
  pending: 0xff00,
  invalidAttribute: 0x0106,
  attributeList: 0x0107,
  processingFailure: 0x0110,
  duplicateInstance: 0x0111,
  noSuchInstance: 0x0112,
  invalidInstance: 0x0117,
  missingAttribute: 0x0120,
  missingValue: 0x0121,
  noSuchClass: 0x0118,
  classNotSupported: 0x0122,
  noSuchAction: 0x0123,
  notAuthorized: 0x0124,
  unrecognisedOperation: 0x0211,
} as const;

export type SopReference = { readonly sopClassUid: string; readonly sopInstanceUid: string };

/** N-ACTION of the storage commitment push model (PS3.4 §J.3.2). */
export type CommitmentRequest = {
  readonly transactionUid: string;
  readonly objects: readonly SopReference[];
};

/** What the edge does for modalities beside taking objects; what is left out is refused in the negotiation. */
export type DicomServices = {
  /** Modality worklist: the items that match, one after the other; `signal` fires when the caller cancels or goes away. */
  readonly find?: (query: Dataset, caller: Caller, signal: AbortSignal) => AsyncIterable<Dataset>;
  /** Modality performed procedure step, N-CREATE and N-SET; `uid` is the SOP Instance UID of the step. */
  readonly mpps?: {
    readonly create: (uid: string, dataset: Dataset, caller: Caller) => Promise<Status | Explained>;
    readonly set: (uid: string, dataset: Dataset, caller: Caller) => Promise<Status | Explained>;
  };
  readonly commitment?: (request: CommitmentRequest, caller: Caller) => Promise<Status>;
};
