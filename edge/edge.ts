import type { EdgeSettings } from '../schemas/edge.ts';
import { ageingClock } from './ageing.ts';
import { takeDrops } from './drops.ts';
import { readEdgeKey, wrappedKey } from './files/edge-key.ts';
import { nodeFiles } from './files/files.ts';
import type { EdgeKey } from './files/key.ts';
import { openJournal } from './journal/journal.ts';
import { edgeNotes } from './notes.ts';
import { type PartState, startParts } from './parts/part.ts';
import { makeSenders } from './parts/senders.ts';
import { setupsOf } from './parts/setups.ts';
import { folderOf, type Shared } from './parts/shared.ts';
import { sendRefusedAgain } from './refused.ts';
import { tokenOf } from './settings/token.ts';
import { openSpool, type SpoolEntry } from './spool/spool.ts';
import { type EdgeState, edgeStateOf, writeState } from './state.ts';
import { takeOver } from './takeover.ts';

export type EdgeOptions = {
  readonly settings: EdgeSettings;
  /** Tokens for the region; default: as the settings say. */
  readonly token?: () => Promise<string>;
  /** Put what the region refused into the line again. */
  readonly again?: boolean;
  /** So long an edge that still holds the folder is waited for; default: not at all. */
  readonly takeOverMs?: number;
  readonly clock?: () => Date;
};

export type Edge = {
  /** Ports of the doors that are open, by their part: `mllp`, `dicom`, `page`. */
  readonly ports: () => Readonly<Record<string, number>>;
  readonly state: () => Readonly<Record<string, PartState>>;
  /** What it says of itself now, as it writes it for `oka edge status` every few seconds. */
  readonly says: () => EdgeState;
  /** Images and other objects that it holds, with what became of each, and under which name the region has it. */
  readonly objects: () => Iterable<SpoolEntry>;
  /** Takes nothing more, answers what is durable, lets what is on its way arrive; what waits stays on the disk. */
  readonly stop: () => Promise<void>;
};

const GIB = 1024 ** 3;
const HOUR_MS = 60 * 60 * 1000;
const CLEAN_EVERY_MS = 60_000;
const STATE_EVERY_MS = 5000;

/**
 * The clinic's edge: what is taken becomes durable in journal and spool; around them the parts that the settings switch on.
 * Doors open last and close first.
 * @throws OkaError `configuration` when the folder is in use or cannot be read, or not one door opens
 */
export async function startEdge(options: EdgeOptions): Promise<Edge> {
  const { settings, again = false, takeOverMs = 0, clock = () => new Date() } = options;
  const { clinic, data } = settings;
  const notes = edgeNotes(clinic);
  // The credentials first: what is wrong with them is said before anything is begun.
  const token = options.token ?? tokenOf(settings);
  await nodeFiles.makeFolder(data);
  /** What ends what has begun; undone from the last to the first. */
  const ends: (() => unknown)[] = [await takeOver(data, takeOverMs, notes.waitsForFolder)];
  const stop = async (): Promise<void> => {
    // One that fails keeps no other from ending: the folder's lock is the last of them.
    for (const end of ends.splice(0).reverse())
      await Promise.resolve()
        .then(end)
        .catch((fault: unknown) => notes.failed('stopping', fault));
  };
  try {
    const shared = await openStores({ settings, clock, notes, token, again }, ends);
    const { journal, spool } = shared;
    const state = () =>
      writeState(data, shared.state()).catch((fault: unknown) => notes.failed('writing the state', fault));
    ends.push(state);
    const resent = again ? await sendAgain(shared) : 0;
    const started = await startParts(setupsOf(shared), { clock, onFailed: notes.part, onStarted: notes.partStarted });
    shared.live.parts = started.state;
    ends.push(started.stop);
    const ports = () => portsOf(started.state());
    notes.started({
      port: ports().mllp,
      waiting: journal.counts.waiting + spool.counts.waiting,
      resent,
      parts: Object.keys(started.state()).join(' '),
    });

    const clean = async (): Promise<void> => {
      await journal.clean().catch((fault: unknown) => notes.failed('cleaning the journal', fault));
      await spool.clean().catch((fault: unknown) => notes.failed('cleaning the spool', fault));
    };
    const drops = (): Promise<void> =>
      takeDrops({
        ...{ data, spool, clock, refused: folderOf(data, 'refused') },
        onDropped: notes.dropped,
        onNothing: notes.nothingToDrop,
      }).catch((fault: unknown) => notes.failed('dropping what was refused', fault));
    await drops();
    let dropping: Promise<void> = Promise.resolve();
    const timers = [
      setInterval(() => {
        dropping = dropping.then(drops);
      }, STATE_EVERY_MS),
      setInterval(() => void clean(), CLEAN_EVERY_MS),
      setInterval(() => void state(), STATE_EVERY_MS),
      setInterval(notes.summary, CLEAN_EVERY_MS),
    ];
    void state();
    return {
      ports,
      state: started.state,
      says: shared.state,
      objects: spool.entries,
      async stop() {
        for (const timer of timers) clearInterval(timer);
        await dropping;
        await stop();
        notes.summary();
        notes.stopped(journal.counts.waiting + spool.counts.waiting);
      },
    };
  } catch (cause) {
    await stop();
    throw cause;
  }
}

