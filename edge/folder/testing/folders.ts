import { hash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { FolderSettings } from '../../../schemas/edge/folder.ts';
import { type Journal, openJournal } from '../../journal/journal.ts';
import { openSpool, type Spool } from '../../spool/spool.ts';
import type { FolderEvent } from '../events.ts';
import { type FolderOptions, openFolder } from '../folder.ts';

const root = mkdtempSync(join(tmpdir(), 'oka-folder-'));
export const removeFolders = (): void => rmSync(root, { recursive: true, force: true });
let serial = 0;

/** A real watched folder with real spool and journal behind it; time passes when it is told to. */
export async function watched(
  settings: Partial<FolderSettings> = {},
  more: Partial<Pick<FolderOptions, 'disk' | 'processing' | 'laneOf'>> & {
    readonly spool?: (spool: Spool) => Pick<Spool, 'begin'>;
    readonly journal?: (journal: Journal) => Pick<Journal, 'append'>;
  } = {},
) {
  serial += 1;
  const base = join(root, String(serial));
  const path = settings.path ?? join(base, 'in');
  mkdirSync(path, { recursive: true });
  const spool = await openSpool({ folder: join(base, 'spool'), watermark: 1 });
  const journal = await openJournal({ folder: join(base, 'journal'), watermark: 1 });
  const events: FolderEvent[] = [];
  let at = 0;
  const { spool: around, journal: beside, ...rest } = more;
  const options: FolderOptions = {
    settings: FolderSettings.parse({ domain: 'DLN', ...settings, path }),
    data: join(base, 'facts'),
    spool: around?.(spool) ?? spool,
    journal: beside?.(journal) ?? journal,
    clock: () => new Date(Date.parse('2026-03-01T05:00:00.000Z') + at),
    now: () => at,
    onEvent: (event) => events.push(event),
    ...rest,
  };
  let folder = await openFolder(options);
  const pass = async (seconds: number): Promise<void> => {
    await folder.look();
    at += seconds * 1000;
    await folder.look();
  };
  return {
    path,
    spool,
    journal,
    events,
    pass,
    get folder() {
      return folder;
    },
    put(name: string, bytes: Uint8Array | string): void {
      const file = join(path, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, bytes);
    },
    /** As it would be after a kill: what lies on the disk, opened anew. */
    async restarted(): Promise<void> {
      await folder.stop();
      folder = await openFolder(options);
    },
    /** All files in it, by path. */
    files: (): string[] => filesIn(path),
    text: (name: string): string => readFileSync(join(path, name), 'utf8'),
    async close(): Promise<void> {
      await folder.stop();
      await spool.close();
      await journal.close();
    },
  };
}

export function filesIn(path: string, within = ''): string[] {
  return readdirSync(join(path, within), { withFileTypes: true })
    .flatMap((entry) => {
      const name = within === '' ? entry.name : `${within}/${entry.name}`;
      return entry.isDirectory() ? filesIn(path, name) : [name];
    })
    .sort();
}

export const sha256 = (bytes: Uint8Array): string => hash('sha256', bytes);
export const objectsIn = (spool: Spool): string[] => [...spool.entries()].map((entry) => entry.sha256).sort();
export const messagesIn = async (journal: Journal): Promise<string[]> =>
  Promise.all([...journal.waiting()].map(async (entry) => (await journal.read(entry, 0, entry.bytes)).toString()));

export const touch = (path: string): void => {
  const { atime, mtimeMs } = statSync(path);
  utimesSync(path, atime, new Date(mtimeMs + 1000));
};
