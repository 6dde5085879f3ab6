import { namesContradict } from '../../domain/dicom/names.ts';
import { wrapPhoto } from '../../domain/dicom/photo/wrap.ts';
import { OkaError } from '../../schemas/errors.ts';
import { type PhotoSaid, photoFacts, PhotoSaid as Schema, saidByFolder } from './photo-facts.ts';

/** The largest photo file that is read: it is held in memory while it is wrapped. */
export const MAX_PHOTO_BYTES = 64 * 1024 * 1024;

/**
 * A JPEG or PNG as the DICOM object that is sent in its place; what is not the picture is left out.
 * @throws OkaError `photo-unreadable`, `image-too-large`, `photo-without-patient`, `photo-without-time`,
 * `sidecar-malformed`, `dicom-value`
 */
export async function wrappedPhoto(
  original: Uint8Array,
  said: PhotoSaid,
  domain: string | undefined,
): Promise<Uint8Array> {
  // Most clinics never put a photo here, and the decoder is large.
  const { readPhoto } = await import('../../platform/photo.ts');
  const { pixels, exif } = await readPhoto(original);
  const camera = exif.takenAt === undefined ? undefined : `${exif.takenAt}${exif.offset ?? ''}`;
  return wrapPhoto(original, pixels, photoFacts(said, camera, domain));
}

/**
 * Whose photo it is, by the file beside it and by the folders around it; of what both say the nearer holds. Undefined where
 * nobody says so.
 * @param folders names of the folders around it, the outermost first
 * @throws OkaError `photo-two-patients` where they do not agree
 */
export function saidOf(folders: readonly string[], sidecar?: PhotoSaid): PhotoSaid | undefined {
  const all = [...folders.map(saidByFolder), sidecar].filter((said) => said !== undefined);
  const [first, ...more] = all;
  if (first === undefined) return undefined;
  for (const key of ['patient', 'domain', 'birthDate', 'sex'] as const)
    if (new Set(all.flatMap((said) => said[key] ?? [])).size > 1) throw new OkaError('photo-two-patients', key);
  const names = all.flatMap(({ name }) => name ?? []);
  if (names.some((one) => names.some((other) => namesContradict(one, other))))
    throw new OkaError('photo-two-patients', 'name');
  // A date of birth on the folder is a second sign of the patient also for a file that gives his number alone.
  const whole: PhotoSaid = Object.assign({}, first, ...more);
  return whole;
}

/** @throws OkaError `sidecar-malformed` naming the place */
export function readSidecar(text: string): PhotoSaid {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (cause) {
    throw new OkaError('sidecar-malformed', 'no JSON', { cause });
  }
  const said = Schema.safeParse(json);
  if (said.success) return said.data;
  throw new OkaError('sidecar-malformed', said.error.issues[0]?.path.join('.') || 'unknown key');
}
