import { layoutOf } from './layout.ts';
import { type CharacterSet, characterSetOf, readInSet } from './switches.ts';

/** The characters that a message declares in MSH-1 and MSH-2; what it does not declare it does not have. */
export type Delimiters = {
  readonly field: string;
  readonly component: string | undefined;
  readonly repetition: string | undefined;
  readonly escape: string | undefined;
  readonly subcomponent: string | undefined;
};

export const STANDARD_DELIMITERS: Delimiters = {
  field: '|',
  component: '^',
  repetition: '~',
  escape: '\\',
  subcomponent: '&',
};

type Decode = (bytes: Uint8Array) => string;

const utf8 = new TextDecoder();
const decodeUtf8: Decode = (bytes) => utf8.decode(bytes);

/**
 * Text of a value with its escape sequences resolved (HL7 v2.5.1 ch. 2.7; 2.7.2 hexadecimal, 2.7.3 character sets, 2.7.6
 * layout). Hexadecimal bytes are text in the message's character set, so `decode` is its decoder; several such sequences
 * in a row are one text. Highlighting (`\H\ \N\`) falls away. What nobody defined, what does not decode and what is not
 * closed stays as it is: nothing is lost. Linear: each escape character is looked at once.
 */
export function unescapeText(raw: string, delimiters: Delimiters, decode: Decode = decodeUtf8): string {
  const { escape: sign } = delimiters;
  let open = sign === undefined ? -1 : raw.indexOf(sign);
  if (sign === undefined || open < 0) return raw;
  let set: CharacterSet | undefined;
  let text = '';
  let at = 0;
  // Blank lines and spaces that a sequence stands for may not make a text many times longer than it was sent.
  let room = raw.length + 1000;
  const pass = (to: number): void => {
    const plain = raw.slice(at, to);
    text +=
      set === undefined || plain === '' ? plain : (readInSet(plain, set, decode) ?? sign + set.sequence + sign + plain);
  };
  for (;;) {
    const close = open < 0 ? -1 : raw.indexOf(sign, open + 1);
    if (close < 0) break;
    const sequence = raw.slice(open + 1, close);
    const bytes = sequence.startsWith('X') ? runOfBytes(raw, open, sign) : undefined;
    const switched = characterSetOf(sequence);
    const meaning =
      bytes !== undefined ? textOf(bytes, decode) : switched !== undefined ? '' : meaningOf(sequence, delimiters, room);
    if (meaning === undefined) {
      // What is no sequence is text: only its first escape character is passed over, the second may open one.
      open = bytes === undefined ? close : raw.indexOf(sign, bytes.end);
      continue;
    }
    pass(open);
    text += meaning;
    room -= meaning.length;
    at = bytes?.end ?? close + 1;
    if (switched !== undefined) set = switched.plain ? undefined : switched;
    open = raw.indexOf(sign, at);
  }
  pass(raw.length);
  return text;
}

function meaningOf(sequence: string, delimiters: Delimiters, room: number): string | undefined {
  switch (sequence) {
    case 'F':
      return delimiters.field;
    case 'S':
      return delimiters.component ?? '';
    case 'R':
      return delimiters.repetition ?? '';
    case 'T':
      return delimiters.subcomponent ?? '';
    case 'E':
    case '':
      // An empty sequence is the doubled escape character that some senders write for one.
      return delimiters.escape ?? '';
    case 'P':
      return '#';
    case 'H':
    case 'N':
      return '';
  }
  return sequence.startsWith('.') ? layoutOf(sequence.slice(1), room) : undefined;
}

type Bytes = { readonly digits: string; readonly end: number };

/** The digits of `\Xhh..\` at `open` and of those that follow at once: some senders write each byte on its own. */
function runOfBytes(raw: string, open: number, sign: string): Bytes | undefined {
  let digits = '';
  let end = open;
  while (raw.startsWith(`${sign}X`, end)) {
    const close = raw.indexOf(sign, end + 2);
    const more = close < 0 ? '' : raw.slice(end + 2, close);
    if (more === '' || more.length % 2 !== 0 || /[^0-9A-Fa-f]/.test(more)) break;
    digits += more;
    end = close + 1;
  }
  return digits === '' ? undefined : { digits, end };
}

function textOf({ digits }: Bytes, decode: Decode): string | undefined {
  const text = decode(Buffer.from(digits, 'hex'));
  return text.includes('\ufffd') ? undefined : text;
}

/** Writes text so that it stands as one value whatever it holds; `unescapeText` gives it back (ch. 2.7.1). */
export function escapeText(text: string, delimiters: Delimiters = STANDARD_DELIMITERS): string {
  const { escape: sign } = delimiters;
  if (sign === undefined) return text;
  const names = new Map<string | undefined, string>([
    [delimiters.field, 'F'],
    [delimiters.component, 'S'],
    [delimiters.repetition, 'R'],
    [delimiters.subcomponent, 'T'],
    [sign, 'E'],
    ['\n', '.br'],
  ]);
  let written = '';
  for (const letter of text) {
    const name =
      names.get(letter) ?? (letter < ' ' ? `X${letter.charCodeAt(0).toString(16).padStart(2, '0')}` : undefined);
    written += name === undefined ? letter : sign + name + sign;
  }
  return written;
}
