import { join } from 'node:path';
import type { EdgeSettings } from '../../schemas/edge.ts';
import type { EdgeKey } from '../files/key.ts';
import type { Journal } from '../journal/journal.ts';
import type { EdgeNotes } from '../notes.ts';
import type { Spool } from '../spool/spool.ts';
import type { Messages } from './messages.ts';

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
  /** Takes HL7 messages for every door: durable, then told to the parts that follow them. */
  readonly messages: Messages;
};

/** The folder of one part, below that of the edge. */
export type Folder =
  | 'journal'
  | 'refused'
  | 'spool'
  | 'worklist'
  | 'mpps'
  | 'commitment'
  | 'connector'
  | 'cache'
  | 'page'
  | 'priors'
  | 'pacs'
  | 'folder';
export const folderOf = (data: string, name: Folder): string => join(data, name);
