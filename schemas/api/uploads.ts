import { z } from 'zod';
import { InputKind, Instant, Sha256 } from '../input.ts';
import { UploadAnswer } from './answers.ts';
import { json, type Route } from './route.ts';

/** A count of bytes in plain decimal digits: `''`, `0x0d` and `1e9` are numbers to JavaScript, and none here. */
const Count = z
  .string()
  .regex(/^\d{1,12}$/, 'decimal digits')
  .transform(Number)
  .pipe(z.number().int());

/** One segment of an upload, the largest body there is: Lambda takes 6 MB, base64 included. */
export const MAX_SEGMENT_BYTES = 4 * 1024 * 1024;

/** A body may be longer by the head of its segment. */
export const MAX_BODY_BYTES = MAX_SEGMENT_BYTES + 256;

/** Larger objects do not fit the memory of those who read them whole; the edge splits what is larger. */
export const MAX_OBJECT_BYTES = 512 * 1024 * 1024;

/**
 * Query of an upload: place of the segment, length of the whole object, bytes of its preview prefix (equal on every segment).
 * `head`: so many bytes at the beginning of the body are the segment's head (domain/upload/segment-head.ts) and stand for the
 * headers. `more=1`: the sender waits for this answer before it sends the last segment, so the door need not look whether
 * the whole is there, and the answer names this segment alone.
 */
export const UploadQuery = z.strictObject({
  offset: Count,
  length: Count.pipe(z.number().positive()),
  preview: Count.pipe(z.number().positive()).optional(),
  head: Count.pipe(z.number().positive()).optional(),
  more: z.literal('1').optional(),
});
export type UploadQuery = z.infer<typeof UploadQuery>;
/** `content-digest: sha-256=:<base64>:` of the segment (RFC 9530); a head says it too, and the name of an object sent whole. */
const UploadHeaders = z.strictObject({
  'content-digest': z
    .string()
    .regex(/^sha-256=:[A-Za-z0-9+/]{43}=:$/)
    .optional(),
  /** When the edge took the object into its spool: the first acceptance. */
  'oka-accepted-at': Instant.optional(),
  /** Digest of the original that the edge keeps, and of its decoded pixels. */
  'oka-original-sha256': Sha256.optional(),
  'oka-pixel-hash': Sha256.optional(),
});

/** 64 hexadecimal digits, or the same 32 bytes as 43 signs of base64url: 21 bytes less in every request. */
const WrittenSha256 = z
  .string()
  .regex(/^([0-9a-f]{64}|[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048])$/, '64 lower-case hexadecimal digits or 43 of base64url')
  .transform((text) => (text.length === 64 ? text : hexOf(text)))
  .pipe(Sha256);

const hexOf = (base64url: string): string =>
  [...atob(base64url.replaceAll('-', '+').replaceAll('_', '/'))]
    .map((sign) => sign.charCodeAt(0).toString(16).padStart(2, '0'))
    .join('');

const upload = z.strictObject({ kind: InputKind, sha256: WrittenSha256 });

/** The only door for bytes. */
export const UPLOAD_ROUTES: readonly Route[] = [
  {
    method: 'PUT',
    path: '/uploads/{kind}/{sha256}',
    function: 'uploads',
    operationId: 'putSegment',
    summary: 'Stores one segment (at most 4 MiB) of an object named by its SHA-256; success means it is durable.',
    parameters: upload,
    query: UploadQuery,
    headers: UploadHeaders,
    body: 'application/octet-stream',
    success: json(200, UploadAnswer),
    refusals: ['malformed-request', 'over-size', 'object-too-large', 'digest-mismatch', 'segment-conflict'],
  },
  {
    method: 'HEAD',
    path: '/uploads/{kind}/{sha256}',
    function: 'uploads',
    operationId: 'headObject',
    summary: 'Says which segments of an object are there; after 100 gaps it stops and says Oka-More: true.',
    parameters: upload,
    success: { status: 200 },
    refusals: ['malformed-request', 'not-found'],
  },
];
