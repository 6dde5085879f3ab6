import { headerOf } from '../../domain/hl7/answer/header.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { Journal } from '../journal/journal.ts';
import type { Origin } from '../journal/record.ts';

/** A part that follows the clinic's messages: the worklist, the fetching of earlier studies. */
export type Follower = (bytes: Uint8Array, acceptedAt: string) => Promise<unknown>;
type Sender = { readonly application: string; readonly facility: string };
const MOST_SENDERS = 64;
export type Messages = ReturnType<typeof makeMessages>;

/**
 * The one way of an HL7 message into the edge. It is durable in the journal first; then each part that follows messages
 * has taken it; only then it is answered. So a power cut in between costs a repeat from the sender, not a line of the
 * worklist: what follows takes repeats for nothing new.
 */
export function makeMessages(journal: Pick<Journal, 'append'>, onFault: (name: string, fault: unknown) => void) {
  const followers = new Map<string, Follower>();
  const senders = new Map<string, Sender>();

  function hear(bytes: Uint8Array): void {
    const header = senders.size < MOST_SENDERS ? headerOf(bytes) : undefined;
    const sender = { application: header?.component(3, 1) ?? '', facility: header?.component(4, 1) ?? '' };
    if (sender.application !== '') senders.set(`${sender.application}^${sender.facility}`, sender);
  }

  return {
    /** @throws OkaError `no-room`, `not-durable`: the sender tries again */
    async append(bytes: Uint8Array, origin: Origin): Promise<{ sha256: string; repeat: boolean }> {
      const taken = await journal.append(bytes, origin);
      hear(bytes);
      for (const [name, follow] of followers) {
        try {
          await follow(bytes, origin.acceptedAt);
        } catch (fault) {
          if (fault instanceof OkaError && fault.class === 'transient') throw fault;
          // What cannot be read here is the region's to judge, and is on its way there.
          onFault(name, fault);
        }
      }
      return taken;
    },
    /** Who has sent, as systems name themselves in MSH-3 and MSH-4. */
    senders: (): Sender[] => [...senders.values()],
    follow(name: string, follower: Follower): () => void {
      followers.set(name, follower);
      return () => void followers.delete(name);
    },
  };
}
