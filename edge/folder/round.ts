import { join } from 'node:path';
import { ERRORS, OkaError } from '../../schemas/errors.ts';
import type { Aside } from './aside.ts';
import type { FolderDisk } from './disk.ts';
import type { FolderEvent } from './events.ts';
import { NOTHING } from './intake.ts';
import { fileKind, TELLING_BYTES } from './kinds.ts';
import { noteText } from './notes.ts';
import { readSidecar } from './photo.ts';
import type { PhotoSaid } from './photo-facts.ts';
import type { makeSettle } from './settle.ts';
import { CHANGED, type Outcome, type TakeOptions, takeFile, whole } from './take-file.ts';
import { takeMedium } from './take-medium.ts';
import type { Whole } from './units.ts';
import type { makeWatch } from './watch.ts';

export type RoundOptions = TakeOptions & {
  readonly disk: FolderDisk;
  readonly aside: Aside;
  readonly settle: ReturnType<typeof makeSettle>;
  readonly watch: Pick<ReturnType<typeof makeWatch>, 'isAsSeen'>;
  /** A unit that waits for more is given up when it has been quiet for so long. */
  readonly patienceMs: number;
  readonly clock: () => Date;
  readonly onEvent: (event: FolderEvent) => void;
};

/** Units taken at once; more would only wait for the same disk. */
const PARALLEL = 4;
const MAX_SIDECAR_BYTES = 64 * 1024;
/** What a folder's disk says where a right is missing or somebody else holds the file. */
const NOT_OPEN = new Set(['EACCES', 'EPERM', 'EBUSY', 'ETXTBSY']);

/** Thrown when a round must end: nothing is moved, all waits. */
export class Held extends Error {
  readonly fault: OkaError;
  constructor(fault: OkaError) {
    super(fault.message, { cause: fault });
    this.fault = fault;
  }
}

/**
 * Takes units: HL7 one after the other in their order, images beside them. A unit that fails does not hold up the others;
 * a full or failing disk of ours ends the round, and nothing is moved.
 * @throws Held
 */
export function makeRound(options: RoundOptions) {
  const { folder, disk, aside, settle, watch, patienceMs, clock, onEvent } = options;
  /** Files that nobody may open have been told once, by their path and time. */
  const told = new Map<string, number>();

  /** How long a unit had been quiet when it was tried in vain; one that waits is not unpacked every few seconds. */
  const tried = new Map<string, number>();
  const isDue = ({ path, quietMs }: Whole): boolean => {
    const last = tried.get(path);
    if (last === undefined || quietMs < last) return true;
    return quietMs >= 2 * last || (quietMs >= patienceMs && last < patienceMs);
  };

  async function isRecord(unit: Whole): Promise<boolean> {
    if (unit.kind === 'medium') return false;
    const file = await disk.open(join(folder, unit.file.path)).catch(() => undefined);
    if (file === undefined) return false;
    try {
      return fileKind(await file.read(0, TELLING_BYTES), unit.file.path.split('/').at(-1) ?? '') === 'record';
    } catch {
      return false;
    } finally {
      await file.close().catch(() => undefined);
    }
  }

  async function outcomeOf(unit: Whole): Promise<Outcome> {
    if (unit.kind === 'medium') return takeMedium(unit.medium, options);
    const { file, sidecar } = unit;
    if (sidecar === undefined) return takeFile(file, options);
    let said: PhotoSaid;
    try {
      said = await sidecarOf(sidecar);
    } catch (fault) {
      if (fault instanceof OkaError && fault.code === 'sidecar-malformed') return { what: 'faulty', fault, ...NOTHING };
      throw fault;
    }
    return takeFile(file, options, { sidecar: said });
  }

  async function sidecarOf(found: Extract<Whole, { kind: 'file' }>['file']): Promise<PhotoSaid> {
    if (found.facts.size > MAX_SIDECAR_BYTES) throw new OkaError('sidecar-malformed', 'too large');
    const file = await disk.open(join(folder, found.path));
    try {
      return readSidecar((await whole(file, found)).toString('utf8'));
    } finally {
      await file.close().catch(() => undefined);
    }
  }

  function isAsSeen(unit: Whole): Promise<boolean> {
    const within = unit.kind === 'medium' && unit.medium.path !== '' ? unit.medium.path : undefined;
    return watch.isAsSeen(
      unit.files.map(({ path }) => path),
      within,
    );
  }

  async function takeUnit(unit: Whole): Promise<void> {
    tried.delete(unit.path);
    try {
      const outcome = await outcomeOf(unit);
      const { taken, repeats } = outcome;
      // The next look takes what has come meanwhile; what was taken is a repeat then.
      if (outcome.what !== 'waits' && !(await isAsSeen(unit))) return;
      if (outcome.what === 'waits') {
        if (unit.quietMs < patienceMs || outcome.fault.detail === CHANGED) {
          tried.set(unit.path, unit.quietMs);
          return;
        }
        onEvent({ what: await settle(unit, { ...outcome, what: 'faulty' }), taken, repeats, code: outcome.fault.code });
      } else {
        const code = outcome.what === 'faulty' ? { code: outcome.fault.code } : {};
        onEvent({ what: await settle(unit, outcome), taken, repeats, ...code });
      }
    } catch (cause) {
      await failed(unit, cause);
    }
  }

  async function failed(unit: Whole, cause: unknown): Promise<void> {
    if (cause instanceof OkaError) throw ERRORS[cause.code].class === 'transient' ? new Held(cause) : cause;
    const { code = '' } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') return;
    tried.set(unit.path, unit.quietMs);
    if (!NOT_OPEN.has(code)) {
      onEvent({ what: 'unreadable', cause });
      return;
    }
    const newest = Math.max(...unit.files.map(({ facts }) => facts.mtimeMs));
    if (unit.quietMs < patienceMs || told.get(unit.path) === newest) return;
    told.set(unit.path, newest);
    onEvent({ what: 'unreadable', cause });
    await aside.noteOnly(unit.path, noteText('unreadable-file', clock().toISOString(), code));
  }

  return async (units: readonly Whole[]): Promise<void> => {
    const records: Whole[] = [];
    const others: Whole[] = [];
    for (const unit of units.filter(isDue)) ((await isRecord(unit)) ? records : others).push(unit);
    const queue = others.values();
    const stop = { held: undefined as unknown };
    const worker = async (from: Iterable<Whole>): Promise<void> => {
      for (const unit of from) {
        if (stop.held !== undefined) return;
        await takeUnit(unit).catch((cause: unknown) => {
          stop.held ??= cause;
        });
      }
    };
    await Promise.all([worker(records), ...Array.from({ length: PARALLEL }, () => worker(queue))]);
    if (stop.held !== undefined) throw stop.held;
  };
}
