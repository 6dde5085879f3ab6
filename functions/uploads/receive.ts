import { createHash } from 'node:crypto';
import { variableOf } from '../../platform/environment.ts';
import { declaredIn } from '../../platform/intake.ts';
import { segmentKey } from '../../platform/objects.ts';
import type { World } from '../../platform/world.ts';
import type { UploadAnswer } from '../../schemas/api/answers.ts';
import { OkaError } from '../../schemas/errors.ts';
import { announcePreview, announceWhole, wasAnnounced } from './announce.ts';
import { receivePart } from './receive-part.ts';
import { joined, prefixOf, type Range, refuseOther, refuseOverlap, storedSegments } from './segments.ts';
import { type Segment, store } from './store-segment.ts';

/**
 * Stores one segment and, when the prefix or the whole is there, opens the input and sends its message. Resolved means:
 * the bytes are in S3 and every message that they complete is sent (contract 5). Any number of requests may run at once:
 * each lists after its own put, so at least one sees the object complete; a message sent twice is harmless (contract 3).
 */
export async function receiveSegment(segment: Segment, world: World, traceparent: string): Promise<UploadAnswer> {
  const { input, length, preview, body } = segment;
  const bucket = variableOf(world.env, 'OKA_BUCKET_INTAKE');
  if (createHash('sha256').update(body).digest('base64') !== segment.digest)
    throw new OkaError('digest-mismatch', 'segment');

  if (segment.more) return receivePart(segment, world, traceparent);
  const here = await put(segment, world, bucket);
  const stored = await storedSegments(world.objects, bucket, input);
  const prefix = prefixOf(stored);
  const complete = prefix === length;
  const upload = { input, length, preview, receivedAt: segment.receivedAt, traceparent };
  let repeat = false;
  if (complete) {
    repeat = await announceWhole({ ...upload, stored, countRepeat: here.again && here.range[1] === length }, world);
  } else if (preview !== undefined && prefix >= preview) await announcePreview(upload, world);
  return { input, length, stored: joined(stored), complete, ...(repeat ? { repeat: true as const } : {}) };
}

/**
 * Puts the segment unless the same bytes are there. Other bytes at the same place replace the old ones only while the
 * object as a whole has not been accepted: what was accepted never changes.
 */
async function put(segment: Segment, world: World, bucket: string): Promise<{ range: Range; again: boolean }> {
  const { input, offset, length, preview, body, digest } = segment;
  const range: Range = [offset, offset + body.length];
  const before = await storedSegments(world.objects, bucket, input);
  refuseOverlap(before, range);
  const same = before.some(([from]) => from === offset);
  const sample = same ? offset : before[0]?.[0];
  if (sample !== undefined) {
    const stored = await world.objects.head(bucket, segmentKey(input, sample));
    refuseOther(stored && declaredIn(stored.metadata), { length, preview });
    if (same && stored?.metadata.digest === digest) return { range, again: true };
    if (same && (await wasAnnounced(world, input, 'whole')))
      throw new OkaError('segment-conflict', 'the object is accepted; its bytes do not change');
  }
  await store(segment, world, bucket);
  return { range, again: false };
}
