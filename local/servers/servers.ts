import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { OkaError } from '../../schemas/errors.ts';
import type { Ports } from '../settings.ts';

const SERVER_NAMES = ['s3', 'sqs', 'dynamodb'] as const;
export type ServerName = (typeof SERVER_NAMES)[number];

type Supervised = { url: string; pid: () => number | undefined; stop: () => Promise<void> };

/** One server as a child process; when it dies without being asked, it is started again on the same port. */
async function supervise(name: ServerName, wantedPort: number, dataFolder: string): Promise<Supervised> {
  const log = createWriteStream(join(dataFolder, 'logs', `${name}.log`), { flags: 'a' });
  let child: ChildProcess;
  let stopping = false;

  async function start(port: number): Promise<number> {
    child = fork(join(import.meta.dirname, `main-${name}.ts`), [String(port), join(dataFolder, name)], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    child.stdout?.pipe(log, { end: false });
    child.stderr?.pipe(log, { end: false });
    const started = child;
    const open = await new Promise<number>((resolve, reject) => {
      started.once('message', (message: { port: number }) => resolve(message.port));
      started.once('exit', () =>
        reject(
          new OkaError('configuration', `the local ${name} server did not start on port ${port}; see logs/${name}.log`),
        ),
      );
    });
    started.once('exit', () => {
      if (!stopping) start(open).catch((cause: unknown) => log.write(`${String(cause)}\n`));
    });
    return open;
  }

  const port = await start(wantedPort);
  return {
    url: `http://127.0.0.1:${port}`,
    pid: () => child.pid,
    async stop() {
      stopping = true;
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, 'exit');
        child.kill('SIGTERM');
        await ended;
      }
      log.end();
    },
  };
}

export type Servers = {
  urls: Record<ServerName, string>;
  pids: () => Record<ServerName, number | undefined>;
  stop: () => Promise<void>;
};

/**
 * Starts S3, SQS and DynamoDB on loopback with their data in `dataFolder`; port 0 takes a free one.
 * Errors: `configuration` when a port is taken or a server does not start.
 */
export async function startServers(dataFolder: string, ports: Omit<Ports, 'http'>): Promise<Servers> {
  mkdirSync(join(dataFolder, 'logs'), { recursive: true });
  const started = await Promise.allSettled(SERVER_NAMES.map((name) => supervise(name, ports[name], dataFolder)));
  const running = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const stop = async () => {
    await Promise.all(running.map((server) => server.stop()));
  };
  const failed = started.find((one) => one.status === 'rejected');
  if (failed) {
    await stop();
    throw failed.reason;
  }
  const [s3, sqs, dynamodb] = running as [Supervised, Supervised, Supervised];
  return {
    urls: { s3: s3.url, sqs: sqs.url, dynamodb: dynamodb.url },
    pids: () => ({ s3: s3.pid(), sqs: sqs.pid(), dynamodb: dynamodb.pid() }),
    stop,
  };
}
