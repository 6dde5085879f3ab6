import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { notPlayed, S3Fault, xml } from './answers.ts';
import { type Algorithm, bodyChecksums, checksumHeader } from './checksums.ts';
import { decodeChunks } from './chunked.ts';
import type { ObjectFacts, ObjectFiles } from './files.ts';

export type Asked = { request: IncomingMessage; response: ServerResponse; files: ObjectFiles; query: URLSearchParams };

/** Headers of a PUT that change what would be stored, beyond what is played; encryption and lock are not played, and listed. */
const REFUSED = ['x-amz-copy-source', 'x-amz-acl', 'x-amz-tagging', 'x-amz-website-redirect-location', 'if-match'];

function refuseHeaders(request: IncomingMessage, names: readonly string[]): void {
  for (const name of names) if (request.headers[name] !== undefined) throw notPlayed(`the header ${name}`);
}

export async function putObject({ request, response, files }: Asked, bucket: string, key: string): Promise<void> {
  refuseHeaders(request, REFUSED);
  const ifNoneMatch = request.headers['if-none-match'];
  if (ifNoneMatch !== undefined && ifNoneMatch !== '*') throw notPlayed('If-None-Match with an ETag');
  const { headers } = request;
  const chunked = String(headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING-');
  const announced = headers[chunked ? 'x-amz-decoded-content-length' : 'content-length'];
  if (announced === undefined) throw new S3Fault(411, 'MissingContentLength', 'You must provide the Content-Length.');
  const trailers = new Map<string, string>();
  const sums = bodyChecksums(headers);
  let length = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    // Left early, the request must stay open: its refusal is still to be sent.
    const body: AsyncIterable<Uint8Array> = request.iterator({ destroyOnReturn: false });
    for await (const piece of chunked ? decodeChunks(body, trailers) : body) {
      length += piece.length;
      sums.update(piece);
      yield piece;
    }
    if (length !== Number(announced))
      throw new S3Fault(400, 'IncompleteBody', 'The body does not have the length it was announced with.');
  }
  let facts: ObjectFacts | undefined;
  await files.put(
    bucket,
    key,
    counted(),
    () => {
      const { md5, checksums } = sums.finish(trailers);
      const metadata: Record<string, string> = {};
      for (const [name, value] of Object.entries(headers))
        if (name.startsWith('x-amz-meta-')) metadata[name.slice('x-amz-meta-'.length)] = String(value);
      facts = {
        length,
        etag: `"${md5}"`,
        contentType: headers['content-type'] ?? 'binary/octet-stream',
        modified: new Date().toISOString(),
        metadata,
        checksums,
      };
      return facts;
    },
    ifNoneMatch === '*',
  );
  response.setHeader('ETag', facts?.etag ?? '');
  for (const [algorithm, value] of Object.entries(facts?.checksums ?? {}))
    response.setHeader(checksumHeader(algorithm as Algorithm), value);
  response.writeHead(200).end();
}

/** One range of RFC 9110 §14.1.2; undefined when the whole is asked for. */
function parseRange(header: string | undefined, length: number): { from: number; to: number } | undefined {
  const range = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!range || (range[1] === '' && range[2] === '')) return undefined;
  const from = range[1] === '' ? Math.max(0, length - Number(range[2])) : Number(range[1]);
  const to = range[1] === '' || range[2] === '' ? length - 1 : Math.min(Number(range[2]), length - 1);
  if (from > to) throw new S3Fault(416, 'InvalidRange', 'The requested range is not satisfiable.');
  return { from, to };
}

export async function getObject(asked: Asked, bucket: string, key: string): Promise<void> {
  const { request, response, files } = asked;
  refuseHeaders(request, ['if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since']);
  await files.needBucket(bucket);
  const object = await files.open(bucket, key);
  if (!object) throw new S3Fault(404, 'NoSuchKey', 'The specified key does not exist.');
  const { facts } = object;
  try {
    const range = parseRange(request.headers.range, facts.length);
    response.setHeader('Accept-Ranges', 'bytes');
    response.setHeader('Content-Type', facts.contentType);
    response.setHeader('ETag', facts.etag);
    response.setHeader('Last-Modified', new Date(facts.modified).toUTCString());
    for (const [name, value] of Object.entries(facts.metadata)) response.setHeader(`x-amz-meta-${name}`, value);
    if (range) response.setHeader('Content-Range', `bytes ${range.from}-${range.to}/${facts.length}`);
    else if (request.headers['x-amz-checksum-mode'] === 'ENABLED')
      for (const [algorithm, value] of Object.entries(facts.checksums))
        response.setHeader(checksumHeader(algorithm as Algorithm), value);
    const length = range ? range.to - range.from + 1 : facts.length;
    response.setHeader('Content-Length', length);
    response.writeHead(range ? 206 : 200);
    if (request.method === 'HEAD' || length === 0) {
      response.end();
      return;
    }
    await pipeline(object.read(range?.from ?? 0, range?.to ?? facts.length - 1), response);
  } finally {
    await object.close();
  }
}

const LIST_PARAMETERS = [
  'list-type',
  'prefix',
  'max-keys',
  'continuation-token',
  'start-after',
  'encoding-type',
  'x-id',
];

export async function listObjects({ response, files, query }: Asked, bucket: string): Promise<void> {
  for (const name of query.keys()) if (!LIST_PARAMETERS.includes(name)) throw notPlayed(`listing with ${name}`);
  if (query.get('list-type') !== '2') throw notPlayed('ListObjects version 1');
  await files.needBucket(bucket);
  const prefix = query.get('prefix') ?? '';
  const maximum = Math.min(1000, Number(query.get('max-keys') ?? 1000));
  const token = query.get('continuation-token');
  const after = token ? Buffer.from(token, 'base64url').toString('utf8') : (query.get('start-after') ?? '');
  const encode = query.get('encoding-type') === 'url' ? encodeURIComponent : (text: string) => text;
  const found: { key: string; facts: ObjectFacts }[] = [];
  let truncated = false;
  for await (const key of files.keys(bucket, prefix, after)) {
    if (found.length >= maximum) {
      truncated = true;
      break;
    }
    const object = await files.open(bucket, key);
    if (!object) continue;
    await object.close();
    found.push({ key, facts: object.facts });
  }
  const last = found.at(-1)?.key;
  response.setHeader('Content-Type', 'application/xml');
  response.writeHead(200).end(
    xml([
      'ListBucketResult',
      [
        ['Name', bucket],
        ['Prefix', encode(prefix)],
        ['MaxKeys', maximum],
        ['KeyCount', found.length],
        ['IsTruncated', truncated],
        ...(truncated && last !== undefined
          ? [['NextContinuationToken', Buffer.from(last, 'utf8').toString('base64url')] as const]
          : []),
        ...found.map(
          ({ key, facts }) =>
            [
              'Contents',
              [
                ['Key', encode(key)],
                ['LastModified', facts.modified],
                ['ETag', facts.etag],
                ['Size', facts.length],
                ['StorageClass', 'STANDARD'],
              ],
            ] as const,
        ),
      ],
    ]),
  );
}
