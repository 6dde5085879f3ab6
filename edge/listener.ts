import { answersOf, type Outcome } from '../domain/hl7/answer/answer.ts';
import { refusalAtDoor } from '../domain/hl7/answer/door.ts';
import { headerOf } from '../domain/hl7/answer/header.ts';
import { OkaError } from '../schemas/errors.ts';
import type { Journal } from './journal/journal.ts';
import type { Received } from './mllp/connection.ts';
import { type MllpServer, type MllpServerOptions, startMllpServer } from './mllp/server.ts';

export type ListenerOptions = Omit<MllpServerOptions, 'handle' | 'handleTooLarge'> & {
  /** Where a message becomes durable. */
  readonly journal: Pick<Journal, 'append'>;
  /** Zone of the clinic, on whose clock answers are written. */
  readonly zone: string;
  /** Character set registered for a sender (MSH-3.1, MSH-4.1). */
  readonly charsetOf?: (application: string, facility: string) => string | undefined;
  /** Values of MSH-11 that are taken; default `P`. */
  readonly processing?: readonly string[];
  readonly clock?: () => Date;
  readonly onTaken?: (taken: Taken) => void;
};

/** What became of a message at the door. */
export type Taken = { readonly received: Received; readonly outcome: Outcome; readonly repeat: boolean };

/**
 * The clinic's HL7 door: an MLLP listener that says yes to a message only when it is durable in the journal (contract 5).
 * It refuses what can be no HL7, what is larger than the cap and what there is no room for; all else is the region's to judge.
 */
export function startListener(options: ListenerOptions): Promise<MllpServer> {
  const {
    journal,
    zone,
    charsetOf,
    processing,
    clock = () => new Date(),
    onTaken = () => undefined,
    ...server
  } = options;
  const nextId = controlIds();

  async function take({ bytes, peer }: Received): Promise<{ outcome: Outcome; repeat: boolean }> {
    const refusal = refusalAtDoor(bytes, {
      ...(server.limits?.maxBytes === undefined ? {} : { maxBytes: server.limits.maxBytes }),
      ...(processing ? { processing } : {}),
    });
    if (refusal !== undefined) return { outcome: refusal, repeat: false };
    try {
      const origin = { acceptedAt: clock().toISOString(), by: 'mllp', ...peer };
      const { repeat } = await journal.append(bytes, origin);
      return { outcome: 'accepted', repeat };
    } catch (cause) {
      if (cause instanceof OkaError) return { outcome: cause, repeat: false };
      throw cause;
    }
  }

  function answers(received: Received, outcome: Outcome, repeat = false): Uint8Array[] {
    onTaken({ received, outcome, repeat });
    const header = charsetOf && headerOf(received.bytes);
    const charset = header && charsetOf?.(header.component(3, 1), header.component(4, 1));
    return answersOf(received.bytes, outcome, { at: clock().toISOString(), zone, nextId, charset });
  }

  return startMllpServer({
    ...server,
    async handle(received) {
      const { outcome, repeat } = await take(received);
      return answers(received, outcome, repeat);
    },
    handleTooLarge: async (head) => answers(head, new OkaError('hl7-too-large')),
  });
}

/** Control ids of our answers: different over restarts by their start, within a run by their count; at most 20 signs. */
function controlIds(): () => string {
  const start = Date.now().toString(36);
  let count = 0;
  return () => {
    count += 1;
    return `${start}.${count.toString(36)}`;
  };
}
