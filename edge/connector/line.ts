import type { Severity } from '../../schemas/result.ts';
import { type Letter, letterKey } from './letter.ts';

const RANK: Readonly<Record<Severity, number>> = { critical: 0, warning: 1, info: 2 };

/** What only this process knows of a letter: how often it failed, and that it rests until then. */
export type Tried = { readonly failures: number; readonly notBefore: number };

/**
 * Letters that wait, and whose turn it is. Letters of one record go in their order (the queue's group); among records the
 * one with the gravest letter goes first, then the one that failed least, then the oldest.
 */
export function makeLine() {
  const records = new Map<string, Letter[]>();
  let bytes = 0;

  const of = (record: string): Letter[] => records.get(record) ?? [];
  const size = ({ data, wire = '' }: Letter): number => wire.length + JSON.stringify(data.bundle ?? {}).length;
  const sizes = new Map<string, number>();

  function remove(letter: Letter): void {
    const key = letterKey(letter.data);
    bytes -= sizes.get(key) ?? 0;
    sizes.delete(key);
    const rest = of(letter.data.record).filter((one) => letterKey(one.data) !== key);
    if (rest.length > 0) records.set(letter.data.record, rest);
    else records.delete(letter.data.record);
  }

  /** A newer version waits too, so this one need not go. A withdrawal always goes: somebody may have read what it takes back. */
  const isSuperseded = ({ data }: Letter): boolean =>
    data.state !== 'withdrawn' &&
    of(data.record).some((other) => other.data.resultId === data.resultId && other.data.version > data.version);

  return {
    /** Adds a letter, or puts its newer form in its place. */
    put(letter: Letter): void {
      remove(letter);
      const letters = [...of(letter.data.record), letter].sort((a, b) => a.place - b.place);
      records.set(letter.data.record, letters);
      const length = size(letter);
      sizes.set(letterKey(letter.data), length);
      bytes += length;
    },
    remove,
    isSuperseded,
    /** The highest version that waits of this result; 0: none. */
    newestOf: ({ record, resultId }: Letter['data']): number =>
      Math.max(0, ...of(record).flatMap(({ data }) => (data.resultId === resultId ? [data.version] : []))),
    /** Versions of the same result that this one makes needless. */
    olderThan: ({ data }: Letter): Letter[] =>
      of(data.record).filter(
        (one) =>
          one.data.resultId === data.resultId && one.data.version < data.version && one.data.state !== 'withdrawn',
      ),
    /**
     * Whose turn it is at `now` (a steady clock's), or when the next one may be tried. Letters that wait for a human are passed by: what
     * comes after them is another result, or a newer version that makes the question needless.
     */
    next(now: number, tried: ReadonlyMap<string, Tried>): Letter | number | undefined {
      let best: readonly [Letter, number, number] | undefined;
      let soonest: number | undefined;
      for (const letters of records.values()) {
        const [head] = letters.filter((one) => one.human === undefined && !isSuperseded(one));
        if (head === undefined) continue;
        const { failures, notBefore } = tried.get(letterKey(head.data)) ?? { failures: 0, notBefore: 0 };
        if (notBefore > now) {
          soonest = Math.min(soonest ?? Number.POSITIVE_INFINITY, notBefore);
          continue;
        }
        if (head.wire === undefined) continue;
        const rank = Math.min(...letters.map(({ data }) => RANK[data.severity]));
        const before = best && (best[1] - rank || best[2] - failures || best[0].place - head.place);
        if (before === undefined || before > 0) best = [head, rank, failures];
      }
      return best?.[0] ?? soonest;
    },
    all: (): Letter[] => [...records.values()].flat(),
    get bytes() {
      return bytes;
    },
  };
}
