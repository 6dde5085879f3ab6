import type { KMSClient } from '@aws-sdk/client-kms';
import { OkaError } from '../../schemas/errors.ts';
import type { EdgeKey } from './key.ts';
import { readKeyFile } from './key-file.ts';

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
  if (wrapped === undefined) throw new OkaError('configuration', 'no file for the wrapped key');
  // The client is large and most edges need none.
  const [{ KMSClient }, { readKmsKey }] = await Promise.all([import('@aws-sdk/client-kms'), import('./kms-key.ts')]);
  return readKmsKey({ kms: kms ?? new KMSClient({}), arn: setting.kms, path: wrapped });
}
