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
const WEIGHED_BYTES = 4_000;

/** What a set has in its favour before a byte is looked at, in bits. */
const PRIORS: Readonly<Partial<Record<Candidate, number>>> = { 'windows-1251': 3, 'utf-8': 6 };
/** What a declaration in MSH-18 weighs: analysers do declare ASCII or 8859/5 and send windows-1251. */
const DECLARED_BITS = 8;

/** The costs of the words of a message that hold bytes beyond ASCII. One decoding for each set; linear. */
export function weigh(bytes: Uint8Array, declared?: string): Costs {
  const words = wordsBeyondAscii(bytes);
  const elsewhere = declared !== undefined && !isCandidate(declared) ? declared : undefined;
  const bits = HYPOTHESES.map((hypothesis) => {
    const charset = hypothesis === ANOTHER ? (elsewhere ?? 'windows-1252') : hypothesis;
    const text = decodeStrictly(words, charset);
    // Single-byte sets differ in the words alone; UTF-8 must hold for every byte of the message.
    if (text === undefined || (charset === 'utf-8' && decodeStrictly(bytes, charset) === undefined))
      return Number.POSITIVE_INFINITY;
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
  const least = weighed.length === 0 ? (sums[0] ?? 0) : Math.min(...sums);
  const place = sums.indexOf(least);
  const charset = CANDIDATES[place];
  if (charset === undefined) return { charset: CANDIDATES[0], margin: 0 };
  return { charset, margin: Math.max(0, Math.min(...sums.filter((_, other) => other !== place)) - least) };
}

/** Whether the bytes look like the declared set that is none of the candidates. */
export const looksLikeAnother = (costs: Costs): boolean => costs[CANDIDATES.length] === 0;

/** By how many bits one set is likelier than every other hypothesis (negative: less likely than the best). */
export function marginOf(costs: Costs, charset: string): number {
  const own = costs[(HYPOTHESES as readonly string[]).indexOf(charset)];
  if (own === undefined) return Number.NEGATIVE_INFINITY;
  return Math.min(...costs.filter((_, place) => HYPOTHESES[place] !== charset)) - own;
}

const decoders = new Map<string, { decode(bytes: Uint8Array): string }>();

/** Decodes strictly; undefined where the bytes are not of this set. A byte order mark is taken away. */
export function decodeStrictly(bytes: Uint8Array, charset: string): string | undefined {
  let decoder = decoders.get(charset);
  if (decoder === undefined) {
    decoder = new TextDecoder(charset, { fatal: true });
    decoders.set(charset, decoder);
  }
  try {
    return decoder.decode(bytes);
  } catch {
    // A decoder of several bytes may keep half a sign.
    decoders.delete(charset);
    return undefined;
  }
}

const isWordByte = (byte: number): boolean =>
  byte > 0x7f || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);

/**
 * Runs of ASCII letters and bytes beyond ASCII that hold one of the latter, a line each and each once: a unit that stands
 * in every line of a laboratory says no more than one does.
 */
function wordsBeyondAscii(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const words = new Set<string>();
  let length = 0;
  for (let start = 0; start < bytes.length && length < WEIGHED_BYTES; start += 1) {
    let end = start;
    let beyond = false;
    for (let byte = bytes[end]; byte !== undefined && isWordByte(byte); byte = bytes[end]) {
      beyond ||= byte > 0x7f;
      end += 1;
    }
    if (beyond && end - start <= WEIGHED_BYTES) {
      const word = text.toString('latin1', start, end);
      if (!words.has(word)) length += word.length;
      words.add(word);
    }
    start = end;
  }
  return Buffer.from([...words].join('\n'), 'latin1');
}
