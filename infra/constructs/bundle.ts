import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { buildSync } from 'esbuild';
import { OkaError } from '../../schemas/errors.ts';
import { BOX_NAMES, type BoxName } from '../boxes.ts';
import { CACHE, ROOT } from '../settings.ts';
import { buildDesk } from './desk.ts';

/** Packages with native code or WASM files: they come from layers, locally from the repository's node_modules. */
const FROM_LAYERS = ['onnxruntime-node', 'sharp', '@cornerstonejs/*'];

export type CodeOf = (box: BoxName) => Code;

/**
 * Bundles every box to one CommonJS file, all in one esbuild run so that shared packages are read once.
 * Equal sources give equal bytes, hence an equal asset: nothing is uploaded twice.
 * @throws OkaError `configuration` when a box has no handler.
 */
export function bundleBoxes(boxes: readonly BoxName[] = BOX_NAMES): CodeOf {
  const missing = boxes.filter((name) => !existsSync(join(ROOT, 'functions', name, 'handler.ts')));
  if (missing.length > 0)
    throw new OkaError('configuration', `no functions/<name>/handler.ts for ${missing.join(', ')}`);
  const outdir = join(CACHE, 'functions');
  const { outputFiles } = buildSync({
    absWorkingDir: ROOT,
    entryPoints: boxes.map((name) => ({ in: `functions/${name}/handler.ts`, out: `${name}/index` })),
    outdir,
    write: false,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    external: FROM_LAYERS,
    // Functions keep their names, so a stack trace in the log still says where.
    minify: true,
    keepNames: true,
    legalComments: 'none',
    logLevel: 'warning',
    // The physician's page lies within the code of the box that serves it: one asset, no right to any store.
    ...(boxes.includes('desk-page') ? { define: { DESK_BUILD: JSON.stringify(buildDesk()) } } : {}),
  });
  for (const { path, contents } of outputFiles) replace(path, contents);
  return (box) => Code.fromAsset(join(outdir, box));
}

/** Writes a file as a whole or not at all: another synthesis may be reading its folder. */
function replace(path: string, contents: Uint8Array): void {
  if (existsSync(path) && readFileSync(path).equals(contents)) return;
  mkdirSync(dirname(path), { recursive: true });
  const unfinished = join(CACHE, `${basename(dirname(path))}-${process.pid}.js`);
  writeFileSync(unfinished, contents);
  renameSync(unfinished, path);
}
