import { bitsOf, EXPECTED_SCRIPT } from './plausibility.ts';

/** The sets that Russian systems send without saying so. The first stands where nothing speaks for another. */
export const CANDIDATES = ['windows-1251', 'iso-8859-5', 'koi8-r', 'ibm866', 'utf-8'] as const;
export type Candidate = (typeof CANDIDATES)[number];

/**
 * A last hypothesis that may win but never is a guess: the declared set where it is none of the candidates, else Latin
 * script, from which no Cyrillic set must be guessed.
 */
const ANOTHER = 'another';
const HYPOTHESES = [...CANDIDATES, ANOTHER] as const;

/**
 * What the bytes of a message cost in bits under each hypothesis, above the cheapest one, which has 0 (in the order of
 * `CANDIDATES`, then another set). A difference of ten bits says a thousand to one.
 */
export type Costs = readonly number[];

/** One message never says more than this: a long text in one set must not outshout many short ones for ever. */
const MOST_BITS = 200;

/** Enough to tell; a message of megabytes is not weighed to its end. */
const WEIGHED_BYTES = 20_000;

/** What a set has in its favour before a byte is looked at, in bits. */
const PRIORS: Readonly<Partial<Record<Candidate, number>>> = { 'windows-1251': 3, 'utf-8': 6 };
/** What a declaration in MSH-18 weighs: analysers do declare ASCII or 8859/5 and send windows-1251. */
export const DECLARED_BITS = 8;

/** The costs of the words of a message that hold bytes beyond ASCII. One decoding for each set; linear. */
export function weigh(bytes: Uint8Array, declared?: string): Costs {
  const words = wordsBeyondAscii(bytes);
  const elsewhere = declared !== undefined && !isCandidate(declared) ? declared : undefined;
  const bits = HYPOTHESES.map((hypothesis) => {
    const charset = hypothesis === ANOTHER ? (elsewhere ?? 'windows-1252') : hypothesis;
    const text = decodeStrictly(words, charset);
    if (text === undefined) return Number.POSITIVE_INFINITY;
    const cost = bitsOf(text, hypothesis === ANOTHER && elsewhere !== undefined ? EXPECTED_SCRIPT : undefined);
    return cost - (charset === declared ? DECLARED_BITS : 0);
  });
  return aboveCheapest(bits);
}

export const isCandidate = (charset: string): charset is Candidate =>
  (CANDIDATES as readonly string[]).includes(charset);

const aboveCheapest = (bits: readonly number[]): number[] => {
  const least = Math.min(...bits);
  return bits.map((one) => Math.min(one - least, MOST_BITS));
};

export type Verdict = {
  readonly charset: Candidate;
  /** Bits by which it is likelier than the next hypothesis; 0: nothing speaks for it, it is only assumed. */
  readonly margin: number;
};

/**
 * The likeliest set after all that was weighed. Where another than the candidates is likelier, nothing is known of them:
 * windows-1251 is assumed, with margin 0.
 */
export function verdictOf(weighed: readonly Costs[]): Verdict {
  const sums = HYPOTHESES.map(
    (charset, place) =>
      weighed.reduce((sum, costs) => sum + (costs[place] ?? 0), 0) - (charset === ANOTHER ? 0 : (PRIORS[charset] ?? 0)),
  );
  const least = Math.min(...sums);
  const place = sums.indexOf(least);
  const charset = CANDIDATES[place];
  if (charset === undefined) return { charset: CANDIDATES[0], margin: 0 };
  return { charset, margin: Math.min(...sums.filter((_, other) => other !== place)) - least };
}

/** Whether the bytes look like the declared set that is none of the candidates. */
export const looksLikeAnother = (costs: Costs): boolean => costs[CANDIDATES.length] === 0;

/** By how many bits one set is likelier than every other hypothesis (negative: less likely than the best). */
export function marginOf(costs: Costs, charset: string): number {
  const own = costs[(HYPOTHESES as readonly string[]).indexOf(charset)];
  if (own === undefined) return Number.NEGATIVE_INFINITY;
  return Math.min(...costs.filter((_, place) => HYPOTHESES[place] !== charset)) - own;
}

/** Decodes strictly; undefined where the bytes are not of this set. A byte order mark is taken away. */
export function decodeStrictly(bytes: Uint8Array, charset: string): string | undefined {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const LINE_END = 0x0a;
const isWordByte = (byte: number): boolean =>
  byte > 0x7f || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);

/** Runs of ASCII letters and bytes beyond ASCII that hold one of the latter, a line each. */
function wordsBeyondAscii(bytes: Uint8Array): Uint8Array {
  const words = new Uint8Array(Math.min(bytes.length + 1, WEIGHED_BYTES));
  let length = 0;
  let start = 0;
  while (start < bytes.length) {
    if (!isWordByte(bytes[start] ?? 0)) {
      start += 1;
      continue;
    }
    let end = start;
    let beyond = false;
    while (end < bytes.length && isWordByte(bytes[end] ?? 0)) {
      beyond ||= (bytes[end] ?? 0) > 0x7f;
      end += 1;
    }
    if (beyond && length + end - start < words.length) {
      words.set(bytes.subarray(start, end), length);
      length += end - start;
      words[length] = LINE_END;
      length += 1;
    }
    start = end;
  }
  return words.subarray(0, length);
}
