import { type CatalogueEntry, entry } from './entry.ts';

/** The clinic's PACS. */
export const PACS_ERRORS = {
  'pacs-away': entry(
    'transient',
    503,
    'The PACS of the clinic does not answer, or has no room now.',
    'Look at the PACS and the address in edge.yaml ("pacs"); what is for it stays here and goes by itself.',
  ),
  'pacs-refused': entry(
    'permanent',
    502,
    'The PACS of the clinic does not take this object.',
    'Ask its administrator to accept the SOP class named (SR, Secondary Capture, Key Object Selection) from our AE title.',
  ),
} as const satisfies Record<string, CatalogueEntry>;
