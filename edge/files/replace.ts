import { dirname } from 'node:path';
import { type EdgeFiles, nodeFiles } from './files.ts';

/**
 * Puts a file in the place of another, or of none: whole and durable when this resolves, and never seen by halves.
 * @param prepare what the new file needs before it is seen, by its path until then
 */
export async function replaceFile(
  path: string,
  bytes: Uint8Array,
  files: EdgeFiles = nodeFiles,
  prepare: (part: string) => Promise<void> = async () => undefined,
): Promise<void> {
  const part = `${path}.part`;
  await files.remove(part).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ENOENT') throw cause;
  });
  const file = await files.create(part);
  try {
    await file.write(bytes, 0);
    await file.sync();
  } finally {
    await file.close();
  }
  await prepare(part);
  await files.move(part, path);
  await files.syncFolder(dirname(path));
}
