import { readdir, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Sha256 } from '../../schemas/input.ts';
import { ifAbsent } from '../absent.ts';
import { leaveFor } from '../files/leave.ts';

/**
 * What a human decided about a letter on the list. `repeat`: send it again. `delivered`: the record system has it, its
 * administrator looked. `drop`: it need not go.
 */
export const Decision = z.strictObject({
  resultId: Sha256,
  version: z.number().int().positive(),
  decision: z.enum(['repeat', 'delivered', 'drop']),
});
export type Decision = z.infer<typeof Decision>;

const folderOf = (folder: string): string => join(folder, 'decisions');
const nameOf = ({ resultId, version }: Decision): string => `${resultId}-${version}.json`;

/** Leaves a decision for the running connector of this folder, which takes it within seconds; also before it is started. */
export async function decideResult(folder: string, decision: Decision): Promise<void> {
  const bytes = Buffer.from(JSON.stringify(decision));
  await leaveFor(folder, folderOf(folder), nameOf(Decision.parse(decision)), bytes);
}

/** Decisions that nobody has taken yet; each file is removed when `take` has resolved. */
export async function takeDecisions(folder: string, take: (decision: Decision) => Promise<void>): Promise<void> {
  const names = await readdir(folderOf(folder)).catch(ifAbsent([]));
  for (const name of names.filter((one) => one.endsWith('.json')).sort()) {
    const path = join(folderOf(folder), name);
    const decision = Decision.safeParse(JSON.parse(await readFile(path, 'utf8')));
    if (decision.success) await take(decision.data);
    await unlink(path);
  }
}
