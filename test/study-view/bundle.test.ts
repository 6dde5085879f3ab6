import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { build } from 'esbuild';

const ROOT = join(import.meta.dirname, '../..');

async function bundled(entry: string): Promise<{ inputs: string[]; bytes: Uint8Array }> {
  const { metafile, outputFiles } = await build({
    ...{ absWorkingDir: ROOT, entryPoints: [entry], outdir: 'out', bundle: true, write: false, metafile: true },
    ...{ minify: true, format: 'esm', platform: 'browser', jsx: 'automatic', jsxImportSource: 'preact' },
    ...{ loader: { '.wasm': 'file' }, external: ['fs', 'path'] },
  });
  const script = outputFiles.find(({ path }) => path.endsWith('.js'));
  return { inputs: Object.keys(metafile.inputs), bytes: script?.contents ?? new Uint8Array() };
}

// A module of Node would not be bundled for a browser at all: esbuild refuses it.
describe('what a browser loads for the study view', () => {
  test.each([
    ['desk/study/page.tsx', 40_000],
    ['desk/worker/decode.worker.ts', 16_000],
  ])('%s brings no schemas, no zod and no reader of DICOM, and at most %d bytes compressed', async (entry, most) => {
    const { inputs, bytes } = await bundled(entry);
    expect(inputs.filter((one) => /zod|dicom-parser|aws|^schemas\//.test(one))).toEqual([]);
    expect(brotliCompressSync(bytes).length).toBeLessThan(most);
  });
});
