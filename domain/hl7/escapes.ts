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

/**
 * Text of a value with its escape sequences resolved (HL7 v2.5.1 ch. 2.7, ch. 2.7.2 for hexadecimal, 2.7.6 for layout).
 * Hexadecimal bytes are text in the message's character set, so `decode` is its decoder. Highlighting (`\H\ \N\`) and
 * character set switches (`\Cxxyy\ \Mxxyyzz\`) carry no text and fall away; sequences nobody defined stay as they are.
 * Linear: each escape character is looked at once.
 */
export function unescapeText(
  raw: string,
  delimiters: Delimiters,
  decode: (bytes: Uint8Array) => string = (bytes) => new TextDecoder().decode(bytes),
): string {
  const { escape: sign } = delimiters;
  if (sign === undefined || !raw.includes(sign)) return raw;
  const parts: string[] = [];
  let at = 0;
  for (;;) {
    const open = raw.indexOf(sign, at);
    const close = open < 0 ? -1 : raw.indexOf(sign, open + 1);
    if (close < 0) break;
    const meaning = meaningOf(raw.slice(open + 1, close), delimiters, decode);
    parts.push(raw.slice(at, open), meaning ?? sign);
    // What is no sequence is text: only its first escape character is passed over, the second may open one.
    at = meaning === undefined ? open + 1 : close + 1;
  }
  parts.push(raw.slice(at));
  return parts.join('');
}

function meaningOf(
  sequence: string,
  delimiters: Delimiters,
  decode: (bytes: Uint8Array) => string,
): string | undefined {
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
  if (/^X([0-9A-Fa-f]{2})+$/.test(sequence)) return decode(Buffer.from(sequence.slice(1), 'hex'));
  if (/^(C[0-9A-Fa-f]{4}|M[0-9A-Fa-f]{4,6})$/.test(sequence)) return '';
  return sequence.startsWith('.') ? layoutOf(sequence.slice(1)) : undefined;
}

/** Formatting commands of FT (ch. 2.7.6): line breaks are kept, indents and filling say nothing of the content. */
function layoutOf(command: string): string | undefined {
  const [, name, count] = /^([a-z]{2})\s*([+-]?\d{0,3})$/i.exec(command) ?? [];
  switch (name?.toLowerCase()) {
    case 'br':
    case 'ce':
      return '\n';
    case 'sp':
      return '\n'.repeat(Math.max(1, Number(count || 1)));
    case 'sk':
      return ' '.repeat(Math.max(1, Number(count || 1)));
    case 'in':
    case 'ti':
    case 'fi':
    case 'nf':
      return '';
    default:
      return undefined;
  }
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
