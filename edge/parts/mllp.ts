import { senderOf } from '../../domain/region.ts';
import { startListener } from '../listener.ts';
import { serverTlsOf } from '../settings/tls.ts';
import type { Part } from './part.ts';
import type { Shared } from './shared.ts';

const MIB = 1024 * 1024;
const STOP_WITHIN_MS = 5000;

/** The door for HL7 v2 over MLLP. */
export async function startMllp({ settings, journal, senders, clock, notes }: Shared): Promise<Part> {
  const { mllp, zone } = settings;
  if (mllp === undefined) throw new Error('there is no mllp');
  const listener = await startListener({
    journal,
    host: mllp.host,
    port: mllp.port,
    ...(mllp.tls ? { tls: await serverTlsOf(mllp.tls) } : {}),
    limits: { maxBytes: Math.floor(mllp.maxMessageMib * MIB) },
    processing: mllp.processing,
    zone,
    // The region judges senders; here only the character set of the answers depends on who asks.
    charsetOf: (application, facility) => senderOf(settings, application, facility)?.charset,
    clock,
    onTaken(taken) {
      if (taken.outcome === 'accepted') senders.hear(taken.received.bytes);
      notes.taken(taken);
    },
    onClosed: notes.closed,
    onRefused: notes.refused,
  });
  return {
    stop: () => listener.stop(STOP_WITHIN_MS),
    state: () => ({ port: listener.port, connections: listener.connections, tls: mllp.tls !== undefined }),
  };
}
