import type { Delimiters } from './escapes.ts';
import type { Segment } from './message.ts';

/** Fields in which bytes or a character set named by an escape sequence could not be decoded, so that it stands as text. */
export function keptEscapes(segments: readonly Segment[], { escape: sign }: Delimiters): string[] {
  if (sign === undefined) return [];
  const places = new Set<string>();
  const marks = ['C', 'M', 'X'].map((letter) => sign + letter);
  for (const segment of segments) {
    const { name, raw } = segment;
    if (!marks.some((mark) => raw.includes(mark))) continue;
    segment.eachValue((text, field) => {
      if (marks.some((mark) => opensBytes(text, mark, sign))) places.add(`${name}-${field}`);
    });
  }
  return Array.from(places, (place) => `${place}: an escape sequence of bytes is kept as text`);
}

/** Whether `\Xhh..\`, `\Cxxyy\` or `\Mxxyyzz\` still stands in a text; Windows paths hold such beginnings too. */
function opensBytes(text: string, mark: string, sign: string): boolean {
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 2)) {
    const close = text.indexOf(sign, at + 2);
    if (close > at + 3 && !/[^0-9A-Fa-f]/.test(text.slice(at + 2, close))) return true;
  }
  return false;
}
