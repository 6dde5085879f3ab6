import type { Syntax } from './syntax.ts';

/** Text that segments are cut from, and what is known of it. */
export type Source = {
  readonly text: string;
  readonly syntax: Syntax;
  /** Turns the bytes of `\Xhh..\` into text of the message's character set. */
  readonly decode: (bytes: Uint8Array) => string;
  /** Long stretches without any delimiter or line end, as `from, to, from, to…`: found once, never looked through again. */
  readonly plain: readonly number[];
};

/** The first end of a plain stretch after `at`; its number in `plain`, or the length where there is none. */
export function stretchAfter(plain: readonly number[], at: number): number {
  let low = 0;
  let high = plain.length / 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((plain[middle * 2 + 1] ?? 0) > at) high = middle;
    else low = middle + 1;
  }
  return low * 2;
}

/** Where the character `code` stands in `[from, to)`; -1 where it does not. */
export function find({ text, plain }: Source, code: number, from: number, to: number): number {
  let stretch = plain.length === 0 ? 0 : stretchAfter(plain, from);
  let skip = plain[stretch] ?? Number.POSITIVE_INFINITY;
  for (let at = from; at < to; at += 1) {
    if (at >= skip) {
      at = (plain[stretch + 1] ?? at) - 1;
      stretch += 2;
      skip = plain[stretch] ?? Number.POSITIVE_INFINITY;
    } else if (text.charCodeAt(at) === code) return at;
  }
  return -1;
}

/**
 * The parts of a range between separators, counted from 0: fields of a segment, repetitions of a field, components of a
 * repetition. Looks only as far as the part that is asked for, and at each character once.
 */
export class Parts {
  readonly #source: Source;
  readonly #code: number;
  readonly #end: number;
  readonly #starts: number[];
  #complete: boolean;

  constructor(source: Source, separator: string | undefined, start: number, end: number) {
    this.#source = source;
    this.#code = separator === undefined ? -1 : separator.charCodeAt(0);
    this.#end = end;
    this.#starts = [start];
    this.#complete = separator === undefined;
  }

  /** Where the part begins, or -1 where there are not that many. */
  startOf(part: number): number {
    this.#reach(part);
    return this.#starts[part] ?? -1;
  }

  /** Where a part that is there ends. */
  endOf(part: number): number {
    this.#reach(part + 1);
    const next = this.#starts[part + 1];
    return next === undefined ? this.#end : next - 1;
  }

  textOf(part: number): string {
    const start = this.startOf(part);
    return start < 0 ? '' : this.#source.text.slice(start, this.endOf(part));
  }

  #reach(part: number): void {
    const starts = this.#starts;
    while (!this.#complete && starts.length <= part) {
      const separator = find(this.#source, this.#code, starts[starts.length - 1] ?? 0, this.#end);
      if (separator < 0) this.#complete = true;
      else starts.push(separator + 1);
    }
  }
}
