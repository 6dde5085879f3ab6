import { watch as watchFs } from 'node:fs';
import type { FolderSettings } from '../../schemas/edge/folder.ts';
import { type Facts, openFacts } from '../facts/facts.ts';
import type { EdgeFiles } from '../files/files.ts';
import type { EdgeKey } from '../files/key.ts';
import type { Journal } from '../journal/journal.ts';
import type { Spool } from '../spool/spool.ts';
import { makeAside } from './aside.ts';
import { type FolderDisk, nodeDisk } from './disk.ts';
import type { FolderEvent, FolderState } from './events.ts';
import { FolderFact, REMEMBERED_MS } from './facts.ts';
import { type IntakeOptions, makeIntake } from './intake.ts';
import { Held, makeRound } from './round.ts';
import { makeSettle } from './settle.ts';
import { unitsOf } from './units.ts';
import { type Found, makeWatch } from './watch.ts';
import { ZIP_LIMITS } from './zip.ts';

export type FolderOptions = {
  readonly settings: FolderSettings;
  /** The edge's own folder for what it remembers of this one. */
  readonly data: string;
  readonly spool: Pick<Spool, 'begin'>;
  readonly journal: Pick<Journal, 'append'>;
  readonly processing?: readonly string[];
  /** The clinic's own lanes. */
  readonly laneOf?: IntakeOptions['laneOf'];
  readonly key?: EdgeKey | undefined;
  readonly files?: EdgeFiles;
  readonly disk?: FolderDisk;
  readonly clock?: () => Date;
  /** Milliseconds that only grow. */
  readonly now?: () => number;
  readonly onEvent?: (event: FolderEvent) => void;
};

export type WatchedFolder = {
  /** Looks once, now; resolved when all that is whole has been taken. */
  readonly look: () => Promise<void>;
  readonly state: () => FolderState;
  /** Resolves when nothing is under way. */
  readonly stop: () => Promise<void>;
};

const GIB = 1024 ** 3;
const CLEAN_EVERY_MS = 60 * 60 * 1000;

/** A watched folder without a timer of its own. @throws where what it remembers cannot be read */
export async function openFolder(options: FolderOptions): Promise<WatchedFolder> {
  const { settings, data, spool, journal, processing, disk = nodeDisk, clock = () => new Date() } = options;
  const { now = () => performance.now(), onEvent = () => undefined } = options;
  const folder = settings.path;
  const settledMs = settings.settledSeconds * 1000;
  const { key, files } = options;
  const facts = await openFacts({ folder: data, schema: FolderFact, key, ...(files ? { files } : {}) });
  const watch = makeWatch({ folder, disk, now });
  const aside = makeAside({ folder, disk, after: settings.after, clock });
  const counts = { waiting: 0, taken: 0, repeats: 0, refused: 0, attention: 0 };
  let awaySince: string | undefined;
  let heldSince: string | undefined;
  let cleanedAt = Number.NEGATIVE_INFINITY;
  let running: Promise<void> | undefined;

  function tell(event: FolderEvent): void {
    if (event.what === 'taken' || event.what === 'refused' || event.what === 'attention') {
      counts.taken += event.taken;
      counts.repeats += event.repeats;
      if (event.what !== 'taken') counts[event.what] += 1;
    }
    onEvent(event);
  }

  const round = makeRound({
    folder,
    disk,
    aside,
    watch,
    clock,
    onEvent: tell,
    intake: makeIntake({ spool, journal, processing, domain: settings.domain, laneOf: options.laneOf, clock }),
    settle: makeSettle({ aside, facts, clock }),
    zipLimits: { ...ZIP_LIMITS, maxBytes: settings.maxMediaGib * GIB },
    patienceMs: settings.patienceMinutes * 60_000,
  });

  async function look(): Promise<void> {
    let found: Found[];
    try {
      found = await watch.look();
      awaySince = undefined;
    } catch (cause) {
      if (awaySince === undefined) tell({ what: 'away', cause });
      awaySince ??= clock().toISOString();
      return;
    }
    const waiting = found.filter((file) => !isRemembered(facts, file));
    counts.waiting = waiting.length;
    const ready = unitsOf(waiting).filter(({ quietMs, renamedIn }) => renamedIn || quietMs >= settledMs);
    try {
      await round(ready);
      heldSince = undefined;
    } catch (cause) {
      if (!(cause instanceof Held)) throw cause;
      if (heldSince === undefined) tell({ what: 'held', fault: cause.fault });
      heldSince ??= clock().toISOString();
    }
    if (now() - cleanedAt < CLEAN_EVERY_MS) return;
    cleanedAt = now();
    await aside.clean(settings.keepDays);
    await forget(facts, found, clock());
  }

  return {
    look: () => {
      running ??= look().finally(() => {
        running = undefined;
      });
      return running;
    },
    state: () => ({
      ...counts,
      ...(awaySince === undefined ? {} : { awaySince }),
      ...(heldSince === undefined ? {} : { heldSince }),
    }),
    async stop() {
      await running?.catch(() => undefined);
      await facts.close();
    },
  };
}

const isRemembered = (facts: Facts<FolderFact>, { path, facts: { size, mtimeMs } }: Found): boolean => {
  const fact = facts.get(path);
  return fact !== undefined && fact.size === size && fact.mtimeMs === mtimeMs;
};

async function forget(facts: Facts<FolderFact>, found: readonly Found[], at: Date): Promise<void> {
  const seen = new Set(found.map(({ path }) => path));
  for (const [path, fact] of [...facts.entries()])
    if (!seen.has(path) && Date.parse(fact.at) + REMEMBERED_MS < at.getTime()) await facts.remove(path);
}

/**
 * Watches a folder of the clinic: what is whole goes into spool or journal, byte for byte, and then out of the way. The
 * polling finds everything; what the system tells of changes only makes it sooner.
 */
export async function startFolder(options: FolderOptions): Promise<WatchedFolder> {
  const folder = await openFolder(options);
  const { path, settledSeconds, pollSeconds } = options.settings;
  const { onEvent = () => undefined } = options;
  let timer: NodeJS.Timeout | undefined;
  let dueAt = Number.POSITIVE_INFINITY;
  let stopped = false;

  /** A stream of hints makes the next look sooner, never later. */
  function lookIn(ms: number): void {
    const at = performance.now() + ms;
    if (stopped || at >= dueAt) return;
    clearTimeout(timer);
    dueAt = at;
    timer = setTimeout(() => void looked(), ms);
  }
  async function looked(): Promise<void> {
    await folder.look().catch((cause: unknown) => onEvent({ what: 'unreadable', cause }));
    dueAt = Number.POSITIVE_INFINITY;
    lookIn(1000 * (folder.state().waiting > 0 ? Math.min(pollSeconds, settledSeconds) : pollSeconds));
  }

  let hint: ReturnType<typeof watchFs> | undefined;
  try {
    hint = watchFs(path, { persistent: false }, () => lookIn(HINT_MS));
    hint.on('error', () => hint?.close());
  } catch {
    // Network shares and read-only media often know no such hints.
  }
  void looked();
  return {
    ...folder,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      hint?.close();
      await folder.stop();
    },
  };
}

/** Many changes come together. */
const HINT_MS = 200;
