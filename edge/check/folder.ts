import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import type { EdgeSettings } from '../../schemas/edge.ts';
import type { CheckLine } from './line.ts';

/** Whether files can be taken out of the watched folder. */
export async function checkFolder({ folder }: Pick<EdgeSettings, 'folder'>): Promise<readonly CheckLine[]> {
  if (folder === undefined) return [];
  const { path } = folder;
  const facts = await stat(path).catch((cause: NodeJS.ErrnoException) => cause.code);
  if (typeof facts !== 'object' || !facts.isDirectory())
    return [
      {
        id: 'folder',
        state: 'fail',
        found: `${path} is no folder (${typeof facts === 'object' ? 'a file' : facts})`,
        whatToDo: 'Make it, or correct "folder.path".',
      },
    ];
  try {
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
    const found = `${path} can be read and emptied`;
    if (folder.domain !== undefined) return [{ id: 'folder', state: 'ok', found }];
    return [
      {
        id: 'folder',
        state: 'warn',
        found: `${found}; photos with a patient number wait there: nothing says whose numbering it is`,
        whatToDo: 'Where photos come, give "folder.domain" (a namespace of the region file).',
      },
    ];
  } catch {
    return [
      {
        id: 'folder',
        state: 'fail',
        found: `${path} cannot be written: files would stay there`,
        whatToDo: 'Give the user of the edge the right to read and write there.',
      },
    ];
  }
}
