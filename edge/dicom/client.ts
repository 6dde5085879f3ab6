import type { Dataset, SopReference, Status } from './services.ts';

/** A DICOM application of the clinic that we call. */
export type Peer = {
  readonly aeTitle: string;
  readonly host: string;
  readonly port: number;
  /** Our title as this one knows it; default `OKA`. */
  readonly callingAe?: string;
  readonly tls?: {
    readonly ca?: string | Buffer;
    readonly key?: string | Buffer;
    readonly cert?: string | Buffer;
    /** SHA-256 of its certificate; with it no authority is asked. */
    readonly fingerprint?: string;
  };
  /** Connection and association; default 10 s. */
  readonly connectMs?: number;
  /** Silence while an answer is due; default 60 s. */
  readonly answerMs?: number;
};

/** What became of a request (contract 7). `ambiguous`: the other side may have done it. */
export type Fault = {
  readonly class: 'transient' | 'permanent' | 'ambiguous';
  /** What went wrong, for a log: nothing of a patient. */
  readonly why: string;
  readonly status?: Status;
};
export type Outcome<T = object> = ({ readonly class: 'done' } & T) | Fault;

/** One way in which an object can be sent: a transfer syntax and the data set in it (no preamble, no group 0002). */
export type Encoding = {
  readonly transferSyntaxUid: string;
  readonly read: () => AsyncIterable<Uint8Array>;
};

export type ObjectToSend = SopReference & {
  /** As it is first, other ways after it; the first that the peer accepts is sent. */
  readonly encodings: readonly Encoding[];
};

export type QueryRoot = 'patient' | 'study' | 'worklist';
export type QueryLevel = 'PATIENT' | 'STUDY' | 'SERIES' | 'IMAGE';
export type Query = {
  readonly root: QueryRoot;
  /** Not for the worklist. */
  readonly level?: QueryLevel;
  /** Keys to match, and empty ones (`''`) to be told. */
  readonly keys: Dataset;
  /** So many are enough: then the query is cancelled. */
  readonly atMost?: number;
};

export type Moved = { readonly completed: number; readonly failed: number; readonly warnings: number };

export type CommitmentReport = {
  readonly transactionUid: string;
  readonly stored: readonly SopReference[];
  /** `reason` (0008,1197): 0x0112 no such object, 0x0110 processing failure, … (PS3.3 §C.14.1.1). */
  readonly failed: readonly (SopReference & { readonly reason: number })[];
};

/** C-ECHO. */
export declare function echo(peer: Peer): Promise<Outcome>;

/** C-STORE of several objects on one association; an outcome for each, in their order. */
export declare function store(peer: Peer, objects: readonly ObjectToSend[]): Promise<readonly Outcome[]>;

/** C-FIND. */
export declare function find(
  peer: Peer,
  query: Query,
  signal?: AbortSignal,
): Promise<Outcome<{ readonly matches: readonly Dataset[] }>>;

/** C-MOVE to the AE title `destination`; done also where some sub-operations failed: look at `failed`. */
export declare function move(
  peer: Peer,
  query: Query & { readonly destination: string },
  signal?: AbortSignal,
): Promise<Outcome<Moved>>;

/** N-EVENT-REPORT of storage commitment on an association of its own, on which we are the SCP (PS3.4 §J.3.3). */
export declare function reportCommitment(peer: Peer, report: CommitmentReport): Promise<Outcome>;
