import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { OkaError } from '../schemas/errors.ts';

/**
 * Files, and of folders all files in depth, sorted. A path that is not there is given on: its reading says so.
 * @throws OkaError `unreadable-file` where there is nothing at all: a command that did nothing has not succeeded
 */
export function filesOf(paths: readonly string[]): string[] {
  const files = paths.flatMap(filesUnder);
  if (files.length === 0) throw new OkaError('unreadable-file', `no files under ${paths.join(', ')}`);
  return files;
}

/**
 * All files of a folder in depth, sorted, without hidden ones; any other path is a file by itself.
 * @throws OkaError `unreadable-file` for a folder that may not be read
 */
export function filesUnder(path: string): string[] {
  if (!isFolder(path)) return [path];
  return entriesOf(path)
    .filter(({ name }) => !name.startsWith('.'))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const inside = join(path, entry.name);
      if (entry.isDirectory()) return filesUnder(inside);
      // A link to a folder may lead back to where we are; a pipe or device would keep us for ever.
      return entry.isFile() || (entry.isSymbolicLink() && !isFolder(inside)) ? [inside] : [];
    });
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (cause) {
    throw new OkaError('unreadable-file', folder, { cause });
  }
}

/** False also for what cannot be looked at: a loop of links, a path through a file. */
export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** @throws OkaError `unreadable-file` */
export function bytesOf(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new OkaError('unreadable-file', (cause as NodeJS.ErrnoException).code, { cause });
  }
}

/** What a file holds as JSON; `-` is standard input. @throws OkaError `unreadable-file`, `malformed-file` */
export function jsonOf(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (cause) {
    throw new OkaError('unreadable-file', file, { cause });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new OkaError('malformed-file', `${file} is not JSON`, { cause });
  }
}

/** `12/300` on a terminal while there is much to do; nothing in a pipe. */
export function progress(done: number, count: number): void {
  if (!process.stderr.isTTY || count < 20 || (done % 10 !== 0 && done !== count)) return;
  process.stderr.write(done === count ? '\r\u001b[K' : `\r${done}/${count} `);
}
