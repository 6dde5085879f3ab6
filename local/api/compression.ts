import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';

/**
 * Compresses an answer as API Gateway does (developer guide, "Payload compression for REST APIs"): from a size on, for a
 * caller who takes gzip, and not what the function has encoded itself. Streamed answers never come this way.
 */
export function compressedFor(
  { headers }: IncomingMessage,
  response: ServerResponse,
  bytes: Buffer,
  fromBytes: number | undefined,
): Buffer {
  const codings = String(headers['accept-encoding'] ?? '')
    .toLowerCase()
    .split(',');
  const takesGzip = codings.some((one) => /^\s*gzip\s*(;\s*q=(0*[1-9]|0*\.0*[1-9]).*)?$/.test(one));
  if (fromBytes === undefined || bytes.length < fromBytes || !takesGzip || response.hasHeader('content-encoding'))
    return bytes;
  response.setHeader('Content-Encoding', 'gzip');
  return gzipSync(bytes);
}
