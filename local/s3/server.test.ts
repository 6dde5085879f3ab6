import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Servers, startServers } from '../servers/servers.ts';

const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
const folder = mkdtempSync(join(tmpdir(), 'oka-s3-'));
let servers: Servers;
let s3: S3Client;

beforeAll(async () => {
  servers = await startServers(folder, { s3: 0, sqs: 0, dynamodb: 0 });
  s3 = new S3Client({ endpoint: servers.urls.s3, region: 'us-east-1', credentials });
  await s3.send(new CreateBucketCommand({ Bucket: 'intake' }));
});
afterAll(async () => {
  s3.destroy();
  await servers.stop();
  rmSync(folder, { recursive: true, force: true });
});

const put = (Key: string, Body: string | Uint8Array, more: object = {}) =>
  s3.send(new PutObjectCommand({ Bucket: 'intake', Key, Body, ...more }));
const text = async (Key: string, Range?: string) => {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'intake', Key, ...(Range ? { Range } : {}) }));
  return Body?.transformToString();
};
const refusal = async (promise: Promise<unknown>) => {
  const error = await promise.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (!(error instanceof S3ServiceException)) throw new Error(`not refused by S3: ${error}`);
  return { name: error.name, status: error.$metadata.httpStatusCode };
};

/** A PUT by hand that sends only the first part of its body. */
function halfPut(key: string, length: number, sent: Uint8Array) {
  const asked = request(`${servers.urls.s3}/intake/${key}`, { method: 'PUT', headers: { 'content-length': length } });
  asked.on('error', () => undefined);
  asked.write(sent);
  return asked;
}

