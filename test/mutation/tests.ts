import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';

/** One test of a file; `id` is unique in the whole run. */
export type LoadedTest = { readonly id: string; readonly name: string; readonly run: () => unknown };

/** A test file with everything it imports of ours in one compiled script: loading it again costs milliseconds. */
export type TestFile = {
  readonly path: string;
  readonly text: string;
  readonly imports: ReadonlySet<string>;
  readonly script: Script;
};

type Body = (...given: unknown[]) => unknown;
type Declare = (name: string, body: Body) => void;
type Bind = (declare: Declare, takesDone?: boolean) => unknown;

/** Bundles the test files. Packages stay outside: they are never mutated and are loaded once. */
export async function compileTests(root: string, paths: readonly string[]): Promise<TestFile[]> {
  const { build } = createRequire(`${root}/package.json`)('esbuild') as typeof import('esbuild');
  const compile = async (path: string): Promise<TestFile> => {
    const { outputFiles, metafile } = await build({
      absWorkingDir: root,
      entryPoints: [path],
      bundle: true,
      write: false,
      metafile: true,
      platform: 'node',
      format: 'cjs',
      target: 'node24',
      packages: 'external',
      define: { 'import.meta.dirname': '__dirname' },
    });
    const body = `(function (require, module, exports, __dirname) {${outputFiles[0]?.text}\n})`;
    const text = readFileSync(join(root, path), 'utf8');
    return { path, text, imports: new Set(Object.keys(metafile.inputs)), script: new Script(body, { filename: path }) };
  };
  return Promise.all(paths.map(compile));
}

/**
 * Runs the file's own code anew, constants of all its modules included, and gives the tests that it declares.
 * `describe`, `test` and `each` are those of Jest as far as the rules' tests use them; `expect` is Jest's.
 */
export function loadTests(root: string, { path, script }: TestFile): LoadedTest[] {
  const requireReal = createRequire(`${root}/package.json`);
  const { bind } = requireReal('jest-each') as { bind: Bind };
  const tests: LoadedTest[] = [];
  const seen = new Map<string, number>();
  let within: string[] = [];
  const describe = (name: string, body: Body) => {
    within.push(name);
    body();
    within = within.slice(0, -1);
  };
  const test = (name: string, run: Body) => {
    const full = [path, ...within, name].join(' ');
    const nth = (seen.get(full) ?? 0) + 1;
    seen.set(full, nth);
    tests.push({ id: nth === 1 ? full : `${full} (${nth})`, name: full, run });
  };
  const globals = {
    describe: Object.assign(describe, { each: bind(describe, false) }),
    test: Object.assign(test, { each: bind(test), skip: () => {} }),
    expect: (requireReal('expect') as { expect: unknown }).expect,
  };
  const requireHere = (id: string) => (id === '@jest/globals' ? globals : requireReal(id));
  const module = { exports: {} };
  script.runInThisContext()(requireHere, module, module.exports, dirname(join(root, path)));
  return tests;
}
