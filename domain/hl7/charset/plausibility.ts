import { EDGE, pairBits, placeOf } from './pairs.ts';

/** Prices in bits: what is rare costs much. A usual Russian letter costs three to five. */
const CAPITAL_INSIDE = 8;
const SMALL_AFTER_CAPITALS = 6;
const SCRIPTS_MIXED = 6;
const FOREIGN_CYRILLIC = 12;
const LATIN = 10;
const LATIN_PAIR = 14;
const USUAL_SIGN = 6;
const SIGN_BETWEEN_LETTERS = 10;
const SIGN = 14;
const CONTROL = 20;
/** Letters of Greek, Hebrew, Chinese …: where such a set is declared they are to be expected, elsewhere they are a misreading. */
const OTHER_SCRIPT = 30;
export const EXPECTED_SCRIPT = 16;

/** Signs that stand in medical text without making it nonsense. */
const USUAL_SIGNS = new Set('№«»–—…°±µμ²³×•·§©®≤≥“”„’\u00a0\u2009\u202f');

type Kind = 'edge' | 'ascii' | 'cyrillic' | 'latin' | 'sign' | 'other';
/** What is known of one sign: for Cyrillic its place in the table of pairs, what it costs beside its pair, and its size. */
type Known = { readonly kind: Kind; readonly place: number; readonly bits: number; readonly capital: boolean };

const isLetter = (kind: Kind): boolean => kind === 'ascii' || kind === 'cyrillic' || kind === 'latin';

/**
 * How many bits it would cost to write the signs beyond ASCII of this text if it were Russian (or Latin script with
 * accents): lower is likelier. Letter pairs, capitals inside words, mixed scripts, signs and C1 controls have their
 * price; ASCII alone costs nothing. Good for comparing readings of the same bytes, not for comparing texts.
 */
export function bitsOf(text: string, otherScript = OTHER_SCRIPT): number {
  let bits = 0;
  let before: Kind = 'edge';
  let letterBeforeSign = false;
  let place = EDGE;
  /** Capitals in a row in the word so far, and whether a small letter has come. */
  let capitals = 0;
  let small = false;
  for (const sign of text) {
    const known = knownOf(sign);
    const { kind } = known;
    if (kind !== 'cyrillic' && before === 'cyrillic') {
      bits += pairBits(place, EDGE);
      place = EDGE;
      capitals = 0;
      small = false;
    }
    if (isLetter(kind) && before === 'sign' && letterBeforeSign) bits += SIGN_BETWEEN_LETTERS;
    if ((kind === 'cyrillic' && before === 'ascii') || (kind === 'ascii' && before === 'cyrillic'))
      bits += SCRIPTS_MIXED;
    if (kind === 'cyrillic') {
      if (known.capital && small) bits += CAPITAL_INSIDE;
      if (!known.capital && !small && capitals > 1) bits += SMALL_AFTER_CAPITALS;
      small ||= !known.capital;
      capitals += Number(known.capital);
      bits += (known.place === EDGE ? 0 : pairBits(place, known.place)) + known.bits;
      place = known.place;
    } else if (kind === 'latin') bits += before === 'latin' ? LATIN_PAIR : LATIN;
    else if (kind === 'other') bits += otherScript;
    else if (kind === 'sign') {
      bits += known.bits;
      letterBeforeSign = isLetter(before);
    }
    before = kind;
  }
  return bits + (before === 'cyrillic' ? pairBits(place, EDGE) : 0);
}

const all = new Map<string, Known>();

/** Looked up once for each sign: the classes of Unicode are slow to ask for. There are not many signs in all. */
function knownOf(sign: string): Known {
  let known = all.get(sign);
  if (known === undefined) {
    known = lookAt(sign);
    all.set(sign, known);
  }
  return known;
}

function lookAt(sign: string): Known {
  const kind = kindOf(sign);
  const lower = sign.toLowerCase();
  const found = kind === 'cyrillic' ? placeOf(lower) : undefined;
  const price = kind === 'sign' ? priceOf(sign) : kind === 'cyrillic' ? FOREIGN_CYRILLIC : 0;
  return { kind, place: found?.place ?? EDGE, bits: found?.extraBits ?? price, capital: lower !== sign };
}

const priceOf = (sign: string): number =>
  USUAL_SIGNS.has(sign) ? USUAL_SIGN : sign <= '\u009f' || sign === '\ufffd' ? CONTROL : SIGN;

function kindOf(sign: string): Kind {
  if (sign <= '\u007f') return /[a-z]/i.test(sign) ? 'ascii' : 'edge';
  // The micro sign is a letter to Unicode.
  if (USUAL_SIGNS.has(sign)) return 'sign';
  if (/\p{Script=Cyrillic}/u.test(sign)) return 'cyrillic';
  if (/\p{Script=Latin}/u.test(sign)) return 'latin';
  const isSymbol = sign <= '\u07ff' || /[\u2000-\u26ff]/.test(sign);
  return isSymbol && !/[\p{L}\p{M}]/u.test(sign) ? 'sign' : 'other';
}
