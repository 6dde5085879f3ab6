import { createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { makeMllpClient } from '../edge/mllp/client.ts';
import { FrameReader, framed } from '../edge/mllp/framing.ts';
import { atEnd, closeAll, controlOf, listener, MIB, message, pause } from './mllp.ts';

afterEach(closeAll);

describe('a sender', () => {
  const quick = { host: '127.0.0.1', connectMs: 2000, answerMs: 20_000, backoffMs: [10, 50] as const };
  const client = (options: Parameters<typeof makeMllpClient>[0]) => {
    const made = makeMllpClient(options);
    atEnd(made.close);
    return made;
  };
  /** A receiver that does with each frame what the test says. */
  async function receiver(onFrame: (socket: Socket, bytes: Buffer, count: number) => void) {
    let count = 0;
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      const reader = new FrameReader({ maxBytes: MIB, maxJunkBytes: 0 });
      socket.on('error', () => undefined);
      socket.on('data', (chunk: Buffer) => {
        reader.push(chunk);
        for (let one = reader.next(); one; one = reader.next())
          if (one.type === 'message') {
            count += 1;
            onFrame(socket, one.bytes, count);
          }
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const stop = (): void => {
      for (const socket of sockets) socket.destroy();
      server.close();
    };
    atEnd(stop);
    return { port: typeof address === 'object' && address ? address.port : 0 };
  }
  const ack = (control: string, code = 'AA') => framed(Buffer.from(`MSH|^~\\&|A|B|C|D\rMSA|${code}|${control}\r`));

  test('waits for the answer to its own message and passes over others', async () => {
    const { port } = await receiver((socket, bytes) => {
      socket.write(ack('another'));
      socket.write(ack(controlOf(bytes), 'AE'));
    });
    expect(await client({ ...quick, port }).send(message('7'))).toMatchObject({ class: 'permanent', code: 'AE' });
  });

  test('has one message under way, or as many as it may', async () => {
    let [running, most] = [0, 0];
    const { port } = await receiver(async (socket, bytes) => {
      running += 1;
      most = Math.max(most, running);
      await pause(10);
      running -= 1;
      socket.write(ack(controlOf(bytes)));
    });
    const ids = Array.from({ length: 12 }, (_, index) => `m${index}`);
    const one = client({ ...quick, port });
    const sent = await Promise.all(ids.map((id) => one.send(message(id))));
    expect([sent.every((answer) => answer.class === 'accepted'), most]).toEqual([true, 1]);
    const four = client({ ...quick, port, inFlight: 4 });
    await Promise.all(ids.map((id) => four.send(message(id))));
    expect(most).toBe(4);
  });

  test('says that silence may mean yes, unless the receiver replaces; and a late answer is not taken for the next', async () => {
    const { port } = await receiver(async (socket, bytes, count) => {
      if (count <= 2) await pause(1500);
      socket.write(ack(controlOf(bytes)));
    });
    const impatient = { ...quick, port, answerMs: 1000 };
    expect(await client(impatient).send(message('1'))).toEqual({ class: 'ambiguous' });
    const second = client({ ...impatient, replaces: true });
    expect(await second.send(message('1'))).toEqual({ class: 'transient' });
    expect(await second.send(message('3'))).toMatchObject({ class: 'accepted' });
  });

  test('connects again after a break, and waits for a receiver that is not there yet', async () => {
    const { port } = await receiver((socket, bytes, count) => {
      if (count === 1) socket.destroy();
      else socket.write(ack(controlOf(bytes)));
    });
    const one = client({ ...quick, port });
    expect(await one.send(message('1'))).toEqual({ class: 'ambiguous' });
    expect(await one.send(message('2'))).toMatchObject({ class: 'accepted' });

    const { server } = await listener();
    await server.stop();
    const late = client({ ...quick, port: server.port });
    const waiting = late.send(message('1'));
    await pause(100);
    await listener({ port: server.port });
    expect(await waiting).toMatchObject({ class: 'accepted' });
  });

  test('gives a message back as not sent when nobody listens in time', async () => {
    const { server } = await listener();
    await server.stop();
    const one = client({ ...quick, port: server.port, connectMs: 150 });
    expect(await one.send(message('1'))).toEqual({ class: 'transient' });
  });
});
