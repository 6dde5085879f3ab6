import { join } from 'node:path';
import { z } from 'zod';
import type { EdgeFiles } from '../files/files.ts';
import type { Measured } from './meter.ts';

const Kept = z.object({
  bytesPerSecond: z.number().positive().optional(),
  rttMs: z.number().nonnegative().optional(),
  betweenCutsMs: z.number().positive().optional(),
});

const NAME = 'link.json';

/** What was measured of the line before the edge was started anew; nothing where nobody knows. */
export async function recall(files: EdgeFiles, folder: string): Promise<z.infer<typeof Kept>> {
  try {
    await files.makeFolder(folder);
    const file = await files.open(join(folder, NAME));
    const text = (await file.read(0, await file.size())).toString('utf8');
    await file.close();
    return Kept.parse(JSON.parse(text));
  } catch {
    // It is only a first guess: the line is measured anew.
    return {};
  }
}

/** Not synced: it is news, not a promise. */
export async function remember(files: EdgeFiles, folder: string, { cuts: _, ...measured }: Measured): Promise<void> {
  const path = join(folder, NAME);
  await files.remove(`${path}.part`).catch(() => undefined);
  const file = await files.create(`${path}.part`);
  try {
    await file.write(Buffer.from(`${JSON.stringify(measured)}\n`), 0);
  } finally {
    await file.close();
  }
  await files.move(`${path}.part`, path);
}
