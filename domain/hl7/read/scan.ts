import { Lines } from './lines.ts';
import { type Syntax, syntaxAt } from './syntax.ts';

/** One message in a text: from its MSH to the next MSH, batch envelope or the end. */
export type FoundMessage = {
  readonly start: number;
  readonly end: number;
  /** Undefined where MSH-2 declares nothing usable. */
  readonly syntax: Syntax | undefined;
  /** `from, to` of each segment, one after the other. */
  readonly segments: readonly number[];
  /** Places in `segments` of those that go on over a line end that strayed into their text. */
  readonly continued: ReadonlySet<number>;
  /** Long stretches without any delimiter, as in `Source`. */
  readonly plain: readonly number[];
  /** More segments than are read; `segments` holds the first ones. */
  readonly tooMany: boolean;
};

/** More segments than any message has: a text of nothing but line ends must not fill the memory. */
const MAX_SEGMENTS = 500_000;

const CR = 0x0d;
const LF = 0x0a;

/**
 * The message whose MSH begins at `start`, cut into segments. `\r`, `\n` and `\r\n` all end a line. A line that does not
 * begin like a segment, a letter and two letters or digits before the field separator, is text that a stray line end cut
 * off and belongs to the segment before it. Blank lines matter only inside such text. Linear.
 */
export function scanMessage(text: string, start: number, lines = new Lines(text)): FoundMessage {
  const syntax = syntaxAt(text, start);
  const field = text.charCodeAt(start + 3);
  const segments: number[] = [];
  const continued = new Set<number>();
  const plain: number[] = [];
  let tooMany = false;
  let line = start;
  let afterReturn = true;
  let endsWithReturn = false;
  while (line < text.length) {
    const begin = afterPadding(text, line);
    if (line > start && boundaryAt(text, begin) !== undefined) break;
    const end = lines.endFrom(begin, syntax, plain);
    const last = contentEnd(text, begin, end);
    if (last > begin) {
      if (line === start || startsSegment(text, begin, last, field, { afterReturn, endsWithReturn })) {
        tooMany ||= segments.length >= 2 * MAX_SEGMENTS;
        if (!tooMany) segments.push(begin, last);
      } else if (!tooMany) {
        segments[segments.length - 1] = last;
        continued.add(segments.length - 2);
      }
    }
    afterReturn = text.charCodeAt(end) === CR;
    if (line === start) endsWithReturn = afterReturn;
    line = end + (afterReturn && text.charCodeAt(end + 1) === LF ? 2 : 1);
  }
  return { start, end: Math.min(line, text.length), syntax, segments, continued, plain, tooMany };
}

/**
 * Where a line's content begins: behind an MLLP start byte, a byte order mark (one character, or three where its bytes
 * are shown one by one) and a few spaces; a long run of them is text.
 */
export function afterPadding(text: string, line: number): number {
  let begin = line;
  for (let passed = 0; passed < 8; passed += 1) {
    const code = text.charCodeAt(begin);
    if (code === 0x20 || code === 0x09 || code === 0x0b || code === 0xfeff) begin += 1;
    else if (code === 0xef && text.startsWith('\u00ef\u00bb\u00bf', begin)) begin += 3;
    else break;
  }
  return begin;
}

/** The name in capitals where a message or a line of a batch's envelope begins, else undefined. */
export function boundaryAt(text: string, at: number): string | undefined {
  const first = text.charCodeAt(at) & ~0x20;
  if (first !== 0x4d && first !== 0x46 && first !== 0x42) return undefined;
  const separator = text.charAt(at + 3);
  if (!/^[!-/:-@[-`{-~]$/.test(separator)) return undefined;
  const name = text.slice(at, at + 3).toUpperCase();
  return name === 'MSH' || name === 'FHS' || name === 'BHS' || name === 'BTS' || name === 'FTS' ? name : undefined;
}

/** Without MLLP's end (0x1C), an editor's end of file (0x1A) and padding with NUL; `begin` for a blank line. */
function contentEnd(text: string, begin: number, end: number): number {
  let last = end;
  while (last > begin && isFraming(text.charCodeAt(last - 1))) last -= 1;
  return isBlank(text, begin, last) ? begin : last;
}

const isFraming = (code: number): boolean => code === 0x1c || code === 0x1a || code === 0;

function isBlank(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (text.charCodeAt(at) > 0x20 && text.charAt(at).trim() !== '') return false;
  return true;
}

/** How the line before ended, and how the message ends its segments, as its MSH does. */
type LineEnd = { readonly afterReturn: boolean; readonly endsWithReturn: boolean };

function startsSegment(
  text: string,
  begin: number,
  last: number,
  field: number,
  { afterReturn, endsWithReturn }: LineEnd,
): boolean {
  if (!isLetter(text.charCodeAt(begin))) return false;
  if (!isLetterOrDigit(text.charCodeAt(begin + 1)) || !isLetterOrDigit(text.charCodeAt(begin + 2))) return false;
  // Behind a line feed that is not how this message ends its segments, small letters are a word and no name.
  if (text.charCodeAt(begin + 3) === field) return afterReturn || !endsWithReturn || isInCapitals(text, begin);
  // A segment without a field is only told from a word of three letters by HL7's own line end before it.
  return afterReturn && isInCapitals(text, begin) && isBlank(text, begin + 3, last);
}

function isInCapitals(text: string, begin: number): boolean {
  const name = text.slice(begin, begin + 3);
  return name === name.toUpperCase();
}

const isLetter = (code: number): boolean => (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
const isLetterOrDigit = (code: number): boolean => isLetter(code) || (code >= 0x30 && code <= 0x39);
