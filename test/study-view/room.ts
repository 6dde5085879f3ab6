import { createServer } from 'node:http';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { type BuildOptions, build } from 'esbuild';
import { type ImageRegion, openImageRegion } from '../dicomweb/region.ts';
import { type Line, shaped } from './line.ts';

const ROOT = join(import.meta.dirname, '../..');
const TYPES: Readonly<Record<string, string>> = { js: 'text/javascript', wasm: 'application/wasm', css: 'text/css' };
/** As the desk's own page has it (functions/desk-page). */
const POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "connect-src 'self' blob:",
  "worker-src 'self' blob:",
  "frame-src 'self' blob:",
  "object-src 'none'",
].join('; ');

type File = { readonly name: string; readonly type: string; readonly bytes: Uint8Array };

/** The study view by itself over the real DICOMweb of a region in this process, behind a line that a test shapes. */
export type Room = {
  readonly region: ImageRegion;
  /** Address of the page for a study. */
  page(study: string, query?: string): string;
  line: Line | undefined;
  /** Requests that came, `GET /path`, since the last call. */
  asked(): string[];
  /** Bytes of answers so far. */
  sent(): number;
  stop(): Promise<void>;
};

async function bundled(): Promise<{ files: File[]; script: string; worker: string }> {
  const common: BuildOptions = {
    absWorkingDir: ROOT,
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    outdir: 'out',
    entryNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    loader: { '.wasm': 'file' },
    external: ['fs', 'path'],
    conditions: ['style', 'browser', 'module'],
  };
  const [page, worker] = await Promise.all([
    build({
      ...common,
      entryPoints: ['desk/study/testing/alone.tsx', 'desk/page.css'],
      jsx: 'automatic',
      jsxImportSource: 'preact',
    }),
    build({ ...common, entryPoints: ['desk/worker/decode.worker.ts'] }),
  ]);
  const files = [...(page.outputFiles ?? []), ...(worker.outputFiles ?? [])].map(({ path, contents }) => {
    const name = path.split('/').at(-1) ?? '';
    return { name, type: TYPES[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream', bytes: contents };
  });
  const named = (begin: string): string => files.find(({ name }) => name.startsWith(begin))?.name ?? '';
  return { files, script: named('alone'), worker: named('decode') };
}

export async function openRoom(): Promise<Room> {
  const [region, { files, script, worker }] = await Promise.all([openImageRegion(), bundled()]);
  const compressed = new Map(files.map((file) => [file.name, { ...file, bytes: brotliCompressSync(file.bytes) }]));
  const style = files.find(({ name }) => name.endsWith('.css'))?.name ?? '';
  const config = {
    region: { title: { ru: 'Проба', en: 'Test' }, zone: 'UTC' },
    recordSystems: [],
    clinics: [],
    domains: [],
    files: { 'worker/decode.worker.ts': worker },
  };
  const html = `<!doctype html><html lang="ru"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Проба</title><link rel="icon" href="data:,"><link rel="stylesheet" href="desk/${style}"><script type="application/json" id="config">${JSON.stringify(config)}</script></head><body><div id="desk"></div><script type="module" src="desk/${script}"></script></body></html>`;
  const upstream = await region.listen();
  const asked: string[] = [];
  let line: Line | undefined;
  const { send, sent } = shaped(() => line);
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://x');
    asked.push(`${request.method} ${pathname}`);
    if (pathname === '/desk')
      return send(response, 200, { 'content-type': 'text/html', 'content-security-policy': POLICY }, Buffer.from(html));
    const file = compressed.get(pathname.replace('/desk/', ''));
    if (file !== undefined) {
      const headers = {
        'content-type': file.type,
        'content-encoding': 'br',
        'cache-control': 'public, max-age=31536000, immutable',
        'content-security-policy': POLICY,
      };
      return send(response, 200, headers, file.bytes);
    }
    const given = Object.entries(request.headers).filter(([name]) => !['host', 'connection'].includes(name));
    const answer = await fetch(`${upstream.url}${request.url}`, {
      headers: given.map(([name, value]) => [name, String(value)] as [string, string]),
    });
    const bytes = new Uint8Array(await answer.arrayBuffer());
    return send(response, answer.status, Object.fromEntries(answer.headers), bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  return {
    region,
    page: (study, query = '') => `${url}/desk#${study}${query === '' ? '' : `?${query}`}`,
    get line() {
      return line;
    },
    set line(next) {
      line = next;
    },
    asked: () => asked.splice(0),
    sent,
    async stop() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await upstream.close();
      await region.it.close();
    },
  };
}
