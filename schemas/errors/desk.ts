import { type CatalogueEntry, entry } from './entry.ts';

/** What the physician's page is told. */
export const DESK_ERRORS = {
  'version-overtaken': entry(
    'permanent',
    409,
    'A newer version of the result stands than the one that was on the screen.',
    'Read what changed, then say it again of the version that stands.',
  ),
} as const satisfies Record<string, CatalogueEntry>;
