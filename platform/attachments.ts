import type { Attachment } from '../domain/hl7/map/documents/attachment.ts';
import { pointBinary } from './binaries.ts';
import { variableOf } from './environment.ts';
import type { World } from './world.ts';

/**
 * Bytes of documents → the bucket `derived`, readable as Binary to those who may read the record. Stored before the chart
 * says where they are, under their own digest: a repeat writes the same again, a crash leaves bytes that nobody refers to.
 */
export async function storeAttachments(
  attachments: readonly Attachment[],
  { objects, env }: Pick<World, 'objects' | 'env'>,
): Promise<void> {
  if (attachments.length === 0) return;
  const bucket = variableOf(env, 'OKA_BUCKET_DERIVED');
  for (const { key, record, bytes, contentType } of attachments) {
    await objects.put(bucket, key, bytes, { contentType });
    await pointBinary(objects, bucket, { key, record });
  }
}
