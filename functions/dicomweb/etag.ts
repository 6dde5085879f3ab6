import { createHash } from 'node:crypto';
import type { ApiRequest } from '../../platform/handlers/request.ts';

/** A strong validator (RFC 9110 §8.8.3) from what the bytes follow from: digests and forms, nothing of a patient. */
export const etagOf = (...parts: readonly string[]): string =>
  `"${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)}"`;

/** The caller has it already; he was asked at the doors like everyone, and the read is audited all the same. */
export const unchanged = ({ headers }: ApiRequest, etag: string): boolean =>
  (headers['if-none-match'] ?? '').split(',').some((one) => ['*', etag, `W/${etag}`].includes(one.trim()));
