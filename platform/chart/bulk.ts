import { createHash } from 'node:crypto';
import { OkaError } from '../../schemas/errors.ts';

/** Where the bulk of large rows lies (S3). Keys hold derived ids and digests only. */
export type Bulk = {
  put(key: string, bytes: Uint8Array): Promise<void>;
  get(key: string): Promise<Uint8Array>;
};

/** A DynamoDB item holds 400 KB, attribute names and keys included. */
const INLINE_BYTES = 300 * 1024;

/** How a row keeps a long text: in itself, or the key of the object that holds it. */
export type Kept = { readonly text: string } | { readonly textAt: string };

/**
 * Keeps a text in the row, or above 300 KB in bulk under `<prefix>/<sha256>`. The key names the content, so an object is
 * never overwritten and a row that loses its conditional put harms nobody.
 */
export async function keep(bulk: Bulk | undefined, prefix: string, text: string): Promise<Kept> {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length <= INLINE_BYTES) return { text };
  if (bulk === undefined) throw new OkaError('configuration', 'a chart row above 300 KB needs a bulk store');
  const textAt = `${prefix}/${createHash('sha256').update(bytes).digest('hex')}`;
  await bulk.put(textAt, bytes);
  return { textAt };
}

export async function keptText(bulk: Bulk | undefined, kept: Kept): Promise<string> {
  if ('text' in kept) return kept.text;
  if (bulk === undefined) throw new OkaError('configuration', 'a chart row above 300 KB needs a bulk store');
  return Buffer.from(await bulk.get(kept.textAt)).toString('utf8');
}
