import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OkaError } from '../schemas/errors.ts';
import { RegionFile } from '../schemas/region.ts';
import {
  type AddressesOf,
  type Beside,
  type LocalKeys,
  localRegion,
  openKeys,
  registeredBefore,
  writeLocalRegion,
} from './keys.ts';

const ROOT = join(import.meta.dirname, '..');

export type Prepared = {
  readonly region: RegionFile;
  readonly keys: LocalKeys;
  /** The synthesized CDK app. */
  readonly outdir: string;
};

/**
 * Makes what must be there before the region can start: keys, the region file with their public halves, and the template
 * synthesized from it. `basePath` is the region file without keys; `addressesOf` and `beside` as for `localRegion`.
 * @throws OkaError `configuration` when the file is faulty or the synthesis fails
 */
export async function prepareRegion(
  dataFolder: string,
  basePath = 'samples/region/region.json',
  addressesOf?: AddressesOf,
  beside?: Beside,
): Promise<Prepared> {
  const base = RegionFile.safeParse(JSON.parse(readFileSync(join(ROOT, basePath), 'utf8')));
  if (!base.success) throw new OkaError('configuration', `${basePath}: ${base.error.issues[0]?.path.join('.')}`);
  const keys = await openKeys(dataFolder, base.data);
  const region = localRegion(base.data, keys, addressesOf, registeredBefore(dataFolder), beside);
  const regionPath = await writeLocalRegion(dataFolder, region);
  const outdir = join(dataFolder, 'cdk.out');
  await runProgram('infra/app.ts', [], { OKA_LOCAL: '1', OKA_REGION: regionPath, CDK_OUTDIR: outdir });
  return { region, keys, outdir };
}

/**
 * Runs another program of the repository to its end; its output is shown only when it fails.
 * @throws OkaError `configuration` with what it said
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(ROOT, program), ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => said.push(piece));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0)
    throw new OkaError('configuration', `${program} failed:\n${Buffer.concat(said).toString('utf8').slice(-4000)}`);
}
