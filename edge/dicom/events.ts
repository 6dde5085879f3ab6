import type { Lane } from '../spool/meta.ts';
import type { Caller, Status } from './services.ts';

/** Why an association ended. */
export const ENDS = {
  released: 'the caller released it',
  aborted: 'the caller aborted it',
  broken: 'the line broke',
  stopped: 'the listener stops',
  'no-request': 'no request for an association came in time',
  idle: 'nothing came for longer than the idle limit',
  crowded: 'it was silent for the longest time, and another caller needed its place',
  stalled: 'a message was begun and nothing followed',
  'slow-object': 'an object took longer than the limit',
  'answers-unread': 'the caller does not read its answers',
  protocol: 'what came keeps to no rule of the protocol',
  failed: 'a message could not be handled',
} as const;
export type End = keyof typeof ENDS;

/** Why no association was made (A-ASSOCIATE-RJ). */
export const REJECTIONS = {
  'called-ae': 'it calls an AE title that is not ours; set the title of this edge in the modality',
  'calling-ae': 'its AE title, its address or its certificate is not on the list of peers; add it if it is known',
  'protocol-version': 'it speaks another version of the protocol',
  'application-context': 'it asks for another application context than DICOM',
  'no-context': 'it asks for nothing that is done here',
  'too-many': 'more associations at once than the listener takes; the caller tries again',
  stopping: 'the listener stops; the caller tries again',
} as const;
export type Rejection = keyof typeof REJECTIONS;

/** What the DICOM door tells its log: codes, counts, titles and addresses, nothing of a patient. */
export type DicomEvent =
  | {
      readonly what: 'stored';
      readonly caller: Caller;
      readonly lane: Lane;
      readonly bytes: number;
      /** The same bytes are in the spool already. */
      readonly repeat: boolean;
    }
  /** An object was not taken; `code` is of the catalogue where one of it was the cause. */
  | {
      readonly what: 'refused';
      readonly caller: Caller;
      readonly status: Status;
      readonly why: string;
      readonly code?: string;
      readonly cause?: unknown;
    }
  /** A service (worklist, procedure step, commitment) failed or refused. */
  | {
      readonly what: 'service-failed';
      readonly caller: Caller;
      readonly command: string;
      readonly status: Status;
      readonly cause?: unknown;
    }
  | {
      readonly what: 'rejected';
      readonly why: Rejection;
      readonly callingAe: string;
      readonly calledAe: string;
      readonly address: string;
      readonly fingerprint?: string;
    }
  /** A connection that never became one. */
  | {
      readonly what: 'no-connection';
      readonly why: 'too-many' | 'handshake' | 'certificate';
      readonly address: string;
      readonly fingerprint?: string;
    }
  | {
      readonly what: 'closed';
      readonly caller?: Caller;
      readonly address: string;
      readonly end: End;
      /** Where `end` is `protocol`: which rule. */
      readonly detail?: string;
      readonly messages: number;
      readonly stored: number;
      /** An object was under way. */
      readonly unfinished: boolean;
    };