describe('the local S3 under the SDK', () => {
  test('gives back what was put, with metadata, type and length', async () => {
    await put('image/clinic/Aя/0', 'привет', { ContentType: 'application/dicom', Metadata: { digest: 'abc' } });
    expect(await text('image/clinic/Aя/0')).toBe('привет');
    const head = await s3.send(new HeadObjectCommand({ Bucket: 'intake', Key: 'image/clinic/Aя/0' }));
    expect(head).toMatchObject({ ContentLength: 12, ContentType: 'application/dicom', Metadata: { digest: 'abc' } });
  });

  test('reads ranges as HTTP counts them', async () => {
    await put('range', '0123456789');
    expect(await text('range', 'bytes=2-4')).toBe('234');
    expect(await text('range', 'bytes=7-')).toBe('789');
    expect(await text('range', 'bytes=-2')).toBe('89');
    expect(await refusal(text('range', 'bytes=10-11'))).toEqual({ name: 'InvalidRange', status: 416 });
  });

  test('keeps keys apart that a file system could mix up', async () => {
    const keys = ['k/a', 'k/a/b', 'k/A', 'k/a~', 'k/..', 'k/.', 'k//x', 'k/a%2f', 'k/con', 'k/a b+c'];
    for (const key of keys) await put(key, key);
    for (const key of keys) expect(await text(key)).toBe(key);
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: 'intake', Prefix: 'k/' }));
    expect(Contents?.map(({ Key }) => Key)).toEqual(
      [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
    );
  });

  test('lists by prefix, page by page, each key once', async () => {
    const keys = Array.from({ length: 25 }, (_, index) => `list/${index % 5}/${String(index).padStart(2, '0')}`);
    await Promise.all(keys.map((key) => put(key, key)));
    const seen: string[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await s3.send(
        new ListObjectsV2Command({
          Bucket: 'intake',
          Prefix: 'list/',
          MaxKeys: 4,
          ...(ContinuationToken ? { ContinuationToken } : {}),
        }),
      );
      expect(page.Contents?.length).toBeLessThanOrEqual(4);
      seen.push(...(page.Contents ?? []).map(({ Key }) => Key ?? ''));
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken);
    expect(seen).toEqual([...keys].sort());
    const narrow = await s3.send(new ListObjectsV2Command({ Bucket: 'intake', Prefix: 'list/3/1' }));
    expect(narrow.Contents?.map(({ Key }) => Key)).toEqual(['list/3/13', 'list/3/18']);
  });

  test('puts only if absent when asked to, also when two try at once', async () => {
    const first = { IfNoneMatch: '*' };
    const tries = await Promise.allSettled([put('once', 'one', first), put('once', 'two', first)]);
    expect(tries.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await refusal(put('once', 'three', first))).toEqual({ name: 'PreconditionFailed', status: 412 });
    expect(['one', 'two']).toContain(await text('once'));
  });

  test('takes streams in aws-chunked form and checks their trailer', async () => {
    const bytes = Buffer.alloc(3_000_000, 'oka');
    await s3.send(
      new PutObjectCommand({
        Bucket: 'intake',
        Key: 'stream',
        Body: Readable.from([bytes.subarray(0, 1_234_567), bytes.subarray(1_234_567)]),
        ContentLength: bytes.length,
        ChecksumAlgorithm: 'SHA256',
      }),
    );
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'intake', Key: 'stream', ChecksumMode: 'ENABLED' }));
    const back = await Body?.transformToByteArray();
    expect(
      createHash('sha256')
        .update(back ?? '')
        .digest('hex'),
    ).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  test.each([
    ['CRC32', { ChecksumCRC32: 'AAAAAA==' }],
    ['SHA-256', { ChecksumSHA256: createHash('sha256').update('other').digest('base64') }],
    ['MD5', { ContentMD5: createHash('md5').update('other').digest('base64') }],
  ])('refuses a body whose %s is wrong and keeps nothing', async (_name, wrong) => {
    expect(await refusal(put('wrong', 'body', wrong))).toEqual({ name: 'BadDigest', status: 400 });
    expect((await refusal(s3.send(new HeadObjectCommand({ Bucket: 'intake', Key: 'wrong' })))).status).toBe(404);
  });

  test('deletes, and deleting nothing is no error', async () => {
    await put('gone', 'x');
    await s3.send(new DeleteObjectCommand({ Bucket: 'intake', Key: 'gone' }));
    await s3.send(new DeleteObjectCommand({ Bucket: 'intake', Key: 'gone' }));
    expect((await refusal(text('gone'))).name).toBe('NoSuchKey');
  });

  test('answers 501 with a sentence to what Oka does not use', async () => {
    const tagging = s3.send(new GetObjectTaggingCommand({ Bucket: 'intake', Key: 'range' }));
    expect(await refusal(tagging)).toEqual({ name: 'NotImplemented', status: 501 });
    expect((await refusal(put('acl', 'x', { ACL: 'private' }))).status).toBe(501);
  });

  test('a body that ends early leaves nothing', async () => {
    const asked = halfPut('early', 1000, Buffer.alloc(10));
    await new Promise((resolve) => setTimeout(resolve, 100));
    asked.destroy();
    expect((await refusal(s3.send(new HeadObjectCommand({ Bucket: 'intake', Key: 'early' })))).status).toBe(404);
  });

  test('a kill -9 in the middle of a put leaves the old object whole and no half of the new one', async () => {
    await put('killed/old', 'old');
    const pid = servers.pids().s3;
    const half = halfPut('killed/old', 2_000_000, Buffer.alloc(1_000_000));
    halfPut('killed/new', 2_000_000, Buffer.alloc(1_000_000));
    await new Promise((resolve) => setTimeout(resolve, 200));
    const ended = new Promise((resolve) => half.on('close', resolve));
    process.kill(pid ?? 0, 'SIGKILL');
    await ended;
    // The supervisor starts it again on the same port; the SDK repeats refused connections.
    for (let wait = 0; servers.pids().s3 === pid && wait < 100; wait += 1)
      await new Promise((resolve) => setTimeout(resolve, 50));
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await text('killed/old')).toBe('old');
    const { KeyCount } = await s3.send(new ListObjectsV2Command({ Bucket: 'intake', Prefix: 'killed/' }));
    expect(KeyCount).toBe(1);
  });
});
