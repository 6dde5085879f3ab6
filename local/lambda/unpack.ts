import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { OkaError } from '../../schemas/errors.ts';

/**
 * Puts a function's asset where it runs, as Lambda unpacks it to /var/task: a folder of its own under `tasks`, outside
 * this repository's package (whose `"type": "module"` would turn a CommonJS bundle into a module).
 * Gives the path of its index.js. Errors: `configuration` when the asset has none.
 */
export function unpack(tasks: string, functionName: string, asset: string): string {
  mkdirSync(tasks, { recursive: true });
  writeFileSync(join(tasks, 'package.json'), '{ "type": "commonjs" }\n');
  const home = join(tasks, functionName);
  const folder = join(home, basename(asset));
  if (!existsSync(folder)) {
    mkdirSync(home, { recursive: true });
    // Assets of earlier syntheses are of no use any more.
    for (const old of readdirSync(home)) rmSync(join(home, old), { recursive: true, force: true });
    cpSync(asset, `${folder}.part`, { recursive: true, dereference: true });
    renameSync(`${folder}.part`, folder);
  }
  const index = join(folder, 'index.js');
  if (!existsSync(index)) throw new OkaError('configuration', `the asset of ${functionName} has no index.js`);
  return index;
}
