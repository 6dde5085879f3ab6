import type { Peer } from '../client.ts';
import type { DicomEvent } from '../events.ts';
import { type DicomOptions, type DicomServer, startDicom } from '../server.ts';
import { takenInMemory } from './taken.ts';

const open: DicomServer[] = [];

/** A DICOM door on a free port that stores in memory, and what it says. */
export async function openDoor(options: Partial<DicomOptions> = {}, hooks: Parameters<typeof takenInMemory>[0] = {}) {
  const store = takenInMemory(hooks);
  const events: DicomEvent[] = [];
  const server = await startDicom({
    port: 0,
    aeTitle: 'OKA',
    peers: 'any',
    take: store.take,
    clock: () => new Date('2026-03-02T08:00:00Z'),
    onEvent: (event) => events.push(event),
    ...options,
  });
  open.push(server);
  const peer: Peer = { aeTitle: 'OKA', callingAe: 'CT1', host: '127.0.0.1', port: server.port };
  return { ...store, server, events, peer };
}

/** For afterEach. */
export async function closeDoors(): Promise<void> {
  await Promise.all(open.splice(0).map((server) => server.stop(100)));
}

/** Resolves when something has become true; a test that waits for ever fails by its own time. */
export async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 5));
}
