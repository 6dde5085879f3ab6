import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EdgeFiles, nodeFiles } from '../../files/files.ts';
import { type Journal, type JournalEvent, type JournalOptions, openJournal } from '../journal.ts';

const root = mkdtempSync(join(tmpdir(), 'oka-journal-'));
/** What every test file that makes journals does at its end. */
export const removeJournals = (): void => rmSync(root, { recursive: true, force: true });
let serial = 0;
export function newFolder(): string {
  serial += 1;
  return join(root, String(serial));
}

export const AT = '2026-01-31T05:00:00.000Z';
export const ORIGIN = { acceptedAt: AT, by: 'mllp', address: '127.0.0.1' };
export const message = (text: string): Buffer => Buffer.from(`MSH|^~\\&|${text}\r`);
export const DRAINED = { at: AT, end: 'drained' } as const;

export async function opened(options: Partial<JournalOptions> & { folder: string }) {
  const events: JournalEvent[] = [];
  const journal = await openJournal({ onEvent: (event) => events.push(event), ...options });
  return { journal, events };
}

/** The messages that wait, as text. */
export const texts = async (journal: Journal): Promise<string[]> =>
  Promise.all(
    [...journal.waiting()].map(async (entry) => (await journal.read(entry, 9, entry.bytes - 1)).toString('utf8')),
  );

export const segmentsIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.journal'))
    .sort()
    .map((name) => join(folder, name));

/** A journal with these messages, each in a batch of its own, closed. */
export async function written(messages: readonly string[], options: Partial<JournalOptions> = {}): Promise<string> {
  const folder = newFolder();
  const { journal } = await opened({ folder, ...options });
  for (const text of messages) await journal.append(message(text), ORIGIN);
  await journal.close();
  return folder;
}

/** The real files with some calls replaced. */
export const filesWith = (
  change: (file: Awaited<ReturnType<EdgeFiles['create']>>) => object,
  more: object = {},
): EdgeFiles => ({
  ...nodeFiles,
  async create(path) {
    const file = await nodeFiles.create(path);
    return { ...file, ...change(file) };
  },
  ...more,
});
