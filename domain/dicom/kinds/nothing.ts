import type { Contents } from './contents.ts';

/** An object that says nothing beside belonging to its study. */
export const NOTHING: Contents = { groups: {}, instance: [], items: [], attachments: [] };
