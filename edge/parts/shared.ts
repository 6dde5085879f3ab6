import { join } from 'node:path';
import type { EdgeSettings } from '../../schemas/edge.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { Cache } from '../cache/view.ts';
import type { Commitment } from '../commitment/seam.ts';
import type { Connector } from '../connector/connector.ts';
import type { EdgeKey } from '../files/key.ts';
import type { Journal } from '../journal/journal.ts';
import type { Mpps } from '../mpps/seam.ts';
import type { EdgeNotes } from '../notes.ts';
import type { Pacs } from '../pacs/pacs.ts';
import type { Priors } from '../priors/priors.ts';
import type { Spool } from '../spool/spool.ts';
import type { EdgeState } from '../state.ts';
import type { Uplink } from '../uplink/uplink.ts';
import type { Worklist } from '../worklist/seam.ts';
import type { PartState } from './part.ts';
import type { Senders } from './senders.ts';

/** What all parts of one edge have in common. */
export type Shared = {
  readonly settings: EdgeSettings;
  readonly clock: () => Date;
  /** Tokens for the region. */
  readonly token: () => Promise<string>;
  /** Undefined: nothing is encrypted on the disk. */
  readonly key: EdgeKey | undefined;
  readonly notes: EdgeNotes;
  readonly journal: Journal;
  readonly spool: Spool;
  readonly senders: Senders;
  /** What of the parts runs now, for the others: it comes when it starts and goes when it stops. */
  readonly live: Live;
  /** What the edge says of itself now. */
  readonly state: () => EdgeState;
  /** What was refused goes into the line again. */
  readonly again: boolean;
};

export type Live = {
  /** Of all parts, once they have been started. */
  parts?: () => Readonly<Record<string, PartState>>;
  uplink?: Uplink | undefined;
  worklist?: Worklist | undefined;
  mpps?: Mpps | undefined;
  commitment?: Commitment | undefined;
  connector?: Connector | undefined;
  pacs?: Pacs | undefined;
  priors?: Priors | undefined;
  cache?: Cache | undefined;
};

/** @throws OkaError `unavailable` naming the part that does not run now */
export function running<N extends keyof Live>(live: Live, name: N): NonNullable<Live[N]> {
  const part = live[name];
  if (part === undefined) throw new OkaError('unavailable', `${name} does not run now`);
  return part;
}

/** The folder of one part, below that of the edge. */
export type Folder =
  | 'journal'
  | 'refused'
  | 'spool'
  | 'uplink'
  | 'worklist'
  | 'worklist-mark'
  | 'mpps'
  | 'commitment'
  | 'connector'
  | 'cache'
  | 'page'
  | 'priors'
  | 'pacs'
  | 'folder';
export const folderOf = (data: string, name: Folder): string => join(data, name);
