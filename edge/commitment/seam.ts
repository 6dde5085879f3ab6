import type { CommitmentSettings } from '../../schemas/edge/commitment.ts';
import type { CommitmentReport, Outcome } from '../dicom/client.ts';
import type { Caller, CommitmentRequest, Status } from '../dicom/services.ts';
import type { FactsEvent } from '../facts/facts.ts';
import type { EdgeFiles } from '../files/files.ts';
import type { EdgeKey } from '../files/key.ts';
import type { Spool } from '../spool/spool.ts';

export type CommitmentOptions = {
  /** A folder for requests alone. */
  readonly folder: string;
  readonly files?: EdgeFiles;
  readonly key?: EdgeKey | undefined;
  readonly spool: Pick<Spool, 'bySopInstance' | 'onMark' | 'onTaken'>;
  /** Sends a report on a new association to whoever asked: `reportCommitment` to the peer of that title. */
  readonly report: (callingAe: string, report: CommitmentReport) => Promise<Outcome>;
  readonly settings?: CommitmentSettings;
  readonly clock?: () => Date;
  /** Pause after a report that was not taken, doubled up to the second value. */
  readonly backoffMs?: readonly [first: number, longest: number];
  readonly onEvent?: (event: CommitmentEvent) => void;
};

export type CommitmentEvent =
  | FactsEvent
  | { readonly what: 'asked' | 'reported' | 'given-up'; readonly callingAe: string; readonly objects: number }
  | { readonly what: 'not-reported'; readonly callingAe: string; readonly why: string; readonly pauseMs: number };

/** A request that is not at its end, as people see it. */
export type OpenRequest = {
  readonly transactionUid: string;
  readonly callingAe: string;
  readonly askedAt: string;
  readonly objects: number;
  /** Objects that the region has not confirmed yet. */
  readonly pending: number;
  /** The region has an answer for all; the modality has not taken it yet. */
  readonly answered: boolean;
  /** It waits for longer than `noteAfterHours`. */
  readonly isLate: boolean;
};

export type Commitment = {
  /** N-ACTION: 0x0000 only once the request is durable. */
  readonly take: (request: CommitmentRequest, caller: Caller) => Promise<Status>;
  readonly open: () => readonly OpenRequest[];
  /** Goes through all requests again; the clock has moved, or a marker may have been missed. */
  readonly look: () => Promise<void>;
  readonly clean: () => Promise<void>;
  /** Stops reporting; what is open stays on the disk. */
  readonly stop: () => Promise<void>;
};
