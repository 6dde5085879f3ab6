import { type CatalogueEntry, entry } from './entry.ts';

/** Messages of ours, and what record systems make of them. */
export const DELIVERY_ERRORS = {
  'message-malformed': entry(
    'permanent',
    500,
    'A message of ours does not have its documented form.',
    'Two versions of Oka are mixed; finish the deployment and oka replay.',
  ),
  'ehr-refused': entry(
    'permanent',
    502,
    'The record system refused the result (AE or AR).',
    'Read its text in oka trace; correct the registration of the EHR or the patient there, then oka replay.',
  ),
  'ehr-busy': entry(
    'transient',
    503,
    'The record system refuses this result for now, again and again, while it takes others.',
    'Look for what holds the record there (a user, a lock), then oka edge ehr repeat; see docs/connector.md.',
  ),
  'read-back-missing': entry(
    'permanent',
    422,
    'The region asks for read-back of this result: year of birth and value, repeated by whoever takes note.',
    'Repeat both and take note again; a record system that cannot ask for them leaves it to the desk.',
  ),
  'read-back-mismatch': entry(
    'permanent',
    422,
    'What was read back is not the year of birth and the value of this result.',
    'Look again which patient and which result it is, and repeat both as they stand.',
  ),
  'ehr-silent': entry(
    'ambiguous',
    504,
    'The record system did not answer; it may have applied the result.',
    'Nothing is repeated to a system that does not replace; ask its administrator, then confirm or repeat by hand.',
  ),
} as const satisfies Record<string, CatalogueEntry>;
