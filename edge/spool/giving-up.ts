import { OkaError } from '../../schemas/errors.ts';
import type { FoundRecord, Log } from '../segments/log.ts';
import type { Segment } from '../segments/segments.ts';
import { endedAt, hasOriginal, type Kept } from './entry.ts';
import { endedFirst, type SpoolIndex } from './index.ts';
import { DerivedRecord, GoneRecord, KINDS, MarkRecord, ObjectRecord } from './records.ts';

export type GivingUpOptions = {
  readonly log: Log;
  readonly index: SpoolIndex;
  readonly retentionMs: number;
  /** Only what the region has byte for byte goes. */
  readonly needsOriginal: boolean;
  readonly now: () => number;
  readonly usedBytes: () => number;
  /** Whether there is too little room, asked anew. */
  readonly isShort: () => Promise<boolean>;
  /** Deletes an object's own file, or its working copy. */
  readonly removeFile: (kept: Kept) => Promise<void>;
  readonly removeDerived: (kept: Kept) => Promise<void>;
  /** An object could not be read when it was to be written anew. */
  readonly onDamaged: (kept: Kept, cause: unknown) => void;
};

/** Records written anew at once. */
const AT_ONCE = 64;
/** Where room is short, so much of what is kept goes before it is asked again. */
const STEP = 0.02;

/**
 * Gives up what need not be kept, and the room it took. The record that an object is gone is durable before its file is
 * deleted: a file that misses its object is a leftover, an object that misses its file would be damage.
 */
export function makeGivingUp(options: GivingUpOptions) {
  const { log, index, retentionMs, now, usedBytes, isShort, removeFile, removeDerived, onDamaged, needsOriginal } =
    options;

  async function giveUp(all: readonly Kept[]): Promise<void> {
    const said = all.map(({ take, sha256 }) => log.add({ kind: KINDS.gone, sha256, meta: { take } }));
    // Where the disk takes no record it needs the room all the more, and the region has the object.
    await Promise.allSettled(said);
    for (const kept of all) index.forget(kept);
    for (const kept of all) {
      await removeFile(kept);
      await removeDerived(kept);
    }
  }

  /** The line is done with the working copies of what the region has. */
  async function giveUpDerived(): Promise<void> {
    for (const kept of index.takes.values())
      if (kept.state === 'drained' && kept.derived !== undefined) await removeDerived(kept);
  }

  /** Writes anew what still counts in a segment, and drops it. False where that cannot be said of every object. */
  async function empty(segment: Segment): Promise<boolean> {
    await log.retire(segment);
    let isKnown = true;
    const writing: Promise<unknown>[] = [];
    await log.scan(segment, false, async (found) => {
      const { isOurs, again } = carried(found);
      if (!isOurs) isKnown = false;
      if (again !== undefined && isKnown) writing.push(again());
      if (writing.length >= AT_ONCE) await Promise.all(writing.splice(0));
      return true;
    });
    await Promise.all(writing);
    if (!isKnown) return false;
    await carryUnread(segment);
    if (log.isBusy(segment)) return false;
    await log.drop(segment);
    index.dropped(segment);
    return true;
  }

  /** Objects whose record was not come upon: the disk has spoilt it since the start. What it said is known here. */
  async function carryUnread(segment: Segment): Promise<void> {
    for (const kept of [...index.takes.values()]) {
      if (kept.placed.segment !== segment) continue;
      segment.isDamaged = true;
      if (kept.file === undefined) onDamaged(kept, new Error('its record cannot be read any more'));
      else await rewrite(kept);
    }
  }

  /** What has to be written anew of one record, if anything. */
  function carried(found: FoundRecord): { isOurs: boolean; again?: () => Promise<unknown> } {
    const { kind, sha256, placed } = found;
    const { segment, position } = placed;
    if (kind === KINDS.object) {
      const { data } = ObjectRecord.safeParse(found.meta);
      const kept = data && index.takes.get(data.take);
      if (kept === undefined) return { isOurs: data !== undefined && index.ghosts.has(data.take) };
      const isHere = kept.placed.segment === segment && kept.placed.position === position;
      return isHere ? { isOurs: true, again: () => carryObject(kept, found) } : { isOurs: true };
    }
    if (kind === KINDS.mark) {
      const { data } = MarkRecord.safeParse(found.meta);
      const isNeeded = data !== undefined && isElsewhere(data.take, segment);
      return { isOurs: true, ...(isNeeded ? { again: () => note(kind, sha256, data) } : {}) };
    }
    if (kind === KINDS.derived) {
      const { data } = DerivedRecord.safeParse(found.meta);
      const isNeeded = data !== undefined && index.takes.get(data.take)?.derived?.file.name === data.file.name;
      return { isOurs: true, ...(isNeeded ? { again: () => note(kind, sha256, data) } : {}) };
    }
    const { data } = GoneRecord.safeParse(found.meta);
    const isNeeded = data !== undefined && [...(index.ghosts.get(data.take) ?? [])].some((one) => one !== segment);
    return { isOurs: true, ...(isNeeded ? { again: () => note(kind, sha256, data) } : {}) };
  }

  const isElsewhere = (take: string, segment: Segment): boolean => {
    const kept = index.takes.get(take);
    return kept !== undefined && kept.placed.segment !== segment;
  };

  const note = async (kind: number, sha256: string, meta: object): Promise<void> =>
    index.noted(await log.add({ kind, sha256, meta }));

  async function carryObject(kept: Kept, { body, bytes, placed }: FoundRecord): Promise<void> {
    let held: Buffer | undefined;
    try {
      held = kept.file === undefined && bytes > 0 ? await body() : undefined;
    } catch (cause) {
      if (!(cause instanceof OkaError)) throw cause;
      // What cannot be read is put aside with its segment.
      placed.segment.isDamaged = true;
      return onDamaged(kept, cause);
    }
    await rewrite(kept, held);
  }

  async function rewrite(kept: Kept, body?: Buffer): Promise<void> {
    const { take, sha256, about, marks, file } = kept;
    const meta = { take, about, marks, ...(file === undefined ? {} : { file }) };
    index.move(kept, await log.add({ kind: KINDS.object, sha256, meta, body }));
  }

  /** Where room is short the segment that is being written may go too. */
  async function emptySegments(isPressed: boolean): Promise<void> {
    for (const segment of [...log.segments]) {
      const { objects, notes } = index.live(segment);
      const isWorth = objects === 0 || objects + notes <= segment.end / 2;
      if (isWorth && segment.end > 0 && (isPressed || !log.isCurrent(segment))) await empty(segment);
    }
  }

  /** The first of them, as many as make a step. */
  function oldest(ended: readonly Kept[]): Kept[] {
    let left = usedBytes() * STEP;
    return ended.filter(({ bytes }) => {
      const isNext = left > 0;
      left -= bytes;
      return isNext;
    });
  }

  return {
    giveUp,
    /**
     * What the region has goes when its retention is over; where room is short also before, those first that it has had
     * longest, if it has the very bytes.
     */
    async clean(): Promise<void> {
      await giveUpDerived();
      const due = (kept: Kept): boolean =>
        (endedAt(kept) ?? Number.POSITIVE_INFINITY) + retentionMs <= now() && (!needsOriginal || hasOriginal(kept));
      await giveUp(endedFirst(index.takes.values()).filter(due));
      await emptySegments(false);
      while (await isShort()) {
        const next = oldest(endedFirst(index.takes.values()).filter(hasOriginal));
        if (next.length === 0) return;
        await giveUp(next);
        await emptySegments(true);
      }
    },
  };
}
