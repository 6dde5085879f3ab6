import { join } from 'node:path';
import { nodeFiles } from './files.ts';
import { giveTo } from './owner.ts';
import { replaceFile } from './replace.ts';

/**
 * Leaves a word for the edge that runs in `home`, or will: whole and durable when this resolves, and never seen before its
 * owner can read it.
 */
export async function leaveFor(home: string, folder: string, name: string, bytes: Uint8Array): Promise<void> {
  await nodeFiles.makeFolder(folder);
  await giveTo(folder, home);
  await replaceFile(join(folder, name), bytes, nodeFiles, (part) => giveTo(part, home));
}
