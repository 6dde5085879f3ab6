import { CANDIDATES } from '../../domain/hl7/charset/evidence.ts';
import { longest, sampleOf } from '../../domain/hl7/charset/sample.ts';
import { guessOf, nameIn } from '../../domain/hl7/charset/sender.ts';
import type { GuessedSender } from '../../platform/chart/charsets.ts';
import { variableOf } from '../../platform/environment.ts';
import { readInput } from '../../platform/objects.ts';
import { readAgain } from '../../platform/read-again.ts';
import type { World } from '../../platform/world.ts';
import type { CharsetAnswer, CharsetsAnswer } from '../../schemas/api/answers.ts';
import type { SenderCharsetName } from '../../schemas/charset.ts';
import { OkaError } from '../../schemas/errors.ts';

/** Senders of a clinic whose character set is no certain one, those that wait for a human first. */
export async function listCharsets(clinic: string, world: World): Promise<CharsetsAnswer> {
  const senders = await world.chart.charsets.senders(clinic);
  const answers: CharsetAnswer[] = [];
  for (const sender of senders) answers.push(await answerOf(sender, world));
  return { senders: answers.sort((a, b) => Number(b.state === 'guessed') - Number(a.state === 'guessed')) };
}

type Confirmation = {
  readonly clinic: string;
  readonly sender: string;
  readonly charset: SenderCharsetName;
  readonly by: string;
};

/**
 * Writes down what a human says of a sender's character set and sends the inputs through again that were read otherwise.
 * Saying it again changes nothing, and sends again what has not been read since.
 * @throws OkaError `not-found`
 */
export async function confirmCharset(
  { clinic, sender, charset, by }: Confirmation,
  world: World,
  traceparent: string,
): Promise<CharsetAnswer> {
  const decision = { charset, by, at: world.clock().toISOString() };
  const confirmed = await world.chart.charsets.confirm(clinic, sender, decision);
  await readAgain(confirmed, 'operate', traceparent, world);
  return answerOf(confirmed, world);
}

/** A margin above this says more than 1,000,000 : 1. */
const CLEAR_BITS = 20;

async function answerOf(sender: GuessedSender, world: World): Promise<CharsetAnswer> {
  const { id, clinic, application, facility, confirmed, mode, reading } = sender;
  const [by, charset = ''] = mode.split('/');
  const guess = guessOf(sender.evidence);
  const inputs = await world.chart.charsets.inputs(clinic, id);
  return {
    ...{ id, clinic, charset },
    application: nameIn(charset, application) ?? application,
    facility: nameIn(charset, facility) ?? facility,
    state: by === 'sender' ? 'guessed' : by === 'confirmed' ? 'confirmed' : 'registered',
    guess: { charset: guess.charset, marginBits: guess.margin, clear: guess.margin >= CLEAR_BITS },
    ...(confirmed && { confirmed }),
    inputs: inputs.length,
    toRead: inputs.filter((input) => input.reading < reading).length,
    samples: by === 'sender' ? await samplesOf(sender, world) : [],
  };
}

/** Inputs looked into for words, and the largest that is. */
const LOOKED_INTO = 3;
const LARGEST = 1024 * 1024;

/** The same words in every set: which of them a human can read is the set. No word of a patient (`sampleOf`). */
async function samplesOf(
  { id, clinic, evidence }: GuessedSender,
  { objects, env }: World,
): Promise<CharsetAnswer['samples']> {
  const texts: Uint8Array[] = [];
  for (const { sha256 } of evidence.slice(0, LOOKED_INTO)) {
    const bytes = await readInput(objects, variableOf(env, 'OKA_BUCKET_INTAKE'), { kind: 'record', clinic, sha256 });
    if (bytes.length <= LARGEST) texts.push(bytes);
  }
  return CANDIDATES.flatMap((charset) => {
    const words = longest(texts.flatMap((bytes) => readable(() => sampleOf(bytes, clinic, id, charset))));
    return words.length > 0 ? [{ charset, words }] : [];
  });
}

function readable(read: () => string[]): string[] {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof OkaError) return [];
    throw cause;
  }
}
