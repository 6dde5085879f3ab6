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
import { joinedPieces, piecesOf, type Stored } from './pieces.ts';

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
  /** All keys with this prefix, in order; `before` ends the listing there, and `page` says how many one question asks for. */
  list(
    bucket: string,
    prefix: string,
    options?: { before?: string; page?: number },
  ): Promise<{ key: string; length: number }[]>;
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
    async list(bucket, prefix, { before, page: MaxKeys } = {}) {
      const found: { key: string; length: number }[] = [];
      let token: string | undefined;
      do {
        const page = await client.send(
          new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: token, MaxKeys }),
        );
        for (const item of page.Contents ?? []) {
          if (before !== undefined && (item.Key ?? '') >= before) return found;
          found.push({ key: item.Key ?? '', length: item.Size ?? 0 });
        }
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

/** What a listing of an input's segments says, in order; each key ends in its offset. */
export function segmentsIn(found: readonly { key: string; length: number }[], input: InputKey): Stored[] {
  const prefix = intakePrefix(input);
  return found
    .map(({ key, length }) => {
      const from = Number(key.slice(prefix.length));
      return { key, from, to: from + length };
    })
    .sort((a, b) => a.from - b.from);
}

/**
 * Joins an input's segments to the whole object and checks its digest.
 * @throws OkaError `not-found` without segments, `digest-mismatch` when the bytes are not what their name says.
 */
export async function readInput(objects: ObjectStore, bucket: string, input: InputKey): Promise<Uint8Array> {
  const segments = segmentsIn(await objects.list(bucket, intakePrefix(input)), input);
  if (segments.length === 0) throw new OkaError('not-found', 'intake segments');
  const whole = await joinedPieces(objects, bucket, piecesOf(segments));
  const digest = createHash('sha256').update(whole).digest('hex');
  if (digest !== input.sha256) throw new OkaError('digest-mismatch', 'intake');
  return whole;
}
