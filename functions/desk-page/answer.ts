import { createHash } from 'node:crypto';
import { brotliCompressSync, brotliDecompressSync, constants, gzipSync } from 'node:zlib';
import type { Region } from '../../domain/region.ts';
import type { ApiAnswer } from '../../platform/handlers/answer.ts';
import type { DeskBuild, DeskFile } from '../../schemas/desk-build.ts';
import { PLAIN, policyOf } from './headers.ts';
import { htmlOf } from './page.ts';

const FOR_EVER = 'public, max-age=31536000, immutable';
const ASK_EACH_TIME = 'no-cache';
const etagOf = (bytes: Uint8Array | string): string =>
  `"${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}"`;

type Kept = {
  readonly type: string;
  readonly etag: string;
  readonly brotli: Buffer;
  readonly gzip: Buffer;
  readonly headers: Readonly<Record<string, string>>;
};
export type Asked = { readonly file: string | undefined; readonly headers: Readonly<Record<string, string>> };

/**
 * Answers for the page (`file` undefined) and its files: precompressed, in the best form the caller takes (RFC 9110
 * §12.5.3); 304 for what he has; 404 for what this version does not know. No data of anyone.
 */
export function deskAnswers(region: Region, build: DeskBuild): (asked: Asked) => ApiAnswer {
  const page = pageOf(region, build);
  const files = new Map(build.files.map((file) => [file.name, fileOf(file)]));
  return ({ file, headers }) => {
    const kept = file === undefined ? page : files.get(file);
    if (kept === undefined)
      return { status: 404, contentType: 'text/plain; charset=utf-8', bytes: Buffer.from('not found'), headers: PLAIN };
    const common = { ...PLAIN, ...kept.headers, etag: kept.etag };
    if (known(headers['if-none-match'], kept.etag)) return { status: 304, headers: common, contentType: kept.type };
    const { encoding, bytes } = chosen(headers['accept-encoding'], kept);
    return {
      status: 200,
      contentType: kept.type,
      headers: { ...common, ...(encoding === undefined ? {} : { 'content-encoding': encoding }) },
      bytes,
    };
  };
}

function pageOf(region: Region, build: DeskBuild): Kept {
  const html = Buffer.from(htmlOf(region, build));
  const policy = policyOf(region);
  return {
    type: 'text/html; charset=utf-8',
    // A changed policy must reach browsers that have the same page.
    etag: etagOf(`${html}${policy}`),
    brotli: brotliCompressSync(html, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
    gzip: gzipSync(html),
    headers: { 'cache-control': ASK_EACH_TIME, 'content-security-policy': policy },
  };
}

const fileOf = ({ name, type, brotli, gzip, immutable }: DeskFile): Kept => ({
  type,
  etag: etagOf(brotli),
  brotli: Buffer.from(brotli, 'base64'),
  gzip: Buffer.from(gzip, 'base64'),
  headers: {
    'cache-control': immutable ? FOR_EVER : ASK_EACH_TIME,
    // The worker lies below the page that it serves (Service Workers §5.1); the address is relative to the worker's own.
    ...(name === 'sw.js' ? { 'service-worker-allowed': '../desk' } : {}),
  },
});

const known = (given: string | undefined, etag: string): boolean =>
  (given ?? '').split(',').some((one) => one.trim().replace(/^W\//, '') === etag);

/** Codings with weight 0 are refused; of the others brotli goes first: it is a sixth smaller. */
function chosen(accepts: string | undefined, { brotli, gzip }: Kept): { encoding?: string; bytes: Buffer } {
  const taken = new Map(
    (accepts ?? '').split(',').map((one) => {
      const [name = '', weight] = one
        .trim()
        .toLowerCase()
        .split(/\s*;\s*q=/);
      return [name, weight === undefined ? 1 : Number(weight)];
    }),
  );
  const takes = (name: string): boolean => (taken.get(name) ?? taken.get('*') ?? 0) > 0;
  if (takes('br')) return { encoding: 'br', bytes: brotli };
  if (takes('gzip')) return { encoding: 'gzip', bytes: gzip };
  return { bytes: brotliDecompressSync(brotli) };
}
