import { type CatalogueEntry, entry } from './entry.ts';

/** On the way through the region's functions. */
export const PROCESSING_ERRORS = {
  'model-failed': entry(
    'permanent',
    500,
    'The model could not be run on this image.',
    'See the log by trace id; the image is stored, oka replay runs it again.',
  ),
  'attempts-exhausted': entry(
    'permanent',
    500,
    'The input failed five times and was taken from its queue.',
    'See the log by trace id, mend the cause and oka replay.',
  ),
  conflict: entry(
    'transient',
    409,
    'Another writer changed the item at the same time, repeatedly.',
    'Nothing: it is tried again. If it persists, look for a loop of writers.',
    206,
  ),
  unavailable: entry(
    'transient',
    503,
    'A store or queue did not answer.',
    'Nothing: it is tried again. If it persists, see the status of the region.',
    207,
  ),
} as const satisfies Record<string, CatalogueEntry>;
