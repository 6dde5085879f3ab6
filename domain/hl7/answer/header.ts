import { type Wire, wireOf } from './wire.ts';

/** An MSH stands within so many bytes of the beginning of an input, or there is none. */
const SEARCHED_BYTES = 64 * 1024;

/** What an answer needs of the message it answers: the first MSH as sent, read without looking at the rest. */
export type Header = {
  readonly wire: Wire;
  /** MSH-n as sent, undecoded; an empty string where it is absent. MSH-1 is the separator itself. */
  readonly field: (number: number) => string;
  /** Of the first repetition: a component as sent, without spaces around it. */
  readonly component: (number: number, component: number) => string;
  readonly delimiters: DeclaredDelimiters;
  /** MSH-2 declares a component separator that is one, and no sign twice. */
  readonly delimitersUsable: boolean;
};

/** The four signs of an answer; `encoding` is MSH-2 as it is written there. */
export type DeclaredDelimiters = {
  readonly field: string;
  readonly component: string;
  readonly repetition: string;
  readonly escaping: string;
  readonly subcomponent: string;
  readonly encoding: string;
};

const MSH = /(?:^|[\r\n\v])(?:\u00ef\u00bb\u00bf|\ufeff)?[ \t]{0,8}(MSH[!-/:-@[-`{-~][^\r\n]*)/i;

/** The first MSH of an input in any set that keeps ASCII in place or is UTF-16; undefined where there is none. */
export function headerOf(input: Uint8Array): Header | undefined {
  const wire = wireOf(input);
  const line = MSH.exec(wire.rawOf(input.subarray(0, SEARCHED_BYTES)))?.[1];
  if (line === undefined) return undefined;
  const separator = line.charAt(3);
  const fields = line.split(separator);
  const field = (number: number): string => (number === 1 ? separator : (fields[number - 1] ?? ''));
  const declared = delimitersIn(separator, field(2));
  const delimiters = declared ?? standardDelimiters(separator);
  const component = (number: number, place: number): string => {
    const [first = ''] = field(number).split(delimiters.repetition);
    return first.split(delimiters.component)[place - 1]?.trim() ?? '';
  };
  return { wire, field, component, delimiters, delimitersUsable: declared !== undefined };
}

/** Stands for a delimiter that MSH-2 does not declare. No value may hold it. */
export const NO_SIGN = '\0';

const PUNCTUATION = /^[!-/:-@[-`{-~]+$/;

/** MSH-2 (HL7 v2.5.1 ch. 2.5.4). A doubled escape character counts once; signs that are no ASCII punctuation separate nothing. */
function delimitersIn(separator: string, encoding: string): DeclaredDelimiters | undefined {
  const [component = '', ...others] = encoding;
  if (!PUNCTUATION.test(component)) return undefined;
  const [repetition, escaping, fourth, fifth] = others;
  const subcomponent = fourth === escaping ? fifth : fourth;
  const used = [separator, component, repetition, escaping, subcomponent].filter((sign) => sign !== undefined);
  if (new Set(used).size !== used.length) return undefined;
  const known = (sign: string | undefined): string =>
    sign !== undefined && others.every((other) => PUNCTUATION.test(other)) ? sign : NO_SIGN;
  return {
    ...{ field: separator, component, repetition: known(repetition) },
    ...{ escaping: known(escaping), subcomponent: known(subcomponent), encoding },
  };
}

/** For a sender whose MSH-2 cannot be used: the standard signs, behind his own field separator where they do not clash. */
export function standardDelimiters(separator = '|'): DeclaredDelimiters {
  const encoding = '^~\\&';
  const field = encoding.includes(separator) ? '|' : separator;
  return { field, component: '^', repetition: '~', escaping: '\\', subcomponent: '&', encoding };
}
