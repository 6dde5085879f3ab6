/** Where a message stands in a file: from its MSH to the next MSH, batch envelope or the end. */
export type MessageRange = { readonly start: number; readonly end: number };

const CR = 0x0d;
const LF = 0x0a;
const VT = 0x0b;
const ENVELOPES = new Set(['FHS', 'BHS', 'BTS', 'FTS']);

/**
 * The messages of a file (HL7 v2.5.1 ch. 2.10.3: FHS/BHS batches; also plain messages one after the other). A message
 * begins at a line start with MSH and a field separator; spaces, a byte order mark or an MLLP start byte before it are
 * passed over, other text before it belongs to nobody. All sets in use keep ASCII in place, so bytes are enough. Linear.
 */
export function splitMessages(bytes: Uint8Array): MessageRange[] {
  const ranges: MessageRange[] = [];
  let start: number | undefined;
  const close = (end: number): void => {
    if (start !== undefined) ranges.push({ start, end });
    start = undefined;
  };
  for (let at = 0; at < bytes.length; at += 1) {
    const previous = at === 0 ? LF : bytes[at - 1];
    if (previous !== CR && previous !== LF && previous !== VT) continue;
    const begin = afterPadding(bytes, at);
    const name = segmentNameAt(bytes, begin);
    if (name === 'MSH') {
      close(at);
      start = begin;
    } else if (name !== undefined && ENVELOPES.has(name)) close(at);
  }
  close(bytes.length);
  return ranges;
}

/** Passes over at most one byte order mark and a few spaces, so that a long run of them cannot cost more than its length. */
function afterPadding(bytes: Uint8Array, at: number): number {
  let begin = at;
  if (bytes[begin] === 0xef && bytes[begin + 1] === 0xbb && bytes[begin + 2] === 0xbf) begin += 3;
  for (let spaces = 0; spaces < 8 && (bytes[begin] === 0x20 || bytes[begin] === 0x09); spaces += 1) begin += 1;
  return begin;
}

function segmentNameAt(bytes: Uint8Array, at: number): string | undefined {
  const separator = bytes[at + 3];
  if (
    separator === undefined ||
    separator < 0x21 ||
    separator > 0x7e ||
    /[A-Za-z0-9]/.test(String.fromCharCode(separator))
  )
    return undefined;
  return String.fromCharCode(bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0).toUpperCase();
}

/**
 * Lines of one message's text → its segments. `\r`, `\n` and `\r\n` all end a line. A line that does not start like a
 * segment, a letter and two letters or digits before the field separator, is text that a stray line end cut off: it goes
 * on in the last field of the segment before it, with `\n` between. Blank lines matter only inside such text.
 */
export function splitSegments(text: string, fieldSeparator: string): string[] {
  const segments: string[][] = [];
  let blanks = 0;
  for (const { line, afterReturn } of linesOf(text)) {
    if (isBlank(line)) {
      blanks += 1;
      continue;
    }
    const last = segments.at(-1);
    if (last === undefined || startsSegment(line, fieldSeparator, afterReturn)) segments.push([line.trimStart()]);
    else last.push('\n'.repeat(blanks), line);
    blanks = 0;
  }
  return segments.map((parts) => joinContinued(parts));
}

/** Nothing but white space and framing: MLLP's end (0x1C), an editor's end of file (0x1A), padding with NUL. */
function isBlank(line: string): boolean {
  for (const sign of line) if (sign > ' ' && sign.trim() !== '') return false;
  return true;
}

function joinContinued([first = '', ...rest]: readonly string[]): string {
  if (rest.length === 0) return first;
  const lines: string[] = [first];
  for (let index = 0; index < rest.length; index += 2) lines.push(`${rest[index]}${rest[index + 1]}`);
  return lines.join('\n');
}

const NAME = /^\s*[A-Za-z][A-Za-z0-9]{2}/;

function startsSegment(line: string, fieldSeparator: string, afterReturn: boolean): boolean {
  const name = NAME.exec(line)?.[0];
  if (name === undefined) return false;
  const rest = line.slice(name.length);
  // A segment without a field is only told from a word of three letters by HL7's own line end before it.
  return rest.startsWith(fieldSeparator) || (rest.trim() === '' && afterReturn && name === name.toUpperCase());
}

function* linesOf(text: string): Generator<{ line: string; afterReturn: boolean }> {
  const ends = /\r\n|\r|\n/g;
  let from = 0;
  let afterReturn = true;
  for (const { 0: end, index } of text.matchAll(ends)) {
    yield { line: text.slice(from, index), afterReturn };
    from = index + end.length;
    afterReturn = end !== '\n';
  }
  yield { line: text.slice(from), afterReturn };
}