type Known = Pick<Shared, 'settings' | 'clock' | 'notes' | 'token' | 'again'>;

/** Journal and spool, under the key of the edge where it has one. */
async function openStores(known: Known, ends: (() => unknown)[]): Promise<Shared> {
  const { settings, clock, notes } = known;
  const { data, spool: limits } = settings;
  const key = await keyOf(settings);
  if (key === undefined) notes.notEncrypted();
  // Both use it for what is old alone.
  const common = { clock: ageingClock(clock), key, watermark: limits.watermark };
  const quota = quotasOf(settings);
  const journal = await openJournal({
    ...common,
    ...(quota ? { quotaBytes: quota.journal } : {}),
    folder: folderOf(data, 'journal'),
    retentionMs: limits.keepHours * HOUR_MS,
    onEvent: notes.journal,
  });
  ends.push(journal.close);
  const spool = await openSpool({
    ...common,
    ...(quota ? { quotaBytes: quota.spool } : {}),
    folder: folderOf(data, 'spool'),
    retentionMs: limits.keepImagesHours * HOUR_MS,
    needsOriginal: settings.uplink.originals,
    onEvent: (event) => notes.event('spool', event),
  });
  ends.push(spool.close);
  const senders = makeSenders();
  const live: Shared['live'] = {};
  const state = () =>
    edgeStateOf({
      clinic: settings.clinic,
      at: clock().toISOString(),
      journal,
      spool,
      totals: notes.totals(),
      senders: senders.list(),
      parts: live.parts?.() ?? {},
    });
  return { ...known, key, journal, spool, senders, live, state };
}

const keyOf = async ({ key, data }: EdgeSettings): Promise<EdgeKey | undefined> =>
  key && readEdgeKey(key, { wrapped: wrappedKey(data) });

/** The quota is for both: messages are small, so a tenth is theirs where images come, too. */
function quotasOf({ spool, dicom, folder }: EdgeSettings): { journal: number; spool: number } | undefined {
  if (spool.quotaGib === undefined) return undefined;
  const bytes = spool.quotaGib * GIB;
  const journal = dicom || folder ? bytes / 10 : bytes;
  return { journal, spool: bytes - journal };
}

/** Puts what the region refused, messages and images, into the line again; gives how many. */
async function sendAgain({ settings, journal, spool, key, clock }: Shared): Promise<number> {
  const refused = [...spool.entries()].filter(({ state }) => state === 'refused');
  for (const { sha256 } of refused) await spool.mark(sha256, { at: clock().toISOString(), what: 'again' });
  return refused.length + (await sendRefusedAgain(folderOf(settings.data, 'refused'), journal, key));
}

function portsOf(state: Readonly<Record<string, PartState>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(state).flatMap(([name, { port }]) => (typeof port === 'number' ? [[name, port]] : [])),
  );
}
