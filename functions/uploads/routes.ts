import { readSegmentHead, type SegmentHead } from '../../domain/upload/segment-head.ts';
import { variableOf } from '../../platform/environment.ts';
import type { ApiRoute, Subject } from '../../platform/handlers/api.ts';
import type { ApiRequest } from '../../platform/handlers/request.ts';
import { declaredIn } from '../../platform/intake.ts';
import { segmentKey } from '../../platform/objects.ts';
import { MAX_OBJECT_BYTES, MAX_SEGMENT_BYTES, type UploadQuery } from '../../schemas/api/uploads.ts';
import { OkaError } from '../../schemas/errors.ts';
import { InputKey, inputId } from '../../schemas/input.ts';
import { receiveSegment } from './receive.ts';
import { joined, prefixOf, type Range, storedSegments } from './segments.ts';
import { storeInstances } from './store-instances.ts';

/** An edge sends for its own clinic: the clinic is the token's, never a parameter (contract 13). */
const clinicOf = ({ principal }: ApiRequest): string | undefined =>
  principal.kind === 'edge' ? principal.clinics[0] : undefined;

const inputOf = (request: ApiRequest): InputKey => InputKey.parse({ ...request.path, clinic: clinicOf(request) });

const resource = (request: ApiRequest): Subject => {
  const { kind, sha256 } = request.path;
  return { clinic: clinicOf(request), about: `${kind}/${clinicOf(request) ?? '-'}/${sha256}` };
};

/** Which objects they are follows from their bytes; the inputs tell of themselves. */
const resourceOfInstances = (request: ApiRequest): Subject => ({
  clinic: clinicOf(request),
  about: `image/${clinicOf(request) ?? '-'}`,
});

export const routes: Readonly<Record<string, ApiRoute>> = {
  'PUT /uploads/{kind}/{sha256}': {
    action: 'upload',
    resource,
    handle: async (request, reached) => {
      const { offset, length, preview, head, more } = request.query as UploadQuery;
      const input = inputOf(request);
      const said = head === undefined ? undefined : headOf(request.body, head);
      const body = request.body.subarray(head ?? 0);
      if (body.length > MAX_SEGMENT_BYTES) throw new OkaError('over-size', 'body');
      if (length > MAX_OBJECT_BYTES) throw new OkaError('object-too-large', String(length));
      if (body.length === 0) throw new OkaError('malformed-request', 'body');
      if (offset + body.length > length) throw new OkaError('malformed-request', 'query.length');
      if (preview !== undefined && (input.kind !== 'image' || preview > length))
        throw new OkaError('malformed-request', 'query.preview');
      const isWhole = offset === 0 && body.length === length;
      const digest = digestOf(request, said) ?? (isWhole ? base64Of(input.sha256) : undefined);
      if (digest === undefined) throw new OkaError('malformed-request', 'headers.content-digest');
      const receivedAt = acceptedAt(request, said, reached.clock());
      const facts = factsOf(request, said);
      const part = { input, offset, length, preview, body, digest, receivedAt, facts };
      // What ends the object, and what is all of it, is never a part, whatever the sender says.
      const segment = { ...part, more: more === '1' && !isWhole };
      return { status: 200, json: await receiveSegment(segment, reached, request.traceparent) };
    },
  },
  'HEAD /uploads/{kind}/{sha256}': {
    action: 'upload',
    resource,
    handle: async (request, { objects, env }) => {
      const input = inputOf(request);
      const bucket = variableOf(env, 'OKA_BUCKET_INTAKE');
      const stored = await storedSegments(objects, bucket, input);
      const first = stored[0] && (await objects.head(bucket, segmentKey(input, stored[0][0])));
      if (first === undefined) throw new OkaError('not-found', inputId(input));
      const { length, preview } = declaredIn(first.metadata);
      const ranges = joined(stored);
      return {
        status: 200,
        headers: {
          'oka-segments': written(ranges.slice(0, MOST_RANGES)),
          ...(ranges.length > MOST_RANGES ? { 'oka-more': 'true' } : {}),
          // As it was cut: a sender repeats exactly this one to have a complete object accepted that was never answered.
          'oka-last': written(stored.slice(-1)),
          'oka-length': String(length),
          'oka-complete': String(prefixOf(stored) === length),
          ...(preview === undefined ? {} : { 'oka-preview': String(preview) }),
        },
      };
    },
  },
  'POST /dicomweb/studies': { action: 'upload', resource: resourceOfInstances, handle: storeInstances },
  'POST /dicomweb/studies/{study}': { action: 'upload', resource: resourceOfInstances, handle: storeInstances },
};

/** Ranges as headers carry them: `0-99,600-899`, both ends included. */
const written = (ranges: readonly Range[]): string => ranges.map(([from, to]) => `${from}-${to - 1}`).join(',');

/** An answer's headers have 10 KB on API Gateway; who cut an object into more pieces with gaps asks again. */
const MOST_RANGES = 100;

/** Clocks of edges may run ahead this much, as those of token signers may. */
const CLOCK_TOLERANCE_MS = 60_000;

/** An edge that took the object into its spool earlier says when; a time ahead of ours would make every stamp doubtful. */
function acceptedAt({ headers }: ApiRequest, said: SegmentHead | undefined, now: Date): string {
  const stated = said?.acceptedAt ?? headers['oka-accepted-at'];
  if (stated === undefined) return now.toISOString();
  if (Date.parse(stated) > now.getTime() + CLOCK_TOLERANCE_MS)
    throw new OkaError('malformed-request', said?.acceptedAt ? 'query.head' : 'headers.oka-accepted-at');
  return stated;
}

/** What the edge knows of the original travels in the object's metadata (ARCHITECTURE, Preview first). */
function factsOf({ headers }: ApiRequest, said: SegmentHead | undefined): Record<string, string> {
  const original = said?.originalSha256 ?? headers['oka-original-sha256'];
  const pixels = said?.pixelHash ?? headers['oka-pixel-hash'];
  return { ...(original ? { 'original-sha256': original } : {}), ...(pixels ? { 'pixel-hash': pixels } : {}) };
}

function headOf(body: Uint8Array, length: number): SegmentHead {
  const said = readSegmentHead(body.subarray(0, length));
  if (said === undefined) throw new OkaError('malformed-request', 'query.head');
  return said;
}

/** Base64, as the metadata of the segments have it. */
const digestOf = ({ headers }: ApiRequest, said: SegmentHead | undefined): string | undefined =>
  said ? base64Of(said.digest) : /^sha-256=:(.+):$/.exec(headers['content-digest'] ?? '')?.[1];

const base64Of = (hex: string): string => Buffer.from(hex, 'hex').toString('base64');
