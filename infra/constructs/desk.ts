import { createHash } from 'node:crypto';
import { globSync } from 'node:fs';
import { basename, extname, join, relative } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { type BuildOptions, buildSync, type Metafile } from 'esbuild';
import type { DeskBuild, DeskFile, DeskShell } from '../../schemas/desk-build.ts';
import { CACHE, ROOT } from '../settings.ts';

/** Browsers of clinics: Chromium 120, Firefox 121 and Safari 17.4 know all that the desk uses (AbortSignal.any is the youngest). */
const TARGET = ['es2022', 'chrome120', 'firefox121', 'safari17.4'];
const OUT = join(CACHE, 'desk');
const SERVICE_WORKER = 'desk/worker/sw.ts';
/** What every visit begins with: the frame and the pages on which most people begin. */
const OPENED_FIRST = ['desk/main.tsx'];
/** What the page's budget counts (infra/desk.test.ts). */
const BUDGETED = ['desk/study/page.tsx'];
const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.wasm': 'application/wasm',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
};

const COMMON: BuildOptions = {
  absWorkingDir: ROOT,
  bundle: true,
  write: false,
  metafile: true,
  minify: true,
  platform: 'browser',
  target: TARGET,
  format: 'esm',
  outdir: OUT,
  legalComments: 'none',
  // Russian as letters: escaped, each of them takes three times the bytes, compressed a third more.
  charset: 'utf8',
  logLevel: 'warning',
  entryNames: '[name]-[hash]',
  chunkNames: 'part-[hash]',
  assetNames: '[name]-[hash]',
  // A decoder is a file of its own: a worker asks for it by its address.
  loader: { '.wasm': 'file', '.png': 'file', '.svg': 'file' },
  // Codecs made for Node and browsers alike ask for these only under Node.
  external: ['fs', 'path', 'crypto', 'module', 'node:*'],
};

type Output = { readonly name: string; readonly bytes: Uint8Array };
type Built = { readonly outputs: readonly Output[]; readonly metafile: Metafile };

function build(options: BuildOptions): Built {
  const { outputFiles = [], metafile } = buildSync({ ...COMMON, ...options });
  if (metafile === undefined) throw new Error('esbuild gave no metafile');
  return { outputs: outputFiles.map(({ path, contents }) => ({ name: basename(path), bytes: contents })), metafile };
}

/** Output file of an entry point or of a page that is loaded later. */
const outputOf = ({ outputs }: Metafile, entry: string): string => {
  const found = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === entry);
  if (found === undefined) throw new Error(`the desk has no ${entry}`);
  return found[0];
};

/** Names of all that the frame and these pages load before they are drawn. */
const scriptsOf = (metafile: Metafile, pages: readonly string[]): string[] => {
  const files = ['desk/main.tsx', ...pages].flatMap((entry) => [...loadedWith(metafile, outputOf(metafile, entry))]);
  return [...new Set(files)].map((file) => basename(file));
};

/** What a file loads before it can run: itself and its static imports, theirs too. */
function loadedWith({ outputs }: Metafile, file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const { path, kind } of outputs[file]?.imports ?? [])
    if (kind === 'import-statement') loadedWith({ outputs } as Metafile, path, seen);
  return seen;
}

const compressed = ({ name, bytes }: Output): DeskFile => ({
  name,
  type: TYPES[extname(name)] ?? 'application/octet-stream',
  brotli: brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  }).toString('base64'),
  gzip: gzipSync(bytes, { level: 9 }).toString('base64'),
  immutable: /-[A-Z0-9]{8}\.\w+$/.test(name),
});

/**
 * Builds the physician's page with esbuild: modules in parts, named by their hashes, compressed once here instead of at
 * every request. `*.worker.ts` and the service worker are scripts of their own. Equal sources give equal bytes.
 */
export function buildDesk(): DeskBuild {
  const workers = globSync('desk/**/*.worker.ts', { cwd: ROOT }).sort();
  const page = build({
    entryPoints: ['desk/main.tsx', 'desk/page.css'],
    splitting: true,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    conditions: ['style', 'browser', 'module'],
  });
  const own = workers.length === 0 ? undefined : build({ entryPoints: workers });
  const named = Object.fromEntries(
    workers.map((path) => [relative('desk', path), basename(outputOf((own as Built).metafile, path))]),
  );
  const unique = new Map([...page.outputs, ...(own?.outputs ?? [])].map((one) => [one.name, one]));
  const kept = [...unique.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  const files = [...kept, ...serviceWorker(kept)].map(compressed);
  const style = basename(outputOf(page.metafile, 'desk/page.css'));
  const script = basename(outputOf(page.metafile, 'desk/main.tsx'));
  const preload = scriptsOf(page.metafile, OPENED_FIRST).filter((name) => name !== script);
  return { files, script, style, preload, opened: [...scriptsOf(page.metafile, BUDGETED), style], named };
}

/** The service worker has one name for ever, so that browsers find its next version; what it keeps is built into it. */
function serviceWorker(kept: readonly Output[]): Output[] {
  const version = createHash('sha256')
    .update(kept.map(({ name }) => name).join())
    .digest('hex')
    .slice(0, 16);
  const shell: DeskShell = { version, files: kept.map(({ name }) => name) };
  const { outputs } = build({
    entryPoints: [SERVICE_WORKER],
    entryNames: 'sw',
    format: 'iife',
    define: { DESK_SHELL: JSON.stringify(shell) },
  });
  return [...outputs];
}
