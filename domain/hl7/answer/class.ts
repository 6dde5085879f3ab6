import { OkaError } from '../../../schemas/errors.ts';
import type { Hl7Message, Segment } from '../read/message.ts';
import { readHl7 } from '../read/read.ts';

/** HL7 table 0008. */
const CODES = ['AA', 'AE', 'AR', 'CA', 'CE', 'CR'] as const;
export type AnswerCode = (typeof CODES)[number];

/** What a receiver's answer means for the one who sent. */
export type ClassOfAnswer = {
  /** `ambiguous`: nobody said whether it was applied; only to a receiver that replaces may it be repeated (contract 7). */
  readonly class: 'accepted' | 'transient' | 'permanent' | 'ambiguous';
  /** Absent for silence, and for an answer that says something else than table 0008. */
  readonly code?: AnswerCode;
  /** The condition of table 0357 that decided. */
  readonly condition?: number;
  /** Who answered: in enhanced mode `accept` says that the message is kept, not that it was applied. */
  readonly level?: 'accept' | 'application';
};

export type Asked = {
  /** MSH-10 of the message that was sent. */
  readonly controlId: string;
  /** The receiver is registered as replacing: the same version twice is applied once. */
  readonly replaces: boolean;
};

/**
 * What to make of an answer, or of silence (`undefined`). Gives undefined for what is no answer to this message: another
 * control id, no MSA, no HL7; then the sender goes on waiting, at last to silence.
 *
 * ERR-3 decides before the code: a condition of 1xx or 200–205 is permanent, 206 and 207 are transient; with several, one
 * permanent makes the whole permanent, because no repeat mends that part. Without a known condition AR and CE are
 * transient, AE and CR permanent (HL7 v2.5.1 ch. 2.9.2). AA and CA are accepted whatever else stands there.
 */
export function classOfAnswer(
  answer: Uint8Array | undefined,
  { controlId, replaces }: Asked,
): ClassOfAnswer | undefined {
  const silence = replaces ? 'transient' : 'ambiguous';
  if (answer === undefined) return { class: silence };
  const message = messageIn(answer);
  const msa = message?.first('MSA');
  if (message === undefined || msa === undefined) return undefined;
  const named = msa.text(2);
  const code = CODES.find((known) => known === msa.text(1)?.toUpperCase());
  // A refusal of what the receiver could not read carries no id; one message is under way at a time, so it is ours.
  const isOurs = named === controlId.trim() || (named === undefined && code !== undefined && !ACCEPTED.has(code));
  if (!isOurs) return undefined;
  if (code === undefined) return { class: silence };
  const level = code.startsWith('C') ? 'accept' : 'application';
  if (ACCEPTED.has(code)) return { class: 'accepted', code, level };
  const conditions = conditionsOf(message, msa);
  const deciding = conditions.find(isPermanent) ?? conditions[0];
  if (deciding !== undefined)
    return { class: isPermanent(deciding) ? 'permanent' : 'transient', code, condition: deciding, level };
  return { class: code === 'AR' || code === 'CE' ? 'transient' : 'permanent', code, level };
}

const ACCEPTED: ReadonlySet<AnswerCode> = new Set(['AA', 'CA']);
const isPermanent = (condition: number): boolean => condition < 206;

function messageIn(answer: Uint8Array): Hl7Message | undefined {
  try {
    return readHl7(answer)[0];
  } catch (cause) {
    if (cause instanceof OkaError) return undefined;
    throw cause;
  }
}

/** Conditions of table 0357 in ERR-3 (v2.5), ERR-1.4 (before), MSA-6 (before ERR was usual). Warnings are not faults. */
function conditionsOf(message: Hl7Message, msa: Segment): number[] {
  const found = message.all('ERR').flatMap((err) => {
    if (['W', 'I'].includes(err.text(4)?.toUpperCase() ?? '')) return [];
    const coded = [1, 4].map((first) => knownCondition(err.text(3, first), err.text(3, first + 2)));
    const old = err.repetitions(1).map((place) => knownCondition(place.text(4, 1), place.text(4, 3)));
    return [...coded, ...old];
  });
  const told = [...found, knownCondition(msa.text(6, 1), msa.text(6, 3))];
  return told.filter((condition) => condition !== undefined);
}

/** Of the standard's table: a receiver's own code 207 may mean anything. */
function knownCondition(code: string | undefined, system: string | undefined): number | undefined {
  const isTable = system === undefined || system.endsWith('0357');
  return isTable && /^(1\d\d|20[0-7])$/.test(code ?? '') ? Number(code) : undefined;
}
