import type { ErrorCode, OkaError } from '../../schemas/errors.ts';

/** What an engineer should hear of; no names of files, which people name after patients. */
export type FolderEvent =
  | {
      readonly what: 'taken' | 'refused' | 'attention';
      /** Inputs that became durable, and how many had been taken before. */
      readonly taken: number;
      readonly repeats: number;
      readonly code?: ErrorCode;
    }
  /** Our own disk takes nothing now; all stays where it is. */
  | { readonly what: 'held'; readonly fault: OkaError }
  /** A file or the folder itself cannot be read. */
  | { readonly what: 'unreadable' | 'away'; readonly cause: unknown };

export type FolderState = {
  /** Files that lie in the folder and are not taken yet. */
  readonly waiting: number;
  /** Since when the folder cannot be listed, or our disk takes nothing. */
  readonly awaySince?: string;
  readonly heldSince?: string;
  /** Since the start: inputs that became durable, repeats, and units put aside. */
  readonly taken: number;
  readonly repeats: number;
  readonly refused: number;
  readonly attention: number;
};
