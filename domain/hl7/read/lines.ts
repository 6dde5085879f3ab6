import { LINE, type Syntax, TEXT } from './syntax.ts';

/** In texts up to this length three quick searches for line ends beat one that also notes plain stretches. */
const SHORT_TEXT = 256 * 1024;

/** After so many characters of text it is worth asking where the text ends, and so many are worth remembering. */
const LONG = 256;
const WORTH_KEEPING = 2048;

type Signs = Pick<Syntax, 'kinds' | 'rare' | 'special'>;

const LINE_ENDS = '\r\n\v';
const LINE_ENDS_ONLY: Signs = {
  kinds: Uint8Array.from({ length: 128 }, (_, code) => (LINE_ENDS.includes(String.fromCharCode(code)) ? LINE : TEXT)),
  rare: undefined,
  special: /[\r\n\v]/g,
};

/** Finds the line ends of one text, going forward: each search begins where the one before ended. */
export class Lines {
  readonly #text: string;
  #return = -1;
  #feed = -1;
  #tab = -1;

  constructor(text: string) {
    this.#text = text;
  }

  /**
   * Where the line that goes on at `from` ends: the place of its `\r`, `\n` or `\v` (MLLP's start byte), or of the text's
   * end. In long texts the stretches without any delimiter are added to `plain`, so that nobody looks through a
   * document in base64 again.
   */
  endFrom(from: number, syntax: Syntax | undefined, plain: number[]): number {
    const text = this.#text;
    if (text.length > SHORT_TEXT) return endInLongText(text, from, syntax ?? LINE_ENDS_ONLY, plain);
    if (this.#return < from) this.#return = placeOf(text, '\r', from);
    if (this.#feed < from) this.#feed = placeOf(text, '\n', from);
    if (this.#tab < from) this.#tab = placeOf(text, '\v', from);
    return Math.min(this.#return, this.#feed, this.#tab);
  }
}

function placeOf(text: string, sign: string, from: number): number {
  const place = text.indexOf(sign, from);
  return place < 0 ? text.length : place;
}

function endInLongText(text: string, from: number, { kinds, rare, special }: Signs, plain: number[]): number {
  let stretch = from;
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const kind = code < 128 ? kinds[code] : rare === undefined ? TEXT : (rare.get(code) ?? TEXT);
    if (kind === LINE) return at;
    if (kind !== TEXT) stretch = at + 1;
    else if (at - stretch >= LONG) {
      special.lastIndex = at;
      const next = special.test(text) ? special.lastIndex - 1 : text.length;
      if (next - stretch >= WORTH_KEEPING) plain.push(stretch, next);
      stretch = next;
      at = next - 1;
    }
  }
  return text.length;
}
