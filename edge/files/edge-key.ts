import { dirname, join } from 'node:path';
import type { KMSClient } from '@aws-sdk/client-kms';
import { OkaError } from '../../schemas/errors.ts';
import type { EdgeKey } from './key.ts';
import { readKeyFile, rollEdgeKeyFile } from './key-file.ts';
import { giveTo } from './owner.ts';

/** Where the wrapped key of an edge lies in the folder of its data. */
export const wrappedKey = (data: string): string => join(data, 'key.json');

/** Where the key is: a file, or a KMS key that wraps it. */
export type KeySetting = { readonly file: string } | { readonly kms: string };

export type KeyOptions = {
  /** File beside the data for the wrapped key; needed for KMS. */
  readonly wrapped?: string;
  readonly kms?: KMSClient;
};

/**
 * Reads the edge's key as it is set.
 * @throws OkaError `configuration`, and with KMS `unavailable` and `wrong-key`
 */
export async function readEdgeKey(setting: KeySetting, { wrapped, kms }: KeyOptions = {}): Promise<EdgeKey> {
  if ('file' in setting) return readKeyFile(setting.file);
  const { readKmsKey, options } = await withKms(setting, wrapped, kms);
  return readKmsKey(options);
}

/**
 * A new key for what is written from the next start on; the older ones still open what is there.
 * @throws OkaError as `readEdgeKey`
 */
export async function rollEdgeKey(setting: KeySetting, { wrapped, kms }: KeyOptions = {}): Promise<void> {
  if ('file' in setting) {
    await rollEdgeKeyFile(setting.file);
    return giveTo(setting.file, dirname(setting.file));
  }
  const { rollKmsKey, options } = await withKms(setting, wrapped, kms);
  await rollKmsKey(options);
  await giveTo(options.path, dirname(options.path));
}

/** The client is large and most edges need none. */
async function withKms({ kms: arn }: { readonly kms: string }, path: string | undefined, client?: KMSClient) {
  if (path === undefined) throw new OkaError('configuration', 'no file for the wrapped key');
  const [{ KMSClient }, own] = await Promise.all([import('@aws-sdk/client-kms'), import('./kms-key.ts')]);
  return { ...own, options: { kms: client ?? new KMSClient({}), arn, path } };
}
