import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { type PhotoFacts, wrapPhoto } from '../domain/dicom/photo/wrap.ts';
import { dateOf, takenAt } from '../edge/folder/photo-facts.ts';
import type { Source } from '../edge/source.ts';
import { isPhoto, readPhoto } from '../platform/photo.ts';
import { OkaError } from '../schemas/errors.ts';
import { bytesOf } from './files.ts';

export const PHOTO_OPTIONS = {
  patient: { type: 'string' },
  domain: { type: 'string' },
  name: { type: 'string' },
  'birth-date': { type: 'string' },
  sex: { type: 'string' },
  accession: { type: 'string' },
  'body-site': { type: 'string' },
  note: { type: 'string' },
  time: { type: 'string' },
} as const;

export const PHOTO_HELP = `photos (JPEG, PNG) are wrapped as DICOM here, upright and without place, owner or thumbnail; of each it must be said:
  --patient ID       whose it is, with --domain NAME: the identifier domain of that number
  --name, --birth-date YYYY-MM-DD, --sex M|F
                     compared with the record: state them, and a mistyped number is noticed
  --accession NUMBER the order it belongs to; photos of one order are one study
  --body-site WORD   ear, skin, hand, …   --note TEXT
  --time TIME        when it was taken, 2026-03-01T10:15 with or without +05:00 (default: what the camera wrote)`;

export type PhotoValues = { readonly [K in keyof typeof PHOTO_OPTIONS]?: string | undefined };

/**
 * A JPEG or PNG file as the DICOM object that is sent in its place; undefined for every other file.
 * @throws OkaError `configuration` naming what nobody has said of it; `photo-unreadable`, `dicom-value`
 */
export async function photoSource(file: string, values: PhotoValues): Promise<Source | undefined> {
  if (!isPhoto(headOf(file))) return undefined;
  const original = bytesOf(file);
  const { pixels, exif } = await readPhoto(original);
  const camera = exif.takenAt === undefined ? undefined : `${exif.takenAt}${exif.offset ?? ''}`;
  const bytes = wrapPhoto(original, pixels, factsOf(values, camera));
  return {
    kind: 'image',
    sha256: createHash('sha256').update(bytes).digest('hex'),
    length: bytes.length,
    read: async (from, to) => bytes.subarray(from, to),
  };
}

/** The first bytes; none of what cannot be read, whoever sends it will say so. */
function headOf(path: string): Uint8Array {
  const head = new Uint8Array(4);
  try {
    const file = openSync(path, 'r');
    try {
      return head.subarray(0, readSync(file, head));
    } finally {
      closeSync(file);
    }
  } catch {
    return head.subarray(0, 0);
  }
}

function factsOf(values: PhotoValues, camera: string | undefined): PhotoFacts {
  const { patient, domain, name, accession, note, sex } = values;
  if (patient === undefined) throw new OkaError('wrong-use', '--patient: whose photo is it?');
  if (domain === undefined) throw new OkaError('wrong-use', '--domain: whose numbering is --patient of?');
  if (sex !== undefined && sex !== 'M' && sex !== 'F') throw new OkaError('wrong-use', '--sex: M or F');
  const birthDate = values['birth-date'];
  if (birthDate !== undefined && dateOf(birthDate) !== birthDate)
    throw new OkaError('wrong-use', '--birth-date: YYYY-MM-DD');
  const bodySite = values['body-site'];
  return {
    patientId: patient,
    domain,
    takenAt: timeOf(values.time ?? camera),
    ...(name === undefined ? {} : { name: name.trim().replace(/\s+/g, '^') }),
    ...(birthDate === undefined ? {} : { birthDate }),
    ...(sex === undefined ? {} : { sex }),
    ...(accession === undefined ? {} : { accession }),
    ...(bodySite === undefined ? {} : { bodySite }),
    ...(note === undefined ? {} : { note }),
  };
}

function timeOf(said: string | undefined): string {
  const found = takenAt(said);
  if (found === undefined)
    throw new OkaError('wrong-use', '--time: when was the photo taken? (2026-03-01T10:15+05:00)');
  return found;
}
