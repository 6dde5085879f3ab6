import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { crc32 } from 'node:zlib';
import { notPlayed, S3Fault } from './answers.ts';

/** The checksums a sender may announce, by the header or trailer that carries them (base64, Amazon S3 API "PutObject"). */
const ALGORITHMS = ['crc32', 'sha256', 'sha1'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];
export const checksumHeader = (algorithm: Algorithm): string => `x-amz-checksum-${algorithm}`;

type Running = { update(bytes: Uint8Array): void; base64(): string };

function running(algorithm: Algorithm): Running {
  if (algorithm !== 'crc32') {
    const hash = createHash(algorithm);
    return { update: (bytes) => hash.update(bytes), base64: () => hash.digest('base64') };
  }
  let value = 0;
  return {
    update: (bytes) => {
      value = crc32(bytes, value);
    },
    base64: () => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(value);
      return bytes.toString('base64');
    },
  };
}

/** Which checksums the request announces, in its headers or as a trailer. */
function announced(headers: IncomingHttpHeaders): Algorithm[] {
  const names = [...Object.keys(headers), ...String(headers['x-amz-trailer'] ?? '').split(',')]
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name.startsWith('x-amz-checksum-') && name !== 'x-amz-checksum-type');
  return [...new Set(names)].map((name) => {
    const algorithm = ALGORITHMS.find((known) => checksumHeader(known) === name);
    if (!algorithm) throw notPlayed(`the checksum ${name.slice('x-amz-checksum-'.length)}`);
    return algorithm;
  });
}

/**
 * Counts along while a body streams past and says at the end whether it is the body that was announced.
 * `finish(trailers)` gives the MD5 (hex, the ETag) and the checksums to store. Errors: S3Fault BadDigest, XAmzContentSHA256Mismatch.
 */
export function bodyChecksums(headers: IncomingHttpHeaders) {
  const md5 = createHash('md5');
  const sums = announced(headers).map((algorithm) => ({ algorithm, sum: running(algorithm) }));
  const signed = String(headers['x-amz-content-sha256'] ?? '');
  const payload = /^[0-9a-f]{64}$/.test(signed) ? createHash('sha256') : undefined;
  return {
    update(bytes: Uint8Array): void {
      md5.update(bytes);
      payload?.update(bytes);
      for (const { sum } of sums) sum.update(bytes);
    },
    finish(trailers: ReadonlyMap<string, string>): { md5: string; checksums: Partial<Record<Algorithm, string>> } {
      const digest = md5.digest();
      const contentMd5 = headers['content-md5'];
      if (contentMd5 !== undefined && contentMd5 !== digest.toString('base64'))
        throw new S3Fault(400, 'BadDigest', 'The Content-MD5 you specified did not match what we received.');
      if (payload && payload.digest('hex') !== signed)
        throw new S3Fault(400, 'XAmzContentSHA256Mismatch', 'The body does not have the SHA-256 it was signed with.');
      const checksums: Partial<Record<Algorithm, string>> = {};
      for (const { algorithm, sum } of sums) {
        const name = checksumHeader(algorithm);
        const stated = trailers.get(name) ?? headers[name];
        const found = sum.base64();
        if (stated !== found)
          throw new S3Fault(400, 'BadDigest', `The ${algorithm} you specified did not match what we received.`);
        checksums[algorithm] = found;
      }
      return { md5: digest.toString('hex'), checksums };
    },
  };
}
