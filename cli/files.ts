import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { OkaError } from '../schemas/errors.ts';

/** A file, or all files of a folder in depth, sorted. A path that is not there is given on: its reading says so. */
export function filesUnder(path: string): string[] {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => !name.startsWith('.'))
    .sort()
    .flatMap((name) => filesUnder(join(path, name)));
}

/** @throws OkaError `unreadable-file` */
export function bytesOf(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new OkaError('unreadable-file', (cause as NodeJS.ErrnoException).code, { cause });
  }
}

/** `12/300` on a terminal while there is much to do; nothing in a pipe. */
export function progress(done: number, count: number): void {
  if (!process.stderr.isTTY || count < 20 || (done % 10 !== 0 && done !== count)) return;
  process.stderr.write(done === count ? '\r\u001b[K' : `\r${done}/${count} `);
}
