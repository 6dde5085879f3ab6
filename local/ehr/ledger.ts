import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { Instant, Sha256 } from '../../schemas/input.ts';
import { makeFolder, syncFolder } from '../durable.ts';

/** What the record system did with one message. `ignored`: this version or a higher one was there already. */
export const LedgerEntry = z.strictObject({
  at: Instant,
  outcome: z.enum(['applied', 'ignored', 'refused']),
  record: z.string(),
  resultId: Sha256,
  version: z.number().int().positive(),
  contentHash: Sha256,
});
export type LedgerEntry = z.infer<typeof LedgerEntry>;

/** Entries of a ledger file; a last line that a crash cut off is not an entry. */
export function parseLedger(text: string): LedgerEntry[] {
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  return whole
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => LedgerEntry.parse(JSON.parse(line)));
}

export type Ledger = Awaited<ReturnType<typeof openLedger>>;

/**
 * The append-only file of what was applied: one JSON line each, on disk with fsync before `note` returns. Opened again
 * after a crash it drops a line that was cut off and goes on.
 */
export async function openLedger(path: string) {
  await makeFolder(dirname(path));
  const file: FileHandle = await open(path, 'a+');
  await syncFolder(dirname(path));
  const text = (await file.readFile()).toString('utf8');
  const entries = parseLedger(text);
  await file.truncate(Buffer.byteLength(text.slice(0, text.lastIndexOf('\n') + 1)));
  const highest = new Map<string, number>();
  const counts = { applied: 0, ignored: 0, refused: 0 };
  const count = ({ outcome, resultId, version }: LedgerEntry): void => {
    counts[outcome] += 1;
    if (outcome === 'applied') highest.set(resultId, Math.max(version, highest.get(resultId) ?? 0));
  };
  entries.forEach(count);
  return {
    /** The version in force of a result; 0 when it has none. */
    versionOf: (resultId: string): number => highest.get(resultId) ?? 0,
    counts: (): Readonly<typeof counts> => ({ ...counts }),
    async note(entry: LedgerEntry): Promise<void> {
      await file.appendFile(`${JSON.stringify(entry)}\n`);
      await file.datasync();
      count(entry);
    },
    close: (): Promise<void> => file.close(),
  };
}
