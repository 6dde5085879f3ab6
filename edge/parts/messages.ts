import { OkaError } from '../../schemas/errors.ts';
import type { Journal } from '../journal/journal.ts';
import type { Origin } from '../journal/record.ts';

/** A part that follows the clinic's messages: the worklist, the fetching of earlier studies. */
export type Follower = (bytes: Uint8Array, acceptedAt: string) => Promise<unknown>;
export type Messages = ReturnType<typeof makeMessages>;

/**
 * The one way of an HL7 message into the edge. It is durable in the journal first; then each part that follows messages
 * has taken it; only then it is answered. So a power cut in between costs a repeat from the sender, not a line of the
 * worklist: what follows takes repeats for nothing new.
 */
export function makeMessages(journal: Pick<Journal, 'append'>, onFault: (name: string, fault: unknown) => void) {
  const followers = new Map<string, Follower>();
  return {
    /** @throws OkaError `no-room`, `not-durable`: the sender tries again */
    async append(bytes: Uint8Array, origin: Origin): Promise<{ sha256: string; repeat: boolean }> {
      const taken = await journal.append(bytes, origin);
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
    follow(name: string, follower: Follower): () => void {
      followers.set(name, follower);
      return () => void followers.delete(name);
    },
  };
}
