import { readFile } from 'node:fs/promises';
import { DecryptCommand, GenerateDataKeyCommand, type KMSClient } from '@aws-sdk/client-kms';
import { z } from 'zod';
import { OkaError } from '../../schemas/errors.ts';
import { type EdgeKey, KEY_BYTES, makeEdgeKey } from './key.ts';
import { replaceFile } from './replace.ts';

/** Data keys as they lie beside the data: wrapped by KMS, the newest first; it seals, all of them open. */
const Wrapped = z.strictObject({
  keys: z.array(z.strictObject({ kms: z.string(), wrapped: z.base64() })).min(1),
});
type Wrapped = z.infer<typeof Wrapped>;

/** Bound to each wrapping: KMS opens it for an edge alone, and its log says so. */
const CONTEXT = { use: 'oka edge' };

export type KmsOptions = {
  readonly kms: KMSClient;
  /** ARN of the KMS key that wraps new data keys. */
  readonly arn: string;
  /** File beside the data that holds the wrapped data keys; made at the first start. */
  readonly path: string;
};

/**
 * The data key that KMS wraps. At the first start one is made and kept, wrapped, beside the data; KMS never sees the data,
 * the disk never sees the key. A start without KMS in reach is not possible.
 * @throws OkaError `configuration`, `unavailable` when KMS does not answer, `wrong-key` when it does not open the key
 */
export async function readKmsKey(options: KmsOptions): Promise<EdgeKey> {
  const { keys } = (await readWrapped(options.path)) ?? (await addKey(options, []));
  const [current, ...older] = await Promise.all(keys.map(({ wrapped }) => unwrap(options.kms, wrapped)));
  return makeEdgeKey(current as Uint8Array, older);
}

/** Makes a new data key, wrapped by the KMS key that is set now; the older ones still open. */
export async function rollKmsKey(options: KmsOptions): Promise<void> {
  await addKey(options, (await readWrapped(options.path))?.keys ?? []);
}

async function addKey({ kms, arn, path }: KmsOptions, older: Wrapped['keys']): Promise<Wrapped> {
  const { CiphertextBlob: wrapped } = await asked(() =>
    kms.send(new GenerateDataKeyCommand({ KeyId: arn, KeySpec: 'AES_256', EncryptionContext: CONTEXT })),
  );
  if (wrapped === undefined) throw new OkaError('unavailable', 'KMS gave no key');
  const all: Wrapped = { keys: [{ kms: arn, wrapped: Buffer.from(wrapped).toString('base64') }, ...older] };
  await replaceFile(path, Buffer.from(`${JSON.stringify(all)}\n`));
  return all;
}

async function readWrapped(path: string): Promise<Wrapped | undefined> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined;
    throw new OkaError('configuration', `${path} cannot be read`, { cause });
  });
  if (text === undefined) return undefined;
  try {
    return Wrapped.parse(JSON.parse(text));
  } catch (cause) {
    throw new OkaError('configuration', `${path} holds no wrapped key: restore it from a copy`, { cause });
  }
}

async function unwrap(kms: KMSClient, wrapped: string): Promise<Uint8Array> {
  const { Plaintext: key } = await asked(() =>
    kms.send(new DecryptCommand({ CiphertextBlob: Buffer.from(wrapped, 'base64'), EncryptionContext: CONTEXT })),
  );
  if (key?.length !== KEY_BYTES) throw new OkaError('wrong-key', 'KMS opened no key of 32 bytes');
  return key;
}

/** What KMS refuses for the key's sake is told apart from KMS out of reach. */
const OF_THE_KEY = ['InvalidCiphertextException', 'IncorrectKeyException', 'NotFoundException'];
const OF_THE_RIGHTS = ['AccessDeniedException', 'DisabledException', 'KMSInvalidStateException'];

async function asked<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    const name = cause instanceof Error ? cause.name : '';
    if (OF_THE_KEY.includes(name)) throw new OkaError('wrong-key', `KMS: ${name}`, { cause });
    if (OF_THE_RIGHTS.includes(name)) throw new OkaError('configuration', `KMS: ${name}`, { cause });
    throw new OkaError('unavailable', `KMS: ${name}`, { cause });
  }
}
