import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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

/** Unpacks all that the package brings into the folder for temporary files; it is a module that Jest does not load. */
const UNPACK = "import('@sparticuz/chromium').then((one) => one.default.executablePath())";
/** The package unpacks its libraries (NSS, NSPR, Expat) only where it takes the machine for a Lambda. */
const WITH_LIBRARIES = { AWS_LAMBDA_JS_RUNTIME: 'nodejs24.x' };

type Unpacked = { readonly path: string; readonly env: NodeJS.ProcessEnv };
type Found = Unpacked | { readonly missing: string };

/**
 * Chromium of the package with its libraries and its font, or why there is none here: it is built for Linux on x64. A bare
 * machine has neither; and the same font everywhere breaks lines at the same places.
 */
function find(): Found {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return { missing: `no Chromium in the package for ${process.platform} ${process.arch}` };
  const unpacked = unpack();
  if ('missing' in unpacked) return unpacked;
  const { path, env } = unpacked;
  const run = spawnSync(path, ['--version'], { env, encoding: 'utf8' });
  return run.status === 0 ? unpacked : { missing: `it does not run here: ${run.stderr.slice(0, 300)}` };
}

/** Once for each version, beside the packages; whole or not at all, for another test may be doing the same. */
function unpack(): Found {
  const packages = join(import.meta.dirname, '../../node_modules');
  const about = readFileSync(join(packages, '@sparticuz', 'chromium', 'package.json'), 'utf8');
  const { version } = JSON.parse(about) as { version: string };
  const folder = join(packages, '.cache', `oka-chromium-${version}`);
  if (!existsSync(folder)) {
    mkdirSync(join(packages, '.cache'), { recursive: true });
    const unfinished = mkdtempSync(join(packages, '.cache', 'oka-chromium-'));
    const env = { ...process.env, ...WITH_LIBRARIES, TMPDIR: unfinished };
    const told = spawnSync(process.execPath, ['-e', UNPACK], { cwd: import.meta.dirname, env, encoding: 'utf8' });
    if (told.status !== 0) return { missing: `it was not unpacked: ${told.stderr.slice(0, 300)}` };
    // The package's own list of folders holds absolute ones of another machine.
    const fonts = `<?xml version="1.0"?><fontconfig><dir>${folder}/fonts/fonts</dir><cachedir>${folder}/fonts/cache</cachedir></fontconfig>`;
    writeFileSync(join(unfinished, 'fonts', 'fonts.conf'), fonts);
    try {
      renameSync(unfinished, folder);
    } catch {
      rmSync(unfinished, { recursive: true, force: true });
    }
  }
  const libraries = [join(folder, 'al2023', 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':');
  const env = { ...process.env, LD_LIBRARY_PATH: libraries, FONTCONFIG_PATH: join(folder, 'fonts') };
  return { path: join(folder, 'chromium'), env };
}

let found: Found | undefined;

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
  const env = Object.fromEntries(
    Object.entries(found.env).filter((one): one is [string, string] => one[1] !== undefined),
  );
  return chromium.launch({ executablePath: found.path, args: ARGS, env, headless: true });
}
