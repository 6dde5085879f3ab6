/** Share of each letter in Russian text, in per cent (Lyashevskaya, Sharov, Frequency Dictionary of Modern Russian, 2009). */
const SHARES =
  'о10.97 е8.45 а8.01 и7.35 н6.70 т6.26 с5.47 р4.73 в4.54 л4.40 к3.49 м3.21 д2.98 п2.81 у2.62 я2.01 ы1.90 ь1.74 г1.70 з1.65 б1.59 ч1.44 й1.21 х0.97 ж0.94 ш0.73 ю0.64 ц0.48 щ0.36 э0.32 ф0.26 ъ0.04 ё0.04';
const WEIGHT = new Map(SHARES.split(' ').map((entry) => [entry.charAt(0), Math.log2(Number(entry.slice(1)))]));

const FOREIGN_CYRILLIC = -5;
const CAPITAL_INSIDE = -4;
const BESIDE_ASCII_LETTER = -3;
const LATIN_PAIR = -4;
const SIGN = -4;
const CONTROL = -8;

/** Signs that stand in medical text without making it nonsense. */
const USUAL_SIGNS = new Set('№«»–—…°±µ²³×•§©®\u00a0');

/** Enough to tell; a message of megabytes is not looked through to its end. */
const LOOKED_AT = 200_000;

/**
 * How much the signs beyond ASCII look like words of a language: the mean weight of a sign, higher is likelier.
 * Windows-1251 read as ISO 8859-5 (and the other way about) gives rare letters, signs between letters and capitals
 * inside words. Only good for comparing two readings of the same bytes. Text without such signs has 0.
 */
export function plausibility(text: string): number {
  let sum = 0;
  let count = 0;
  for (const [word] of text.slice(0, LOOKED_AT).matchAll(/[\p{L}\u0080-\uffff]+/gu)) {
    const allCapitals = word === word.toUpperCase();
    let before = '';
    for (const sign of word) {
      if (sign > '\u007f') {
        count += 1;
        sum += weightOf(sign, before, allCapitals);
      } else if (/\p{Script=Cyrillic}/u.test(before)) sum += BESIDE_ASCII_LETTER;
      before = sign;
    }
  }
  return count === 0 ? 0 : sum / count;
}

function weightOf(sign: string, before: string, allCapitals: boolean): number {
  if (sign <= '\u009f') return CONTROL;
  if (/\p{Script=Cyrillic}/u.test(sign)) {
    const small = sign.toLowerCase();
    const capitalInside = sign !== small && before !== '' && !allCapitals ? CAPITAL_INSIDE : 0;
    return (WEIGHT.get(small) ?? FOREIGN_CYRILLIC) + capitalInside + (/[a-z]/i.test(before) ? BESIDE_ASCII_LETTER : 0);
  }
  // In Latin script the signs beyond ASCII stand alone between plain letters: Müller, Renée.
  if (/\p{Script=Latin}/u.test(sign)) return before > '\u007f' ? LATIN_PAIR : 1;
  return USUAL_SIGNS.has(sign) ? 0 : SIGN;
}
