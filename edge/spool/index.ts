import type { Placed } from '../segments/commit.ts';
import type { FoundRecord } from '../segments/log.ts';
import type { Segment } from '../segments/segments.ts';
import { endedAt, type Kept, makeSharer } from './entry.ts';
import { type Mark, type ObjectMeta, stateOf, withMark } from './meta.ts';
import type { StoredFile } from './records.ts';
import {
  type DerivedRecord,
  DerivedRecord as DerivedShape,
  GoneRecord,
  KINDS,
  MarkRecord,
  ObjectRecord,
} from './records.ts';

export type SpoolIndex = ReturnType<typeof makeIndex>;

/** Bytes of a segment that count: records of objects that are kept, and what was said of any. */
type Live = { readonly objects: number; readonly notes: number };

/**
 * What the spool holds, in memory; rebuilt from the log's records, which may come in any order and more than once: what is
 * gone is gone, marks are joined.
 */
export function makeIndex() {
  const takes = new Map<string, Kept>();
  const bySha256 = new Map<string, Kept>();
  /** Under one UID may lie several: a modality that corrects an image and keeps its name, or two that share one. */
  const bySop = new Map<string, readonly Kept[]>();
  const waiting = new Map<string, Kept>();
  /** Takes that are gone and whose record still stands in segments: there it must not count again. */
  const ghosts = new Map<string, Set<Segment>>();
  /** Segments that hold a record of a take again, after a start that came between writing it anew and dropping the old. */
  const copies = new Map<string, Set<Segment>>();
  const live = new Map<Segment, Live>();
  const share = makeSharer();
  const early = {
    marks: new Map<string, Mark[]>(),
    gone: new Set<string>(),
    derived: new Map<string, DerivedRecord>(),
  };

  function count(what: keyof Live, { segment }: Placed, bytes: number): void {
    const before = live.get(segment) ?? { objects: 0, notes: 0 };
    live.set(segment, { ...before, [what]: before[what] + bytes });
  }

  type Found = {
    take: string;
    sha256: string;
    about: ObjectMeta;
    marks: readonly Mark[];
    file?: StoredFile | undefined;
  };

  function place({ take, sha256, about, marks, file }: Found, placed: Placed, isSound: boolean): Kept {
    const before = takes.get(take);
    if (before !== undefined) {
      addTo(copies, take, before.placed.segment);
      count('objects', before.placed, -before.placed.size);
      before.placed = placed;
      before.marks = marks.reduce(withMark, before.marks);
      count('objects', placed, placed.size);
      return before;
    }
    const bytes = file?.bytes ?? placed.bytes;
    const state = stateOf(marks);
    const kept: Kept = { take, sha256, bytes, about: share(about), marks, state, placed, file, isSound };
    takes.set(take, kept);
    count('objects', placed, placed.size);
    return kept;
  }

  /** Makes an object known by its names. */
  function list(kept: Kept): void {
    bySha256.set(kept.sha256, kept);
    const { sopInstanceUid } = kept.about;
    if (sopInstanceUid !== undefined) {
      const others = (bySop.get(sopInstanceUid) ?? []).filter(({ sha256 }) => sha256 !== kept.sha256);
      bySop.set(sopInstanceUid, [...others, kept]);
    }
    if (kept.state === 'waiting') waiting.set(kept.take, kept);
  }

  function setState(kept: Kept, state: Kept['state']): void {
    kept.state = state;
    if (state === 'waiting') waiting.set(kept.take, kept);
    else waiting.delete(kept.take);
  }

  /** Takes it out of the index; its record in the log counts no more. */
  function forget(kept: Kept): void {
    takes.delete(kept.take);
    waiting.delete(kept.take);
    if (bySha256.get(kept.sha256) === kept) bySha256.delete(kept.sha256);
    const { sopInstanceUid } = kept.about;
    if (sopInstanceUid !== undefined) {
      const others = (bySop.get(sopInstanceUid) ?? []).filter((one) => one !== kept);
      if (others.length > 0) bySop.set(sopInstanceUid, others);
      else bySop.delete(sopInstanceUid);
    }
    count('objects', kept.placed, -kept.placed.size);
    ghosts.set(kept.take, new Set([kept.placed.segment, ...(copies.get(kept.take) ?? [])]));
    copies.delete(kept.take);
  }

  return {
    takes,
    ghosts,
    waiting,
    get: (sha256: string): Kept | undefined => bySha256.get(sha256),
    bySop: (uid: string): readonly Kept[] => bySop.get(uid) ?? [],
    live: (segment: Segment): Live => live.get(segment) ?? { objects: 0, notes: 0 },
    /** A record about an object was written: a mark, a working copy, that it is gone. */
    noted: (placed: Placed): void => count('notes', placed, placed.size),
    forget,
    setState,
    add(found: Found, placed: Placed): Kept {
      const kept = place(found, placed, true);
      list(kept);
      return kept;
    },
    /** Its record was written anew. */
    move(kept: Kept, placed: Placed): void {
      count('objects', kept.placed, -kept.placed.size);
      count('objects', placed, placed.size);
      kept.placed = placed;
    },
    mark(kept: Kept, mark: Mark): void {
      kept.marks = withMark(kept.marks, mark);
      if (kept.state !== 'damaged') setState(kept, stateOf(kept.marks));
    },
    dropped(segment: Segment): void {
      live.delete(segment);
      for (const among of [ghosts, copies])
        for (const [take, segments] of among) {
          segments.delete(segment);
          if (segments.size === 0) among.delete(take);
        }
    },
    /** One record of the log; false where it is none of ours. */
    replay({ kind, sha256, meta, placed }: FoundRecord): boolean {
      if (kind !== KINDS.object) count('notes', placed, placed.size);
      if (kind === KINDS.object) {
        const { data } = ObjectRecord.safeParse(meta);
        if (data !== undefined) place({ ...data, sha256 }, placed, false);
        return data !== undefined;
      }
      if (kind === KINDS.mark) {
        const { data } = MarkRecord.safeParse(meta);
        if (data !== undefined) early.marks.set(data.take, [...(early.marks.get(data.take) ?? []), data.mark]);
        return data !== undefined;
      }
      if (kind === KINDS.derived) {
        const { data } = DerivedShape.safeParse(meta);
        if (data !== undefined) early.derived.set(data.take, data);
        return data !== undefined;
      }
      const { data } = GoneRecord.safeParse(meta);
      if (data !== undefined) early.gone.add(data.take);
      return data !== undefined && kind === KINDS.gone;
    },
    /** After the last record: gives what is not to be kept, as a second taking of the same bytes. */
    settle(): Kept[] {
      for (const take of early.gone) {
        const kept = takes.get(take);
        if (kept !== undefined) forget(kept);
      }
      // Of the same instant in the order of the log: the sort is stable.
      const inOrder = [...takes.values()].sort((a, b) => compare(a.about.acceptedAt, b.about.acceptedAt));
      const second: Kept[] = [];
      for (const kept of inOrder) {
        kept.marks = (early.marks.get(kept.take) ?? []).reduce(withMark, kept.marks);
        kept.state = stateOf(kept.marks);
        kept.derived = early.derived.get(kept.take);
        const before = bySha256.get(kept.sha256);
        if (before !== undefined) second.push(before);
        list(kept);
      }
      for (const kept of second) waiting.delete(kept.take);
      for (const one of Object.values(early)) one.clear();
      return second;
    },
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

function addTo(among: Map<string, Set<Segment>>, take: string, segment: Segment): void {
  const segments = among.get(take) ?? new Set();
  segments.add(segment);
  among.set(take, segments);
}

/** Objects that the region has, those it has had longest first. */
export const endedFirst = (all: Iterable<Kept>): Kept[] =>
  [...all]
    .filter(({ state }) => state === 'drained')
    .sort((a, b) => (endedAt(a) ?? 0) - (endedAt(b) ?? 0) || compare(a.take, b.take));
