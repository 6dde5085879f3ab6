import { type CatalogueEntry, entry } from './entry.ts';

/** Images (DICOM and photos), and the study that waits for its right patient. */
export const IMAGE_ERRORS = {
  'not-dicom': entry(
    'permanent',
    422,
    'The bytes are no DICOM object.',
    'Check the file. HL7 v2 goes in as a record (oka read shows what becomes of it), a photo by oka send with --patient.',
  ),
  'photo-unreadable': entry(
    'permanent',
    422,
    'The photo is cut off, damaged, or neither JPEG nor PNG.',
    'Take the photo from the camera again, as JPEG or PNG, and send that file.',
  ),
  'dicom-truncated': entry(
    'permanent',
    422,
    'The DICOM object ends before its data do.',
    'Send the study again from the modality or the PACS.',
  ),
  'dicom-structure': entry(
    'permanent',
    422,
    'The DICOM object breaks its own structure (lengths, nesting or required attributes).',
    'Send the study again; if it repeats, report the device to its vendor.',
  ),
  'dicom-unsupported-syntax': entry(
    'permanent',
    422,
    'The transfer syntax of the pixels is not read.',
    'Let the PACS send the study uncompressed or in JPEG lossless, and oka replay.',
  ),
  'dicom-pixels': entry(
    'permanent',
    422,
    'The pixel data cannot be decoded or do not have the size that the header states.',
    'Send the image again from the modality.',
  ),
  'dicom-value': entry(
    'permanent',
    500,
    'A value cannot be written in DICOM: its value representation does not allow it.',
    'Report the attribute named; nothing was written.',
  ),
  'image-too-large': entry(
    'permanent',
    422,
    'The image exceeds what is decoded: 64 megapixels a frame (48 in JPEG 2000), 1024 in all frames.',
    'Send the frames as separate objects, or a smaller rendition.',
  ),
  unreconciled: entry(
    'permanent',
    422,
    'The study cannot be given to exactly one patient without contradiction.',
    'Open the reconciliation list of the clinic, compare both sides and link or refuse.',
  ),
} as const satisfies Record<string, CatalogueEntry>;
