// SQS as a process of its own: fauxqs with its SQLite file.
import { mkdirSync } from 'node:fs';
import { Server } from 'node:net';
import { startFauxqs } from 'fauxqs';
import { ready } from './child.ts';
import { giveBackUnread } from './given-back.ts';
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

let url = '';
giveBackUnread((QueueUrl, receipts) => {
  const Entries = receipts.map(({ id, handle }) => ({ Id: id, ReceiptHandle: handle, VisibilityTimeout: 0 }));
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': 'AmazonSQS.ChangeMessageVisibilityBatch',
  };
  // If it fails, the messages wait for their visibility timeout, as they would have anyway.
  fetch(url, { method: 'POST', headers, body: JSON.stringify({ QueueUrl, Entries }) }).catch(() => undefined);
});

const server = await startFauxqs({ port: Number(port), dataDir: folder, logger: false });
url = `http://127.0.0.1:${server.port}/`;
ready(server.port, () => server.stop());
