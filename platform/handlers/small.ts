import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { ApiAnswer } from './answer.ts';
import type { ApiRequest } from './request.ts';

/** Below this gzip saves less than its own head costs. */
const WORTH_BYTES = 500;

/** A strong entity tag (RFC 9110 §8.8.3) of what an answer is made of. */
export const tagOf = (content: unknown): string =>
  `"${createHash('sha256').update(JSON.stringify(content)).digest('base64url').slice(0, 22)}"`;

/** Whether the caller holds what has this tag (RFC 9110 §13.1.2). */
export const holds = ({ headers }: ApiRequest, tag: string): boolean =>
  (headers['if-none-match'] ?? '').split(',').some((one) => one.trim().replace(/^W\//, '') === tag);

/** JSON for a thin line: compressed where the caller takes gzip (RFC 9110 §12.5.3). */
export function small({ headers }: ApiRequest, answer: ApiAnswer & { readonly json: unknown }): ApiAnswer {
  const { json, ...others } = answer;
  const bytes = Buffer.from(JSON.stringify(json));
  const takesGzip = /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i.test(headers['accept-encoding'] ?? '');
  if (!takesGzip || bytes.length < WORTH_BYTES) return answer;
  return {
    ...others,
    contentType: 'application/json; charset=utf-8',
    bytes: gzipSync(bytes),
    headers: { ...answer.headers, 'content-encoding': 'gzip', vary: 'accept-encoding' },
  };
}
