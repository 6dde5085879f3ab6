import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/**
 * What the tests' own Chromium is started with. Not the package's list: that one is for servers without a screen or a
 * sandbox and turns off the same-origin rule, which the desk is held to here. Software drawing is the same on each machine.
 */
const ARGS = [
  ...['--no-sandbox', '--disable-dev-shm-usage', '--no-first-run'],
  ...['--font-render-hinting=none', '--force-color-profile=srgb'],
  ...['--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
  // A page that asks for anything outside of this machine fails, and its test with it.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
];

/** The package unpacks its program into the folder for temporary files, once; it is a module that Jest does not load. */
const WHERE =
  "import('@sparticuz/chromium').then(async (one) => process.stdout.write(await one.default.executablePath()))";

/** Chromium of the package, or why there is none here: it is built for Linux on x64. */
function find(): { readonly path: string } | { readonly missing: string } {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return { missing: `no Chromium in the package for ${process.platform} ${process.arch}` };
  const told = spawnSync(process.execPath, ['-e', WHERE], { cwd: import.meta.dirname, encoding: 'utf8' });
  const path = told.stdout.trim();
  if (told.status !== 0 || !existsSync(path)) return { missing: `it was not unpacked: ${told.stderr.slice(0, 300)}` };
  const run = spawnSync(path, ['--version'], { encoding: 'utf8' });
  return run.status === 0 ? { path } : { missing: `it does not run here: ${run.stderr.slice(0, 300)}` };
}

let found: ReturnType<typeof find> | undefined;

/** Whether the browser's tests can be made here; where not, that is said once, on the terminal. */
export function hasChromium(): boolean {
  const first = found === undefined;
  found ??= find();
  if ('path' in found) return true;
  if (first) process.stderr.write(`skipped: tests in a browser; ${found.missing}\n`);
  return false;
}

/** @throws when there is none: ask `hasChromium` first */
export async function startChromium(): Promise<Browser> {
  found ??= find();
  if ('missing' in found) throw new Error(found.missing);
  return chromium.launch({ executablePath: found.path, args: ARGS, headless: true });
}
