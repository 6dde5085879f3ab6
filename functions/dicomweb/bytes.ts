import type { Chosen, Offer } from '../../domain/dicom/web/accept.ts';
import { type ApiAnswer, refused } from '../../platform/handlers/answer.ts';
import { multipartOf, multipartType, type Part } from '../../platform/handlers/multipart.ts';
import type { ApiRequest } from '../../platform/handlers/request.ts';
import { OkaError } from '../../schemas/errors.ts';
import { etagOf, unchanged } from './etag.ts';

/** What an answer of bytes is made of; `length` where it is known, which a range needs. */
export type Body = {
  readonly contentType: string;
  readonly etag: string;
  readonly length?: number;
  /** The bytes `[from, to)`. */
  readonly read: (from: number, to: number) => AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  readonly headers?: Readonly<Record<string, string>>;
};

const path = ({ path: values }: ApiRequest): string => Object.keys(values).join('/');
const traceId = ({ traceparent }: ApiRequest): string => traceparent.split('-')[1] ?? '';

/** 406 with what could be had instead, as media types. */
export function notAcceptable(request: ApiRequest, offers: readonly Offer<unknown>[]): ApiAnswer {
  const refusal = refused(new OkaError('not-acceptable'), path(request), traceId(request));
  const available = [
    ...new Set(offers.map(({ type, transferSyntax }) => `${type}; transfer-syntax=${transferSyntax}`)),
  ];
  return { ...refusal, json: { ...(refusal.json as object), available } };
}

/**
 * Bytes with their validator: 304 for who has them, 206 for a range of them (RFC 9110 §14), 416 beyond their end. A browser
 * may keep them for its user and asks again each time, so that every look is permitted and audited.
 */
export function answerBytes(request: ApiRequest, body: Body): ApiAnswer {
  const { contentType, etag, length } = body;
  const headers = { etag, 'cache-control': 'private, no-cache', ...body.headers };
  if (unchanged(request, etag)) return { status: 304, headers };
  if (length === undefined)
    return { status: 200, contentType, headers, stream: streamOf(body.read(0, Number.MAX_SAFE_INTEGER)) };
  // Whoever has a part of other bytes must not join it with these (RFC 9110 §13.1.5).
  const isOfThese = (request.headers['if-range'] ?? etag) === etag;
  const range = isOfThese ? rangeOf(request.headers.range, length) : undefined;
  if (range === 'beyond') {
    const refusal = refused(new OkaError('range-needed'), path(request), traceId(request));
    return { ...refusal, headers: { ...refusal.headers, 'content-range': `bytes */${length}` } };
  }
  const [from, to] = range ?? [0, length];
  return {
    status: range === undefined ? 200 : 206,
    contentType,
    headers: {
      ...headers,
      'accept-ranges': 'bytes',
      'content-length': String(to - from),
      ...(range === undefined ? {} : { 'content-range': `bytes ${from}-${to - 1}/${length}` }),
    },
    stream: streamOf(body.read(from, to)),
  };
}

async function* streamOf(pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* pieces;
}

/** `bytes=0-99`, `bytes=100-`, `bytes=-50`; any other form may be ignored and is. Half-open; `beyond`: nothing of it is there. */
function rangeOf(header: string | undefined, length: number): readonly [number, number] | 'beyond' | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (match === null || match[0] === 'bytes=-') return undefined;
  const [, first = '', last = ''] = match;
  const from = first === '' ? Math.max(0, length - Number(last)) : Number(first);
  const to = first === '' || last === '' ? length : Math.min(length, Number(last) + 1);
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined;
  return from < to ? [from, to] : 'beyond';
}

/** Parts that lie in memory, as one body: a multipart, or the only part by itself. */
export function bodyOfParts(
  parts: readonly (Part & { bytes: Uint8Array })[],
  chosen: Chosen<unknown>,
  name: string,
): Body {
  const etag = etagOf(name, chosen.type, chosen.transferSyntax, String(chosen.multipart));
  const [only] = parts;
  if (!chosen.multipart && only !== undefined) return bodyOfBytes(only.bytes, only.contentType, etag);
  // From the validator, so that equal answers have equal bytes and a range of one fits the other.
  const boundary = etag.slice(1, -1);
  const bytes = multipartOf(boundary, parts);
  return bodyOfBytes(bytes, multipartType(chosen.type, boundary, chosen.transferSyntax), etag);
}

export const bodyOfBytes = (bytes: Uint8Array, contentType: string, etag: string): Body => ({
  contentType,
  etag,
  length: bytes.length,
  read: (from, to) => [bytes.subarray(from, to)],
});
