import type { UplinkSettings } from '../../schemas/edge/uplink.ts';
import type { Lane } from '../spool/meta.ts';

/**
 * What is sent, in classes. `first`: messages, and the first bytes of images, which already show them; `rest`: what follows
 * them. The first bytes of every image go before the rest of any.
 */
export const CLASSES = [
  'urgent-first',
  'routine-first',
  'bulk-first',
  'urgent-rest',
  'routine-rest',
  'bulk-rest',
] as const;
export type Class = (typeof CLASSES)[number];

export const classOf = (lane: Lane, part: 'first' | 'rest'): Class => `${lane}-${part}`;

export type Ceilings = Readonly<Record<Class, number>>;

const MINUTE_MS = 60_000;
/** Kept back, for segments that are under way and cannot be called back. */
const USED = 0.95;

/**
 * By when each class is due after its acceptance, in milliseconds. Routine and bulk ones by the ceilings of the clinic; the
 * first bytes so much sooner that they go before the rest of anything that is not itself nearly due.
 */
export function ceilingsOf({ urgent, routine, bulk }: UplinkSettings['ceilingMinutes']): Ceilings {
  const ms = (minutes: number): number => minutes * MINUTE_MS * USED;
  return {
    'urgent-first': ms(urgent / 30),
    'routine-first': ms(routine / 16),
    'bulk-first': ms(routine / 8),
    'urgent-rest': ms(routine / 6),
    'routine-rest': ms(routine),
    'bulk-rest': ms(bulk),
  };
}

/** What waits; `since` is its acceptance, milliseconds since 1970. */
export type Waiting = { readonly since: number };

/**
 * What waits for the line, and what goes next: what is due first. Earliest deadline first meets every deadline that any
 * order could meet (Liu and Layland, J. ACM 20(1), 1973, §7; Dertouzos 1974), so no routine item waits beyond its ceiling
 * as long as the line could carry all in time. When it could not, after days without one, what is late already gives way: to
 * everything of a more urgent class, and to what can still be in time; within a class the oldest goes first.
 */
export function makeLine<W extends Waiting>(ceilings: Ceilings) {
  const heaps = new Map<Class, Heap<W>>(CLASSES.map((name) => [name, new Heap<W>()]));
  const placed = new Map<W, Class>();

  /** When it is due, as compared now. */
  function dueOf(place: number, waiting: W, now: number): number {
    const name = CLASSES[place] as Class;
    const due = waiting.since + ceilings[name];
    if (due >= now || place === 0) return due;
    const before = CLASSES[place - 1] as Class;
    return now + ceilings[before];
  }

  return {
    get size() {
      return placed.size;
    },
    /** Puts it into a class, or moves it there. */
    put(waiting: W, name: Class): void {
      if (placed.get(waiting) === name) return;
      placed.set(waiting, name);
      heaps.get(name)?.push(waiting);
    },
    remove: (waiting: W): void => void placed.delete(waiting),
    has: (waiting: W): boolean => placed.has(waiting),
    /** What goes next of the classes that may; it stays in its place. */
    next(
      now: number,
      may: (name: Class) => boolean = () => true,
    ): { readonly waiting: W; readonly name: Class } | undefined {
      let best: { waiting: W; name: Class } | undefined;
      let bestDue = Number.POSITIVE_INFINITY;
      for (const [place, name] of CLASSES.entries()) {
        if (!may(name)) continue;
        const waiting = heaps.get(name)?.first((one) => placed.get(one) === name);
        if (waiting === undefined) continue;
        const due = dueOf(place, waiting, now);
        if (due < bestDue) [best, bestDue] = [{ waiting, name }, due];
      }
      return best;
    },
  };
}

/** The oldest first; equal ones in the order they came. What was removed is thrown out when it comes up. */
class Heap<W extends Waiting> {
  #nodes: { readonly waiting: W; readonly order: number }[] = [];
  #order = 0;

  push(waiting: W): void {
    this.#order += 1;
    this.#nodes.push({ waiting, order: this.#order });
    for (let at = this.#nodes.length - 1; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!this.#isBefore(at, parent)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  first(isThere: (waiting: W) => boolean): W | undefined {
    for (let top = this.#nodes[0]; top; top = this.#nodes[0]) {
      if (isThere(top.waiting)) return top.waiting;
      this.#pop();
    }
    return undefined;
  }

  #pop(): void {
    const last = this.#nodes.pop();
    if (last === undefined || this.#nodes.length === 0) return;
    this.#nodes[0] = last;
    for (let at = 0; ; ) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2])
        if (child < this.#nodes.length && this.#isBefore(child, least)) least = child;
      if (least === at) return;
      this.#swap(at, least);
      at = least;
    }
  }

  #isBefore(a: number, b: number): boolean {
    const [one, other] = [this.#nodes[a], this.#nodes[b]];
    if (one === undefined || other === undefined) return false;
    return (
      one.waiting.since < other.waiting.since || (one.waiting.since === other.waiting.since && one.order < other.order)
    );
  }

  #swap(a: number, b: number): void {
    const [one, other] = [this.#nodes[a], this.#nodes[b]];
    if (one && other) [this.#nodes[a], this.#nodes[b]] = [other, one];
  }
}
