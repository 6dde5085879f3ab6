import type { ChartItem } from '../../../schemas/chart.ts';
import type { Sender } from '../../../schemas/region.ts';
import { inSlot, type Reading } from '../../fhir/slots.ts';
import type { KnownCharset } from '../charset/charset.ts';
import { CANDIDATES } from '../charset/evidence.ts';
import { nameIn } from '../charset/sender.ts';
import type { MessageReading } from '../read/message.ts';
import type { Hl7Context } from './context.ts';
import { withoutGuessedName, withoutGuessedNames } from './patients/guessed.ts';
import type { StatedPatient } from './patients/stated.ts';

/** The character set of a sender whom the region file does not register with one, and the reading it belongs to. */
export type SenderCharset = Reading & { readonly charset: string; readonly by: 'confirmed' | 'sender' };

/** What is known of the sender of a message: the region file's word, else what his messages or a human have said. */
export function charsetOf(context: Hl7Context, application: string, facility: string): KnownCharset | undefined {
  const registered = registeredSender(context, application, facility)?.charset;
  if (registered !== undefined) return { charset: registered, by: 'registered' };
  const known = context.charsetOf?.(application, facility);
  return known && { charset: known.charset, by: known.by };
}

/**
 * The sender of a message whose character set is not known yet: a name beyond ASCII is looked for as it reads in each set.
 */
export function registeredSender(context: Hl7Context, application: string, facility: string): Sender | undefined {
  for (const charset of CANDIDATES) {
    const [one, other] = [nameIn(charset, application), nameIn(charset, facility)];
    const sender = one !== undefined && other !== undefined ? context.senderOf(one, other) : undefined;
    if (sender !== undefined) return sender;
  }
  return undefined;
}

/** A message whose character set may still change: it is read again when what is known of its sender does. */
const isOpen = ({ costs }: MessageReading): boolean => costs !== undefined;

/** What a message says, as far as its character set lets it: names only from a set that is no guess, in the sender's slot. */
export function asCertainAs<
  T extends { readonly items: readonly ChartItem[]; readonly stated: readonly StatedPatient[] },
>(said: T, reading: MessageReading, context: Hl7Context): Pick<T, 'items' | 'stated'> {
  // A loose file is read for its content; nobody is matched by it.
  if (!isOpen(reading) || context.mode === 'open') return said;
  const isGuess = reading.source === 'detected';
  const items = isGuess ? said.items.map(withoutGuessedNames) : said.items;
  const known = context.charsetOf?.(reading.application, reading.facility);
  return {
    items: known === undefined ? items : items.map((item) => inSlot(item, known)),
    // A statement is compared for ever and never read again: only a set that a human has confirmed is good enough.
    stated: reading.source === 'confirmed' ? said.stated : said.stated.map(withoutGuessedName),
  };
}
