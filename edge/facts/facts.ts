import { join } from 'node:path';
import type { z } from 'zod';
import { type EdgeFiles, nodeFiles } from '../files/files.ts';
import type { EdgeKey } from '../files/key.ts';

export type FactsOptions<F> = {
  /** A folder for these facts alone. */
  readonly folder: string;
  readonly schema: z.ZodType<F>;
  readonly files?: EdgeFiles;
  /** Without it nothing is encrypted. */
  readonly key?: EdgeKey | undefined;
  readonly onEvent?: (event: FactsEvent) => void;
};

/** What an engineer should hear of. */
export type FactsEvent =
  | { readonly what: 'torn'; readonly segment: string; readonly bytes: number }
  | { readonly what: 'damaged'; readonly segment: string; readonly position: number; readonly bytes: number }
  | { readonly what: 'write-failed'; readonly segment: string | undefined; readonly cause: unknown }
  /** A value that does not pass its schema any more; it is kept on the disk, and not among the facts. */
  | { readonly what: 'unreadable'; readonly count: number };

/** What a part of the edge knows and may not lose: one value for each key. */
export type Facts<F> = {
  readonly get: (key: string) => F | undefined;
  readonly entries: () => IterableIterator<[string, F]>;
  readonly size: number;
  /** Resolved means durable; the value is seen by `get` from then on. @throws OkaError `not-durable` */
  readonly put: (key: string, fact: F) => Promise<void>;
  readonly remove: (key: string) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Opens the facts of a folder. */
export async function openFacts<F>({ folder, schema, files = nodeFiles }: FactsOptions<F>): Promise<Facts<F>> {
  await files.makeFolder(folder);
  const path = join(folder, 'facts.jsonl');
  const file = (await files.list(folder)).includes('facts.jsonl') ? await files.open(path) : await files.create(path);
  const facts = new Map<string, F>();
  let end = await file.size();
  for (const line of (await file.read(0, end)).toString('utf8').split('\n').filter(Boolean)) {
    const [key, value] = JSON.parse(line) as [string, unknown];
    const fact = schema.safeParse(value);
    if (fact.success) facts.set(key, fact.data);
    else facts.delete(key);
  }
  async function append(key: string, fact?: F): Promise<void> {
    const line = Buffer.from(`${JSON.stringify([key, fact])}\n`);
    const at = end;
    end += line.length;
    await file.write(line, at);
    await file.sync();
  }
  return {
    get: (key) => facts.get(key),
    entries: () => facts.entries(),
    get size() {
      return facts.size;
    },
    async put(key, fact) {
      await append(key, fact);
      facts.set(key, fact);
    },
    async remove(key) {
      await append(key);
      facts.delete(key);
    },
    close: () => file.close(),
  };
}
