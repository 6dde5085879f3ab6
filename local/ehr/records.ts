import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ifAbsent } from '../../edge/absent.ts';
import { PatientFacts, Picture } from '../../edge/connector/bundle.ts';
import { DerivedId } from '../../schemas/chart.ts';
import { ClinicId, Instant, Sha256 } from '../../schemas/input.ts';
import { Bilingual, Result, ResultState, Severity } from '../../schemas/result.ts';
import { writeDurably } from '../durable.ts';

/** A result as the record system holds it: its version in force, and when each version was applied. */
export const HeldResult = z.strictObject({
  resultId: Sha256,
  version: z.number().int().positive(),
  state: ResultState,
  severity: Severity,
  notify: z.boolean(),
  appliedAt: Instant,
  said: z.array(Bilingual),
  result: Result.optional(),
  pictures: z.array(Picture.extend({ file: z.string().optional() })),
  history: z.array(z.strictObject({ version: z.number(), at: Instant, state: z.string(), words: z.string() })),
});
export type HeldResult = z.infer<typeof HeldResult>;

export const PatientRecord = z.strictObject({
  record: DerivedId,
  clinic: ClinicId,
  patient: PatientFacts,
  results: z.array(HeldResult),
});
export type PatientRecord = z.infer<typeof PatientRecord>;

/** The patients of one record system: one JSON file each, written whole or not at all. */
export function openRecords(folder: string) {
  const path = (record: string) => join(folder, 'records', `${record}.json`);
  async function read(record: string): Promise<PatientRecord | undefined> {
    try {
      return PatientRecord.parse(JSON.parse(await readFile(path(record), 'utf8')));
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw cause;
    }
  }
  return {
    read,
    write: (record: PatientRecord): Promise<void> =>
      writeDurably(path(record.record), JSON.stringify(record, undefined, 1)),
    async all(): Promise<PatientRecord[]> {
      const names = await readdir(join(folder, 'records')).catch(ifAbsent([]));
      const ids = names.filter((name) => name.endsWith('.json') && !name.startsWith('.'));
      const records = await Promise.all(ids.map((name) => read(name.slice(0, -'.json'.length))));
      return records.filter((record) => record !== undefined);
    },
  };
}
