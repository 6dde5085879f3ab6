// SQS as a process of its own: fauxqs with its SQLite file.
import { mkdirSync } from 'node:fs';
import { Server } from 'node:net';
import { startFauxqs } from 'fauxqs';
import { ready } from './child.ts';
import { prepareQueueFile } from './queue-file.ts';

const [port, folder = ''] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
prepareQueueFile(folder);

// fauxqs listens on all interfaces and has no option for it; messages of patients stay on this machine.
const { listen } = Server.prototype;
Server.prototype.listen = function listenOnLoopback(this: Server, ...args: unknown[]) {
  const [first, ...rest] = args;
  const local = typeof first === 'object' && first !== null ? { ...first, host: '127.0.0.1' } : first;
  return Reflect.apply(listen, this, [local, ...rest]) as Server;
} as typeof listen;

const server = await startFauxqs({ port: Number(port), dataDir: folder, logger: false });
ready(server.port, () => server.stop());
