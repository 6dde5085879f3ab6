const MIB = 1024 * 1024;

export type DicomLimits = {
  /** Associations at once; one more is refused for now. Default 64. */
  readonly maxAssociations: number;
  /** Largest object, as data set bytes; default 16 GiB. The disk's watermark ends it sooner. */
  readonly maxObjectBytes: number;
  /** Largest data set of a query, a procedure step or a request for commitment: these are held in memory. */
  readonly maxMessageBytes: number;
  /** From the connection to the whole request for an association (ARTIM, PS3.8 §9.1.5), and to the end after a refusal. */
  readonly associateMs: number;
  /** So long an association may be silent between messages. */
  readonly idleMs: number;
  /** So long nothing may come within a message. */
  readonly stallMs: number;
  /** So long one object may take. */
  readonly objectMs: number;
  /** So long answers may stay unread. */
  readonly answerMs: number;
};

export const DEFAULT_LIMITS: DicomLimits = {
  maxAssociations: 64,
  maxObjectBytes: 16 * 1024 * MIB,
  maxMessageBytes: 16 * MIB,
  associateMs: 30_000,
  idleMs: 10 * 60_000,
  stallMs: 60_000,
  objectMs: 2 * 60 * 60_000,
  answerMs: 60_000,
};

/** The longest P-DATA-TF that we ask for (PS3.8 §D.1); any length is read, for nothing of it is held. */
export const MAX_PDU = 256 * 1024;
