// A listener in a process of its own, for bench/mllp.ts: `node bench/mllp-server.ts KIND FOLDER` sends its port to its parent.
import { randomBytes } from 'node:crypto';
import { answersOf } from '../domain/hl7/answer/answer.ts';
import { nodeFiles } from '../edge/files/files.ts';
import { makeEdgeKey } from '../edge/files/key.ts';
import { type Journal, openJournal } from '../edge/journal/journal.ts';
import { startListener } from '../edge/listener.ts';
import { startMllpServer } from '../edge/mllp/server.ts';
import { requirePeers } from './peers.ts';

const [, , kind = '', folder = ''] = process.argv;
const ZONE = 'Europe/Moscow';

/** A disk that takes so long to confirm: what group commit is for. */
const slowFiles = (ms: number): typeof nodeFiles => ({
  ...nodeFiles,
  async create(path) {
    const file = await nodeFiles.create(path);
    return {
      ...file,
      async sync() {
        await file.sync();
        await new Promise((resolve) => setTimeout(resolve, ms));
      },
    };
  },
});

let count = 0;
const nextId = (): string => {
  count += 1;
  return String(count);
};

async function portOf(): Promise<number> {
  if (kind === 'memory') {
    const handle = async ({ bytes }: { bytes: Buffer }) =>
      answersOf(bytes, 'accepted', { at: new Date().toISOString(), zone: ZONE, nextId });
    return (await startMllpServer({ port: 0, handle })).port;
  }
  if (kind === 'durable' || kind === 'slow-disk') {
    // Sealed, as a clinic runs it.
    const key = makeEdgeKey(randomBytes(32));
    const journal: Journal = await openJournal({
      folder,
      key,
      ...(kind === 'durable' ? {} : { files: slowFiles(10) }),
    });
    return (await startListener({ journal, port: 0, zone: ZONE })).port;
  }
  const load = requirePeers(() => undefined);
  if (kind === '@medplum/hl7') return medplum(load?.('@medplum/hl7'));
  return simpleHl7(load?.('simple-hl7'));
}

type MedplumHl7 = {
  readonly Hl7Server: new (
    handler: (connection: MedplumConnection) => void,
  ) => {
    start(port: number): Promise<void>;
    readonly server: { address(): { port: number } };
  };
};
type MedplumConnection = {
  addEventListener(type: 'message', listen: (event: { message: { buildAck(): unknown } }) => void): void;
  send(message: unknown): void;
};

async function medplum({ Hl7Server }: MedplumHl7): Promise<number> {
  const server = new Hl7Server((connection) =>
    connection.addEventListener('message', ({ message }) => connection.send(message.buildAck())),
  );
  await server.start(0);
  return server.server.address().port;
}

type SimpleHl7 = {
  tcp(): {
    use(work: (request: unknown, response: { end(): void }, next: () => void) => void): void;
    start(port: number): void;
    readonly server: { readonly server: import('node:net').Server };
  };
};

async function simpleHl7({ tcp }: SimpleHl7): Promise<number> {
  const app = tcp();
  app.use((_, response) => response.end());
  app.start(0);
  const { server } = app.server;
  if (!server.listening) await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

process.once('disconnect', () => process.exit(0));
process.send?.({ port: await portOf() });
