import { type CatalogueEntry, entry } from './entry.ts';

/** The edge of a clinic: its disk and its journal. */
export const EDGE_ERRORS = {
  'no-room': entry(
    'transient',
    507,
    "The clinic's edge has no room left: its disk or its quota is filled to the watermark.",
    'Make room on the disk of the edge, or raise its quota; oka edge --list shows what waits and since when. Senders try again.',
    207,
  ),
  'not-durable': entry(
    'transient',
    503,
    'The disk of the edge did not confirm that the bytes are safe, so nothing was acknowledged.',
    'Look at the disk of the edge (errors in the system log, free room); the sender keeps the message and tries again.',
    207,
  ),
  'journal-damaged': entry(
    'permanent',
    500,
    'A place in the journal of the edge cannot be read; everything before and after it can.',
    'Keep the segment file, look at the disk, and let the sender send the messages of that time again.',
  ),
  'object-damaged': entry(
    'permanent',
    500,
    'A stored object of the edge is missing or cannot be read; all others can.',
    'Look at the disk of the edge, and let the modality or the PACS send the object again: it is then taken anew.',
  ),
  'wrong-key': entry(
    'permanent',
    500,
    'What lies on the disk of the edge was sealed under a key that is not here. Nothing was changed.',
    'Give the edge the key that it had (the copy in the safe place, or the KMS key) and start again.',
  ),
  'fact-unreadable': entry(
    'permanent',
    500,
    'A value that the edge had noted down does not have the form that this version reads; it is kept aside.',
    'Start the version that wrote it, or report the folder named; nothing was deleted.',
  ),
} as const satisfies Record<string, CatalogueEntry>;
