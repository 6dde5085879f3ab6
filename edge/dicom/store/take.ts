import type { Lane, ObjectMeta } from '../../spool/meta.ts';
import type { Caller } from '../services.ts';

/** Where an object goes while it comes: the spool's `begin`. */
export type Take = () => Promise<IncomingObject>;

export type IncomingObject = {
  /** Resolved when more may come. */
  readonly write: (bytes: Uint8Array) => Promise<void>;
  /** Resolved when the object is durable. */
  readonly commit: (about: ObjectMeta) => Promise<{ readonly sha256: string; readonly repeat: boolean }>;
  readonly abort: () => Promise<void>;
};

/** What is known of an object from its command and the first bytes of its data set. */
export type StoreHeader = {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  readonly studyInstanceUid?: string;
  /** (0008,0060) */
  readonly modality?: string;
  /** (0040,1003): STAT, HIGH, ROUTINE, MEDIUM, LOW. */
  readonly requestedPriority?: string;
  /** (0000,0700) of the command (PS3.7 §9.3.1.1). */
  readonly priority: 'medium' | 'high' | 'low';
};

/** The clinic's own rule: a lane, or undefined where the priority decides. */
export type LaneOf = (caller: Caller, header: StoreHeader) => Lane | undefined;
