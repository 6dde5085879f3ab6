import type { OkaError } from '../../schemas/errors.ts';
import type { Lane } from '../spool/meta.ts';
import type { What } from './job.ts';

/** What the log and the page are told of the line. */
export type UplinkEvent =
  | { readonly what: 'prefix-sent'; readonly of: What; readonly bytes: number }
  | {
      readonly what: 'drained';
      readonly of: What;
      readonly repeat: boolean;
      readonly bytes: number;
      readonly tookMs: number;
    }
  | { readonly what: 'refused'; readonly of: What; readonly code: OkaError['code'] }
  /** The line broke, or the region answered that it cannot now. */
  | { readonly what: 'failed'; readonly fault: unknown; readonly pauseMs: number }
  /** The disk gave or took something not as it should. */
  | { readonly what: 'disk'; readonly fault: unknown };

export type UplinkState = {
  readonly line: {
    /** What passes, measured; absent until something has. */
    readonly kbits?: number;
    readonly rttMs?: number;
    readonly betweenCutsSeconds?: number;
    /** Cuts since the start. */
    readonly cuts: number;
    readonly isAway: boolean;
    readonly awaySince?: string;
    /** Why the region took the last thing not: a code of the catalogue. */
    readonly code?: OkaError['code'];
    readonly segmentBytes: number;
  };
  /** What the region has not got yet; `oldest` is the first acceptance among it. */
  readonly lanes: Readonly<
    Record<Lane, { readonly waiting: number; readonly bytes: number; readonly oldest?: string }>
  >;
  readonly inFlight: number;
  /** Images that wait for their copy to be made. */
  readonly preparing: number;
  readonly consultUntil?: string;
};
