import { followJournal } from '../worklist/follow.ts';
import { worklistIdKey } from '../worklist/names.ts';
import { openWorklist } from '../worklist/worklist.ts';
import type { Part } from './part.ts';
import { folderOf, type Shared } from './shared.ts';

const CLEAN_EVERY_MS = 60 * 60 * 1000;

/** The modality worklist: it follows the journal and is asked by the DICOM door and by the page. */
export async function startWorklistPart({ settings, journal, key, clock, notes, live }: Shared): Promise<Part> {
  const { clinic: id, oid = '', zone, data, senders, worklist: own } = settings;
  if (own === undefined) throw new Error('there is no worklist');
  const worklist = await openWorklist({
    folder: folderOf(data, 'worklist'),
    key,
    clinic: { id, oid },
    zone,
    idKey: worklistIdKey(key, oid),
    settings: own,
    senders,
    clock,
    tell: async (message, acceptedAt) => {
      await journal.append(message, { acceptedAt, by: 'worklist', address: '' });
    },
    onEvent: (event) => notes.event('worklist', event),
  });
  const following = await followJournal({
    journal,
    worklist,
    folder: folderOf(data, 'worklist-mark'),
    key,
    onFailed: (fault) => notes.event('worklist', { what: 'not-followed', fault }),
  });
  const clean = setInterval(
    () => void worklist.clean().catch((fault: unknown) => notes.failed('cleaning the worklist', fault)),
    CLEAN_EVERY_MS,
  );
  worklist.takeFromRegion(live.cache?.orders() ?? []);
  live.worklist = worklist;
  return {
    async stop() {
      clearInterval(clean);
      live.worklist = undefined;
      await following.stop();
      await worklist.close();
    },
    state: () => ({ items: worklist.items().length, behind: following.behind }),
  };
}
