import { createHash } from 'node:crypto';
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { OkaError } from '../schemas/errors.ts';
import type { InputKey } from '../schemas/input.ts';

/** Bytes under keys. Keys hold ids and digests only, never patient data. */
export type ObjectStore = {
  put(
    bucket: string,
    key: string,
    bytes: Uint8Array,
    options?: { contentType?: string; metadata?: Record<string, string> },
  ): Promise<void>;
  /** @throws OkaError `not-found`. `range` is inclusive. */
  get(bucket: string, key: string, range?: { from: number; to: number }): Promise<Uint8Array>;
  head(
    bucket: string,
    key: string,
  ): Promise<{ length: number; contentType: string | undefined; metadata: Record<string, string> } | undefined>;
  list(bucket: string, prefix: string): Promise<{ key: string; length: number }[]>;
};

export function makeObjects(): ObjectStore {
  const client = new S3Client({ forcePathStyle: process.env.AWS_ENDPOINT_URL_S3 !== undefined });
  return {
    async put(bucket, key, bytes, { contentType = 'application/octet-stream', metadata = {} } = {}) {
      await client.send(
        new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes, ContentType: contentType, Metadata: metadata }),
      );
    },
    async get(bucket, key, range) {
      try {
        const answer = await client.send(
          new GetObjectCommand({
            Bucket: bucket,
            Key: key,
            ...(range ? { Range: `bytes=${range.from}-${range.to}` } : {}),
          }),
        );
        return (await answer.Body?.transformToByteArray()) ?? new Uint8Array();
      } catch (cause) {
        if (cause instanceof NoSuchKey) throw new OkaError('not-found', 'object', { cause });
        throw cause;
      }
    },
    async head(bucket, key) {
      try {
        const answer = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
        return { length: answer.ContentLength ?? 0, contentType: answer.ContentType, metadata: answer.Metadata ?? {} };
      } catch (cause) {
        if (cause instanceof NotFound || cause instanceof NoSuchKey) return undefined;
        throw cause;
      }
    },
    async list(bucket, prefix) {
      const found: { key: string; length: number }[] = [];
      let token: string | undefined;
      do {
        const page = await client.send(
          new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: token }),
        );
        for (const item of page.Contents ?? []) found.push({ key: item.Key ?? '', length: item.Size ?? 0 });
        token = page.NextContinuationToken;
      } while (token !== undefined);
      return found;
    },
  };
}

/** Folder of an input's segments in the bucket `intake`. */
export const intakePrefix = ({ kind, clinic, sha256 }: InputKey): string => `${kind}/${clinic}/${sha256}/`;

/** Key of one segment; the offset is padded so that a listing is in order. */
export const segmentKey = (input: InputKey, offset: number): string =>
  `${intakePrefix(input)}${String(offset).padStart(12, '0')}`;

/**
 * Joins an input's segments to the whole object and checks its digest.
 * @throws OkaError `not-found` without segments, `digest-mismatch` when the bytes are not what their name says.
 */
export async function readInput(objects: ObjectStore, bucket: string, input: InputKey): Promise<Uint8Array> {
  const segments = await objects.list(bucket, intakePrefix(input));
  if (segments.length === 0) throw new OkaError('not-found', 'intake segments');
  const parts: Uint8Array[] = [];
  for (const { key } of segments.sort((a, b) => (a.key < b.key ? -1 : 1))) parts.push(await objects.get(bucket, key));
  const whole = parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
  const digest = createHash('sha256').update(whole).digest('hex');
  if (digest !== input.sha256) throw new OkaError('digest-mismatch', 'intake');
  return whole;
}
