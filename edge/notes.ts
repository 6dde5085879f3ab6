import { log } from '../platform/log.ts';
import { ERRORS, OkaError } from '../schemas/errors.ts';
import type { Dropped } from './drops.ts';
import type { JournalEvent } from './journal/journal.ts';
import type { Taken } from './listener.ts';
import { type Closed, ENDS } from './mllp/connection.ts';
import { FOREIGN } from './mllp/foreign.ts';
import type { Peer } from './mllp/peer.ts';
import { noted, type PartEvent } from './noted.ts';
import type { UplinkEvent } from './uplink/events.ts';

const REFUSED_AT_THE_SOCKET = {
  'too-many':
    'more connections at once than the listener takes; look for a sender that opens one per message and closes none',
  handshake: 'no TLS handshake: the sender speaks plain MLLP, or an old TLS',
  certificate: 'a client certificate that is not on the list; add its fingerprint with --allow if it is known',
} as const;

/** The same trouble is written once in so long; the counts have them all. */
const SAME_EVERY_MS = 60_000;

export type EdgeNotes = ReturnType<typeof edgeNotes>;

/** What the edge writes into its log: JSON lines with codes, counts and addresses, never a word of a message. */
export function edgeNotes(clinic: string) {
  const counts = new Map<string, number>();
  const saidAt = new Map<string, number>();
  let lastTotal = 0;

  const count = (what: string, by = 1): void => void counts.set(what, (counts.get(what) ?? 0) + by);
  const once = (what: string, say: () => void): void => {
    const now = performance.now();
    if (now - (saidAt.get(what) ?? Number.NEGATIVE_INFINITY) < SAME_EVERY_MS) return;
    if (saidAt.size > 1000) saidAt.clear();
    saidAt.set(what, now);
    say();
  };

  return {
    started: (keys: { port?: number | undefined; waiting: number; resent: number; parts: string }): void =>
      log.info('the edge listens', { clinic, ...keys }),
    stopped: (waiting: number): void => log.info('the edge has stopped', { clinic, waiting }),
    /** A part that did not start; it is tried again. */
    part: (part: string, fault: unknown): void =>
      log.error('a part of the edge does not run; the others do', { clinic, part, ...whatToDoOf(fault) }, fault),
    /** What a part of the edge tells of itself. */
    event(part: string, event: PartEvent): void {
      const name = `${part}: ${event.what}`;
      const { level, keys, fault } = noted(event);
      count(name);
      if (level === 'count') return;
      const { address = '', code = '', why = '' } = keys;
      once(`${name} ${address} ${code} ${why}`, () => log[level](name, { clinic, ...keys }, fault));
    },
    notEncrypted: (): void =>
      log.warn('nothing is encrypted on the disk of this edge; give it a "key" in edge.yaml', { clinic }),
    partStarted: (part: string): void => log.info('a part of the edge runs now', { clinic, part }),
    dropped: ({ sha256, what, state, code }: Pick<Dropped, 'sha256' | 'what' | 'state' | 'code'>): void =>
      log.warn('an engineer has dropped what was refused or spoilt', { clinic, sha256, kind: what, state, code }),
    nothingToDrop: (sha256: string): void =>
      log.warn('nothing of that name is refused or spoilt here; nothing was dropped', { clinic, sha256 }),
    waitsForFolder: (): void => log.info('another edge holds the folder; waiting for it to end', { clinic }),
    failed: (what: string, fault: unknown): void => once(what, () => log.error(`${what} failed`, { clinic }, fault)),
    totals: (): Record<string, number> => Object.fromEntries(counts),
    summary(): void {
      const total = [...counts.values()].reduce((sum, one) => sum + one, 0);
      if (total !== lastTotal) log.info('since the start', { clinic, ...Object.fromEntries(counts) });
      lastTotal = total;
    },

    taken({ received, outcome, repeat }: Taken): void {
      if (outcome === 'accepted') {
        count(repeat ? 'repeats' : 'accepted');
        return;
      }
      const { code } = outcome;
      count(`refused ${code}`);
      const keys = { clinic, code, detail: outcome.detail, address: received.peer.address };
      once(`${code} ${keys.address}`, () =>
        log.warn('a message was refused at the door', { ...keys, whatToDo: ERRORS[code].whatToDo }),
      );
    },

    closed({ peer, port, end, protocol, unfinished, junkBytes, messages, answers }: Closed): void {
      count('connections');
      if (junkBytes > 0) count('junk bytes', junkBytes);
      if (unfinished > 0) count('unfinished', unfinished);
      const isQuiet = ['ended', 'idle', 'stopped'].includes(end) && junkBytes === 0 && unfinished === 0;
      if (isQuiet) return;
      const spoken = protocol && { protocol: FOREIGN[protocol].name, whatToDo: FOREIGN[protocol].whatToDo };
      const keys = {
        clinic,
        address: peer.address,
        port,
        end,
        why: ENDS[end],
        messages,
        answers,
        unfinished,
        junkBytes,
      };
      once(`${end} ${protocol} ${peer.address}`, () => log.warn('a connection ended', { ...keys, ...spoken }));
    },

    refused(why: keyof typeof REFUSED_AT_THE_SOCKET, { address, certificate }: Peer): void {
      count(`no connection: ${why}`);
      const keys = { clinic, address, fingerprint: certificate?.fingerprint, whatToDo: REFUSED_AT_THE_SOCKET[why] };
      once(`${why} ${address}`, () => log.warn('a connection was refused', keys));
    },

    journal(event: JournalEvent): void {
      const { what, segment } = event;
      if (what === 'write-failed') {
        count('failed writes');
        once(what, () => log.error('the journal could not be written', { clinic, segment }, event.cause));
      } else if (what === 'torn') {
        log.warn('the end of a segment was torn; nothing of it had been acknowledged', {
          clinic,
          segment,
          bytes: event.bytes,
        });
      } else {
        const { position, bytes, sha256 } = event;
        const { whatToDo } = ERRORS['journal-damaged'];
        log.error('a place in the journal cannot be read', {
          clinic,
          code: 'journal-damaged',
          segment,
          position,
          bytes,
          sha256,
          whatToDo,
        });
      }
    },

    uplink(event: UplinkEvent): void {
      if (event.what === 'drained') {
        count('sent');
      } else if (event.what === 'prefix-sent') {
        count('previews sent');
      } else if (event.what === 'failed') {
        count('failed sends');
        once('send', () =>
          log.warn('the region does not take anything now; it stays here', {
            clinic,
            pauseMs: event.pauseMs,
            ...codeOf(event.fault),
          }),
        );
      } else if (event.what === 'disk') {
        count('failed reads or marks');
        once('disk', () =>
          log.error('the disk of the edge gave or took something not as it should', { clinic }, event.fault),
        );
      } else {
        count('refused by the region');
        const { of, code } = event;
        log.error('the region refused something; it is kept, see oka edge status', {
          clinic,
          code,
          kind: of.kind,
          sha256: of.entry.sha256,
        });
      }
    },
  };
}

const whatToDoOf = (fault: unknown) => (fault instanceof OkaError ? { whatToDo: fault.whatToDo } : {});

const codeOf = (fault: unknown): Record<string, string | undefined> => {
  const { code, detail } = (fault ?? {}) as { code?: unknown; detail?: unknown };
  return { code: typeof code === 'string' ? code : undefined, detail: typeof detail === 'string' ? detail : undefined };
};
