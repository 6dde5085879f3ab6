import { startFolder } from '../folder/folder.ts';
import { laneOfObject } from '../lanes/rules.ts';
import type { Part } from './part.ts';
import { folderOf, type Shared } from './shared.ts';

/** The watched folder. */
export async function startFolderPart({ settings, spool, journal, key, clock, notes }: Shared): Promise<Part> {
  const { folder, data, mllp } = settings;
  if (folder === undefined) throw new Error('there is no folder');
  return startFolder({
    settings: folder,
    data: folderOf(data, 'folder'),
    spool,
    journal,
    ...(mllp ? { processing: mllp.processing } : {}),
    laneOf: (known) => laneOfObject(known, settings.uplink.rules),
    key,
    clock,
    onEvent: (event) => notes.event('folder', event),
  });
}
