import { type CatalogueEntry, entry } from './entry.ts';

/** Records (HL7 v2). */
export const RECORD_ERRORS = {
  'not-hl7': entry(
    'permanent',
    422,
    'The bytes are no HL7 v2 message: no MSH segment was found.',
    'Check what the sender sends here; files of other kinds go to another address.',
    100,
  ),
  'hl7-too-large': entry(
    'permanent',
    422,
    'The HL7 input is larger than 64 MiB, or has more messages, segments or repetitions than any real one.',
    'Let the sender split the batch, and send documents on their own way.',
    104,
  ),
  'hl7-structure': entry(
    'permanent',
    422,
    'A segment or field that the message type requires is missing or cannot be read.',
    'Correct the message at the field named and send it again.',
    100,
  ),
  'hl7-unsupported': entry(
    'permanent',
    422,
    'This message type or event is not processed.',
    'Nothing is lost, the bytes are kept. Ask the region whether the type is planned; then oka replay.',
    200,
  ),
  'hl7-processing': entry(
    'permanent',
    422,
    'The message is marked as training or debugging (MSH-11), and the charts of this region hold patients.',
    'Set MSH-11 to P in the sender, or register the processing id in the region file for a region of tests.',
    202,
  ),
  'no-identity': entry(
    'permanent',
    422,
    'No patient identifier with a resolvable domain, or no natural key for a resource.',
    'Register the identifier domain of the sender in the region file, or correct PID-3, and oka replay.',
    204,
  ),
  'unknown-sender': entry(
    'permanent',
    422,
    'The sending application is not registered for this clinic.',
    'Add the sender (MSH-3/MSH-4) to the clinic in the region file and oka replay.',
    103,
  ),
  'unreadable-text': entry(
    'permanent',
    422,
    'The text cannot be decoded in any character set allowed for the sender.',
    'Register the character set of the sender in the region file and oka replay.',
    102,
  ),
} as const satisfies Record<string, CatalogueEntry>;
