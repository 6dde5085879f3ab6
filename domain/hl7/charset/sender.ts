import { createHash } from 'node:crypto';
import { type Costs, decodeStrictly, type Verdict, verdictOf } from './evidence.ts';

/** A sender as MSH-3.1 and MSH-4.1 name him, one character for each byte: what he is called must not hang on his character set. */
export type SenderName = { readonly clinic: string; readonly application: string; readonly facility: string };

/** Names a sender of a clinic in keys and addresses; upper and lower case are one, as in the region file. */
export const senderId = ({ clinic, application, facility }: SenderName): string =>
  createHash('sha256')
    .update(JSON.stringify([clinic, application.trim().toLowerCase(), facility.trim().toLowerCase()]))
    .digest('hex')
    .slice(0, 16);

/** A name seen as one character for each byte, as it reads in a character set; undefined where it cannot. */
export function nameIn(charset: string, name: string): string | undefined {
  if (!/[\u0080-\uffff]/.test(name)) return name;
  const bytes = Uint8Array.from(name, (sign) => BYTES.get(sign) ?? 0x3f);
  return decodeStrictly(bytes, charset);
}

const ONE_FOR_ONE = new TextDecoder('windows-1252');
const BYTES = new Map(Array.from({ length: 256 }, (_, byte) => [ONE_FOR_ONE.decode(Uint8Array.of(byte)), byte]));

/** What one input of a sender speaks for. */
export type Telling = { readonly sha256: string; readonly costs: Costs };

/** Inputs that are kept as evidence: the most telling ones. */
export const KEPT_TELLING = 16;

/**
 * Evidence of two sides together: each input once, of all the most telling. Commutative, associative and idempotent, for
 * an input is named by its bytes and says the same wherever it is weighed.
 */
export function mergeEvidence(a: readonly Telling[], b: readonly Telling[]): Telling[] {
  const weights = new Map<Telling, number>();
  const weight = (telling: Telling): number => weights.get(telling) ?? 0;
  const known = new Map<string, Telling>();
  for (const telling of [...a, ...b]) {
    weights.set(telling, weightOf(telling));
    // Weighed by two versions of Oka an input may say two things: the more telling one is kept on every side, in the very
    // order in which inputs are kept, or a cut on one side would bring the other back.
    const before = known.get(telling.sha256);
    const more = before === undefined ? 1 : weight(telling) - weight(before);
    if (before === undefined || more > 0 || (more === 0 && String(before.costs) < String(telling.costs)))
      known.set(telling.sha256, telling);
  }
  return [...known.values()]
    .sort((one, other) => weight(other) - weight(one) || (one.sha256 < other.sha256 ? -1 : 1))
    .slice(0, KEPT_TELLING);
}

const weightOf = ({ costs }: Telling): number => verdictOf([costs]).margin;

/** The guess for a sender: a pure function of his evidence. */
export const guessOf = (evidence: readonly Telling[]): Verdict => verdictOf(evidence.map(({ costs }) => costs));

/** Costs of several messages of one input together. */
export const sumOf = (all: readonly Costs[]): Costs =>
  (all[0] ?? []).map((_, place) => all.reduce((sum, costs) => sum + (costs[place] ?? 0), 0));
