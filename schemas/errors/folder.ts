import { type CatalogueEntry, entry } from './entry.ts';

/** The watched folder of a clinic's edge: photos and media. */
export const FOLDER_ERRORS = {
  'photo-without-patient': entry(
    'permanent',
    422,
    'Nobody said whose photo this is.',
    "Put the photo into a folder named by the patient's number and date of birth (301 14.07.2023), and that into the watched folder.",
  ),
  'photo-without-domain': entry(
    'permanent',
    422,
    'The photo has a patient number, and nothing says whose numbering that is.',
    'The engineer of the edge gives "folder.domain" in edge.yaml (a namespace of the region file) and restarts the edge; then the photo is put there again.',
  ),
  'photo-two-patients': entry(
    'permanent',
    422,
    'The folder of the photo, the folders around it or the file beside it name different patients.',
    'Leave one of them: the number and date of birth of the patient whose photo it is.',
  ),
  'photo-without-time': entry(
    'permanent',
    422,
    'The photo does not say when it was taken, as photos do that came through a messenger.',
    'Send the file from the camera itself, or write the time behind the folder name: taken 2026-03-01 10.15',
  ),
  'photo-format': entry(
    'permanent',
    422,
    'The photo is of a kind that is not read, such as HEIC of a telephone.',
    'Set the camera of the telephone to its most compatible format (JPEG) and take the photo again, or save it as JPEG.',
  ),
  'sidecar-malformed': entry(
    'permanent',
    422,
    'The .json file beside a photo does not say what it should, or there is no photo to it.',
    'Correct the place named; docs/folder.md shows what such a file holds.',
  ),
  'zip-damaged': entry(
    'permanent',
    422,
    'The ZIP file is damaged: what it holds is not what its list says.',
    'Make or copy the ZIP file again.',
  ),
  'zip-encrypted': entry(
    'permanent',
    422,
    'The ZIP file has a password.',
    'Unpack it with its password and put the folder here instead.',
  ),
  'zip-method': entry(
    'permanent',
    422,
    'The ZIP file is packed by a method that is not read (Deflate64 of large files, LZMA, Zstandard).',
    'Pack it again with the ordinary method (Deflate), or put the unpacked folder here.',
  ),
  'zip-too-large': entry(
    'permanent',
    422,
    'The ZIP file would become larger than is taken, or is packed as no real images are.',
    'Unpack it elsewhere, look at it, and put the folder here; or raise maxMediaGib.',
  ),
  'zip-nested': entry(
    'permanent',
    422,
    'The ZIP file holds another ZIP file, which is not opened.',
    'Unpack the inner ZIP file and put it here by itself.',
  ),
  'medium-incomplete': entry(
    'permanent',
    422,
    'The directory of the medium (DICOMDIR) names files that are not there; the others were taken.',
    'Copy the whole medium again; if files are missing there too, ask for a new one.',
  ),
  'batch-incomplete': entry(
    'permanent',
    422,
    'The batch says that it holds another number of messages than it does; those that are there were taken.',
    'Ask the sender whether the file was cut off, and let him send what is missing.',
  ),
} as const satisfies Record<string, CatalogueEntry>;
