import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { OkaError } from '../../schemas/errors.ts';
import { CACHE, ROOT } from '../settings.ts';

/** One thing in a layer: a file or folder, seen from the repository's root, and its place under /opt. */
export type LayerPart = { readonly from: string; readonly to: string; readonly keep?: (path: string) => boolean };

/**
 * Makes the folder of a layer once per content and keeps it.
 * @param key whatever the content depends on (versions, digests); a new key makes a new folder.
 * @returns absolute path of a folder that is complete: it gets its name only when everything is in it.
 */
export function layerFolder(name: string, key: readonly string[], parts: readonly LayerPart[]): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([name, key]))
    .digest('hex')
    .slice(0, 16);
  const folder = join(CACHE, 'layers', `${name}-${digest}`);
  if (existsSync(folder)) return folder;
  mkdirSync(dirname(folder), { recursive: true });
  const unfinished = mkdtempSync(`${folder}.`);
  for (const { from, to, keep } of parts)
    cpSync(resolve(ROOT, from), join(unfinished, to), {
      recursive: true,
      dereference: true,
      ...(keep ? { filter: keep } : {}),
    });
  try {
    renameSync(unfinished, folder);
  } catch (cause) {
    // Another synthesis was first; its folder is as good as ours.
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(folder)) throw cause;
  }
  return folder;
}

/** Version of an installed package, from its package.json. */
export function packageVersion(name: string): string {
  const path = join(ROOT, 'node_modules', name, 'package.json');
  if (!existsSync(path)) throw new OkaError('configuration', `the package ${name} is not installed; run npm ci`);
  return `${name}@${(JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version}`;
}

/** SHA-256 of a file, its path seen from the repository's root. */
export const digestOf = (path: string): string =>
  createHash('sha256')
    .update(readFileSync(resolve(ROOT, path)))
    .digest('hex');

/** Folders below `path` that hold `file`, sorted. */
export const foldersWith = (path: string, file: string): string[] =>
  existsSync(join(ROOT, path))
    ? readdirSync(join(ROOT, path))
        .filter((name) => existsSync(join(ROOT, path, name, file)))
        .sort()
    : [];
