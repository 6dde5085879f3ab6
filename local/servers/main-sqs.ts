// SQS as a process of its own: fauxqs with its SQLite file.
import { existsSync, mkdirSync } from 'node:fs';
import { Server } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { startFauxqs } from 'fauxqs';
import { ready } from './child.ts';

const [port, folder = ''] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });

// Who had taken messages ended with the last start, so they are visible again at once.
const database = join(folder, 'fauxqs.db');
if (existsSync(database)) {
  const messages = new DatabaseSync(database);
  if (messages.prepare("SELECT 1 FROM sqlite_master WHERE name = 'sqs_messages'").get())
    messages.exec('UPDATE sqs_messages SET visibility_deadline = 1 WHERE receipt_handle IS NOT NULL');
  messages.close();
}

// fauxqs listens on all interfaces and has no option for it; messages of patients stay on this machine.
const { listen } = Server.prototype;
Server.prototype.listen = function listenOnLoopback(this: Server, ...args: unknown[]) {
  const [first, ...rest] = args;
  const local = typeof first === 'object' && first !== null ? { ...first, host: '127.0.0.1' } : first;
  return Reflect.apply(listen, this, [local, ...rest]) as Server;
} as typeof listen;

const server = await startFauxqs({ port: Number(port), dataDir: folder, logger: false });
ready(server.port, () => server.stop());
