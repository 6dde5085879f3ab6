import type { Delimiters } from './escapes.ts';

/** What a character is to the reader. Everything that separates nothing is text. */
export const TEXT = 0;
export const FIELD = 1;
export const REPETITION = 2;
export const COMPONENT = 3;
const SUBCOMPONENT = 4;
export const ESCAPE = 5;
export const LINE = 6;

/** The delimiters of a message, prepared for looking at one character after the other. */
export type Syntax = {
  readonly delimiters: Delimiters;
  /** What each character below 128 is. */
  readonly kinds: Uint8Array;
  /** Delimiters beyond ASCII: a typographic tilde in MSH-2 has been seen. Nearly always none. */
  readonly rare: ReadonlyMap<number, number> | undefined;
  /** Any character that is not text; sticky to nothing, `lastIndex` says where to begin. */
  readonly special: RegExp;
};

/** Far more than the five characters that MSH-2 may have. */
const MSH_2_LENGTH = 32;

const known = new Map<string, Syntax>();
const KNOWN_AT_MOST = 64;

/**
 * What MSH-1 and MSH-2 declare (HL7 v2.5.1 ch. 2.5.4) in the MSH that begins at `start`: component, repetition, escape,
 * sub-component; what is missing the message does not have. Some senders double the escape character here (`^~\\&`); a
 * fifth character is the truncation character of v2.7 and separates nothing; behind the component separator letters and
 * digits mean that only it was declared. Undefined where that cannot be: no component separator, or two delimiters alike.
 */
export function syntaxAt(text: string, start: number): Syntax | undefined {
  const field = text.charAt(start + 3);
  const from = start + 4;
  let end = from;
  while (end < from + MSH_2_LENGTH && end < text.length && !isEnd(text.charAt(end), field)) end += 1;
  const declared = text.slice(start + 3, end);
  const seen = known.get(declared);
  if (seen !== undefined) return seen;
  const syntax = makeSyntax(declared);
  if (syntax === undefined) return undefined;
  if (known.size >= KNOWN_AT_MOST) known.clear();
  known.set(declared, syntax);
  return syntax;
}

const isEnd = (sign: string, field: string): boolean => sign === field || sign === '\r' || sign === '\n';

/** Letters, digits, line ends and what takes two code units cannot separate anything. */
const isUsable = (sign: string): boolean => sign.length === 1 && !/[A-Za-z0-9\r\n\v]/.test(sign);

function makeSyntax(declared: string): Syntax | undefined {
  const [field = '', component, ...others] = declared;
  if (component === undefined || !isUsable(component)) return undefined;
  const [repetition, escaping, fourth, fifth] = others.slice(0, 4).every(isUsable) ? others : [];
  const subcomponent = fourth !== undefined && fourth === escaping ? fifth : fourth;
  const places: [string | undefined, number][] = [
    [field, FIELD],
    [repetition, REPETITION],
    [component, COMPONENT],
    [subcomponent, SUBCOMPONENT],
    [escaping, ESCAPE],
  ];
  const kinds = new Uint8Array(128);
  for (const end of '\r\n\v') kinds[end.charCodeAt(0)] = LINE;
  const rare = new Map<number, number>();
  const all = new Set<string>();
  for (const [sign, kind] of places) {
    if (sign === undefined) continue;
    if (all.has(sign)) return undefined;
    all.add(sign);
    const code = sign.charCodeAt(0);
    if (code < 128) kinds[code] = kind;
    else rare.set(code, kind);
  }
  const delimiters = { field, component, repetition, escape: escaping, subcomponent };
  return { delimiters, kinds, rare: rare.size > 0 ? rare : undefined, special: specialOf([...all]) };
}

const specialOf = (signs: readonly string[]): RegExp =>
  new RegExp(
    `[\\r\\n\\v${signs.map((sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}]`,
    'g',
  );

/** What the character with this code is. */
export function kindOf({ kinds, rare }: Syntax, code: number): number {
  if (code < 128) return kinds[code] ?? TEXT;
  return rare === undefined ? TEXT : (rare.get(code) ?? TEXT);
}
