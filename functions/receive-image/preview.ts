import type { Codecs } from '../../domain/imaging/codecs.ts';
import { decodeFirst } from '../../domain/imaging/decode.ts';
import { isRead } from '../../domain/recognition/lane.ts';
import { pointBinary } from '../../platform/binaries.ts';
import { variableOf } from '../../platform/environment.ts';
import { framePreview } from '../../platform/inference/frame-preview.ts';
import type { World } from '../../platform/world.ts';
import type { Taken } from './taken.ts';

/** Whether the preview is made here: of an image that a model reads `recognise` makes it, from the picture it decodes anyway. */
export const isShownHere = (taken: Taken): taken is Taken & { readonly preview: string } =>
  taken.preview !== undefined && taken.subject.unknown === undefined && !isRead(taken.header);

/** The first frame of a picture that no model reads, small, readable as Binary to those who may read the record. */
export async function keepPreview(taken: Taken, { objects, env }: World, codecs: Codecs): Promise<void> {
  if (!isShownHere(taken) || taken.header.pixels === undefined) return;
  const { preview, object, subject } = taken;
  const bucket = variableOf(env, 'OKA_BUCKET_DERIVED');
  const jpeg = await framePreview(decodeFirst(object, taken.header.pixels, codecs), object.dataSet);
  await objects.put(bucket, preview, jpeg, { contentType: 'image/jpeg' });
  await pointBinary(objects, bucket, { key: preview, record: subject.record });
}
