import { previewKey } from '../../domain/dicom/derived-key.ts';
import { contentsOf } from '../../domain/dicom/kinds/contents.ts';
import { kindOf } from '../../domain/dicom/kinds/kind.ts';
import { NOTHING } from '../../domain/dicom/kinds/nothing.ts';
import { isVideo, videoHash } from '../../domain/dicom/kinds/video.ts';
import { readDicom } from '../../domain/dicom/read.ts';
import { studyIdOf } from '../../domain/dicom/study.ts';
import { type ImageSubject, subjectOf } from '../../domain/dicom/subject.ts';
import type { Codecs } from '../../domain/imaging/codecs.ts';
import { decodeFrames } from '../../domain/imaging/decode.ts';
import { pixelHash } from '../../domain/imaging/pixel-hash.ts';
import { clinicById } from '../../domain/region.ts';
import { variableOf } from '../../platform/environment.ts';
import { readInput } from '../../platform/objects.ts';
import type { World } from '../../platform/world.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { ImageUploaded } from '../../schemas/messages.ts';
import type { ReadImage, Taken } from './taken.ts';

/**
 * Reads a whole object from intake: its header, the record it belongs to, its pixels' hash, and what its kind says.
 * @throws OkaError of reading and decoding; the input then ends as quarantined
 */
export async function readImage(event: ImageUploaded, world: World, codecs: Codecs): Promise<Taken> {
  const { input } = event.data;
  const clinic = clinicById(world.region, input.clinic);
  if (clinic === undefined) throw new OkaError('unknown-sender', 'clinic');
  const bytes = await readInput(world.objects, variableOf(world.env, 'OKA_BUCKET_INTAKE'), input);
  const { object, header } = readDicom(bytes, clinic.zone, codecs.inflate, { charset: clinic.imageCharset });
  const idKey = variableOf(world.env, 'OKA_ID_KEY');
  const kind = kindOf(header);
  // Films of other kinds (MPEG, H.264) are kept and linked; nobody here decodes them.
  const hasPicture = header.pixels !== undefined && !isVideo(object);
  const hash = isVideo(object)
    ? videoHash(object)
    : pixelHash(header.pixels ? decodeFrames(object, header.pixels, codecs) : []);
  const subject = subjectOf(world.region, clinic, header, idKey);
  return ofSubject({ event, clinic, bytes, object, header, kind, hasPicture, imageHash: hash }, subject, idKey);
}

/** The same object as what it says of a record: of the one that its header names, or of the one to which a human links it. */
export function ofSubject(image: ReadImage, subject: ImageSubject, idKey: string): Taken {
  const { event, clinic, object, header, kind, hasPicture, imageHash } = image;
  const { input, receivedAt } = event.data;
  const study = studyIdOf(idKey, subject, header.studyInstanceUid);
  const { sopInstanceUid } = header;
  const preview = hasPicture ? previewKey(subject.record, study, { sopInstanceUid, pixelHash: imageHash }) : undefined;
  const source = { input, header, object, kind, subject, study, clinicOid: clinic.oid, receivedAt, idKey };
  const contents =
    subject.unknown === undefined ? contentsOf({ ...source, ...(preview === undefined ? {} : { preview }) }) : NOTHING;
  const seen = { ...(preview === undefined ? {} : { preview }), pixelHash: contents.hash ?? imageHash };
  return { ...image, subject, study, contents, ...seen };
}
