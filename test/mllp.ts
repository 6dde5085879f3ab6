import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Closed, Handle } from '../edge/mllp/connection.ts';
import { FrameReader } from '../edge/mllp/framing.ts';
import { type MllpServer, type MllpServerOptions, startMllpServer } from '../edge/mllp/server.ts';

export const MIB = 1024 * 1024;
const open: { stop: () => unknown }[] = [];
/** What a test has opened: closed after it, the newest first. */
export const atEnd = (stop: () => unknown): void => void open.push({ stop });
export async function closeAll(): Promise<void> {
  for (const one of open.splice(0).reverse()) await one.stop();
}

export const message = (control: string, text = ''): Buffer =>
  Buffer.from(`MSH|^~\\&|LIS|MRL|OKA|REGION|20260131||ORU^R01|${control}|P|2.5.1\rOBX|1|TX|||${text}\r`);
export const controlOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1').split('|')[9] ?? '';
export const acknowledged: Handle = async ({ bytes }) => [
  Buffer.from(`MSH|^~\\&|OKA|REGION|LIS|MRL|20260131||ACK|1|P|2.5.1\rMSA|AA|${controlOf(bytes)}\r`),
];
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A listener on a free port that ends with the test. */
export async function listener(options: Partial<MllpServerOptions> = {}) {
  const closed: Closed[] = [];
  const refused: string[] = [];
  const server = await startMllpServer({
    port: 0,
    handle: acknowledged,
    onClosed: (one) => closed.push(one),
    onRefused: (why) => refused.push(why),
    ...options,
  });
  atEnd(() => server.stop(100));
  return { server, closed, refused };
}

/** A sender that writes what it is told and collects the control ids of the answers. */
export function sender(socket: Socket) {
  const reader = new FrameReader({ maxBytes: MIB, maxJunkBytes: 0 });
  const answers: string[] = [];
  const waiting: (() => void)[] = [];
  socket.on('data', (chunk: Buffer) => {
    reader.push(chunk);
    for (let one = reader.next(); one; one = reader.next())
      if (one.type === 'message') answers.push(/MSA\|(\w\w\|\w*)/.exec(one.bytes.toString('latin1'))?.[1] ?? '');
    for (const wake of waiting.splice(0)) wake();
  });
  socket.on('error', () => undefined);
  const ended = new Promise<void>((resolve) => {
    socket.once('end', () => resolve());
    socket.once('close', () => resolve());
  });
  atEnd(() => socket.destroy());
  return {
    socket,
    answers,
    ended,
    async answered(count: number): Promise<string[]> {
      while (answers.length < count) await new Promise<void>((resolve) => waiting.push(resolve));
      return answers;
    },
  };
}

export async function plainSender({ port }: MllpServer) {
  const socket = connect({ port, host: '127.0.0.1' });
  await once(socket, 'connect');
  return sender(socket);
}
