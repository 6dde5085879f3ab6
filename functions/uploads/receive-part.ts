import { variableOf } from '../../platform/environment.ts';
import { declaredIn } from '../../platform/intake.ts';
import { segmentKey } from '../../platform/objects.ts';
import type { World } from '../../platform/world.ts';
import type { UploadAnswer } from '../../schemas/api/answers.ts';
import { OkaError } from '../../schemas/errors.ts';
import { announcePreview, announceWhole, wasAnnounced } from './announce.ts';
import { prefixOf, type Range, refuseOther, storedSegments } from './segments.ts';
import { type Segment, store } from './store-segment.ts';

/**
 * Stores a segment that more will follow (`more=1`): the same few questions however many segments there are, where a look at
 * all of them for each would grow with their square. Pieces may overlap when a broken line left one behind: readers take
 * each byte once. Of an object that is accepted nothing is stored any more, and the sender hears that it may stop.
 * @throws OkaError `segment-conflict` when length, preview or a longer segment at the same place contradict
 */
export async function receivePart(segment: Segment, world: World, traceparent: string): Promise<UploadAnswer> {
  const { input, offset, length, preview, body, digest, receivedAt } = segment;
  const bucket = variableOf(world.env, 'OKA_BUCKET_INTAKE');
  const range: Range = [offset, offset + body.length];
  const upload = { input, length, preview, receivedAt, traceparent };
  const same = await world.objects.head(bucket, segmentKey(input, offset));
  const sample = same ?? (offset === 0 ? undefined : await world.objects.head(bucket, segmentKey(input, 0)));
  refuseOther(sample && declaredIn(sample.metadata), { length, preview });
  if (await wasAnnounced(world, input, 'whole')) {
    await announceWhole({ ...upload, stored: [], countRepeat: offset === 0 }, world);
    return { input, length, stored: [[0, length]], complete: true, repeat: true };
  }
  if (same !== undefined && same.length > body.length)
    throw new OkaError('segment-conflict', `overlaps ${offset}-${offset + same.length - 1}`);
  if (same?.metadata.digest !== digest) await store(segment, world, bucket);
  if (preview !== undefined && offset < preview) {
    const first = await storedSegments(world.objects, bucket, input, preview);
    if (prefixOf(first) >= preview) await announcePreview(upload, world);
  }
  return { input, length, stored: [[...range]], complete: false };
}
