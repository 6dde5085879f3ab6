import { variableOf } from '../../platform/environment.ts';
import type { ApiRoute, Subject } from '../../platform/handlers/api.ts';
import type { ApiRequest } from '../../platform/handlers/request.ts';
import { declaredIn } from '../../platform/intake.ts';
import { segmentKey } from '../../platform/objects.ts';
import { MAX_OBJECT_BYTES, type UploadQuery } from '../../schemas/api/uploads.ts';
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
      const { offset, length, preview } = request.query as UploadQuery;
      const input = inputOf(request);
      const { body } = request;
      if (length > MAX_OBJECT_BYTES) throw new OkaError('object-too-large', String(length));
      if (body.length === 0) throw new OkaError('malformed-request', 'body');
      if (offset + body.length > length) throw new OkaError('malformed-request', 'query.length');
      if (preview !== undefined && (input.kind !== 'image' || preview > length))
        throw new OkaError('malformed-request', 'query.preview');
      const digest = /^sha-256=:(.+):$/.exec(request.headers['content-digest'] ?? '')?.[1] ?? '';
      const receivedAt = acceptedAt(request, reached.clock());
      const segment = { input, offset, length, preview, body, digest, receivedAt, facts: factsOf(request) };
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
      return {
        status: 200,
        headers: {
          'oka-segments': written(joined(stored)),
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

/** Clocks of edges may run ahead this much, as those of token signers may. */
const CLOCK_TOLERANCE_MS = 60_000;

/** An edge that took the object into its spool earlier says when; a time ahead of ours would make every stamp doubtful. */
function acceptedAt({ headers }: ApiRequest, now: Date): string {
  const stated = headers['oka-accepted-at'];
  if (stated === undefined) return now.toISOString();
  if (Date.parse(stated) > now.getTime() + CLOCK_TOLERANCE_MS)
    throw new OkaError('malformed-request', 'headers.oka-accepted-at');
  return stated;
}

/** What the edge knows of the original travels in the object's metadata (ARCHITECTURE, Preview first). */
function factsOf({ headers }: ApiRequest): Record<string, string> {
  const { 'oka-original-sha256': original, 'oka-pixel-hash': pixels } = headers;
  return { ...(original ? { 'original-sha256': original } : {}), ...(pixels ? { 'pixel-hash': pixels } : {}) };
}
