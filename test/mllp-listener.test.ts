import { once } from 'node:events';
import { afterEach, describe, expect, test } from '@jest/globals';
import { framed } from '../edge/mllp/framing.ts';
import { acknowledged, closeAll, controlOf, listener, MIB, message, pause, plainSender } from './mllp.ts';

afterEach(closeAll);

describe('a listener answers', () => {
  test('a message that comes byte by byte', async () => {
    const { server } = await listener();
    const { socket, answered } = await plainSender(server);
    socket.setNoDelay(true);
    for (const byte of framed(message('1'))) {
      socket.write(Buffer.of(byte));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await answered(1)).toEqual(['AA|1']);
  });

  test('several messages in one packet, in their order, however long each takes', async () => {
    const { server } = await listener({
      async handle(received) {
        await pause(controlOf(received.bytes) === '1' ? 60 : 1);
        return acknowledged(received);
      },
    });
    const { socket, answered } = await plainSender(server);
    socket.write(Buffer.concat(['1', '2', '3'].map((id) => framed(message(id)))));
    expect(await answered(3)).toEqual(['AA|1', 'AA|2', 'AA|3']);
  });

  test('FS and CR apart, no CR at all, and a sender that closes its side at once', async () => {
    const { server } = await listener();
    const { socket, answered, ended } = await plainSender(server);
    const frame = framed(message('1'));
    socket.write(frame.subarray(0, -1));
    await pause(20);
    socket.write(frame.subarray(-1));
    await answered(1);
    socket.write(framed(message('2')).subarray(0, -1));
    await answered(2);
    socket.end(framed(message('3')).subarray(0, -1));
    await ended;
    expect(await answered(3)).toEqual(['AA|1', 'AA|2', 'AA|3']);
  });

  test('three hundred senders at once', async () => {
    const { server } = await listener();
    const senders = await Promise.all(Array.from({ length: 300 }, () => plainSender(server)));
    for (const [index, { socket }] of senders.entries())
      socket.write(Buffer.concat([framed(message(`A${index}`)), framed(message(`B${index}`))]));
    const answers = await Promise.all(senders.map(({ answered }) => answered(2)));
    expect(answers).toEqual(senders.map((_, index) => [`AA|A${index}`, `AA|B${index}`]));
    expect(server.connections).toBe(300);
  });

  test('nothing where no answer is wanted, and the next message all the same', async () => {
    const { server } = await listener({
      handle: async (received) => (controlOf(received.bytes) === '1' ? [] : acknowledged(received)),
    });
    const { socket, answered } = await plainSender(server);
    socket.write(Buffer.concat([framed(message('1')), framed(message('2'))]));
    expect(await answered(1)).toEqual(['AA|2']);
  });

  test('what it has taken before something else came on the connection, also when the sender has closed his side', async () => {
    const { server } = await listener({
      async handle(received) {
        await pause(50);
        return acknowledged(received);
      },
    });
    const { socket, answered } = await plainSender(server);
    socket.end(Buffer.concat([framed(message('1')), Buffer.of(5)]));
    expect(await answered(1)).toEqual(['AA|1']);
  });

  test('what it has taken before it stops', async () => {
    const { server, closed } = await listener({
      async handle(received) {
        await pause(50);
        return acknowledged(received);
      },
    });
    const { socket, answered, ended } = await plainSender(server);
    socket.write(framed(message('1')));
    await pause(20);
    await server.stop();
    await ended;
    expect(await answered(1)).toEqual(['AA|1']);
    expect(closed).toMatchObject([{ end: 'stopped', messages: 1, answers: 1 }]);
  });
});

describe('a listener closes', () => {
  const limits = {
    maxBytes: 100_000,
    maxJunkBytes: 1000,
    stallMs: 80,
    frameMs: 300,
    idleMs: 200,
    answerMs: 100,
    lingerMs: 50,
  };

  test('an endless frame at the cap, with an answer to its beginning', async () => {
    const { server, closed } = await listener({
      limits,
      handleTooLarge: async ({ bytes }) => [Buffer.from(`MSH|^~\\&\rMSA|AR|${controlOf(bytes)}\r`)],
    });
    const { socket, answered, ended } = await plainSender(server);
    socket.write(Buffer.concat([Buffer.of(0x0b), message('1', 'A'.repeat(300_000))]));
    expect(await answered(1)).toEqual(['AR|1']);
    await ended;
    socket.destroy();
    await pause(100);
    expect(closed).toMatchObject([{ end: 'too-large' }]);
  });

  test.each([
    ['an analyser that speaks ASTM', Buffer.of(5), { end: 'foreign', protocol: 'astm' }],
    ['a browser', Buffer.from('GET / HTTP/1.1\r\n\r\n'), { end: 'foreign', protocol: 'http' }],
    ['TLS on the plain port', Buffer.of(0x16, 3, 1, 0, 200, 1), { end: 'foreign', protocol: 'tls' }],
    ['HL7 without frames', message('1'), { end: 'foreign', protocol: 'raw-hl7' }],
    ['a stream of junk', Buffer.alloc(5000, 'j'), { end: 'junk', junkBytes: 1001 }],
    ['a frame that stands still', Buffer.from('\x0bMSH|'), { end: 'stalled', unfinished: 1 }],
    ['a connection that nobody uses', Buffer.alloc(0), { end: 'idle' }],
  ])('%s', async (_, bytes, expected) => {
    const { server, closed } = await listener({ limits });
    const { socket, ended } = await plainSender(server);
    socket.write(bytes);
    await ended;
    socket.destroy();
    await pause(60);
    expect(closed).toMatchObject([expected]);
  });

  test('a frame that drips for longer than a frame may take', async () => {
    const { server, closed } = await listener({ limits });
    const { socket } = await plainSender(server);
    socket.write('\x0b');
    const drip = setInterval(() => socket.write('A'), 20);
    await once(socket, 'close');
    clearInterval(drip);
    await pause(20);
    expect(closed).toMatchObject([{ end: 'slow-frame' }]);
  });

  test('a sender that never reads its answers, and takes no more of his messages meanwhile', async () => {
    let taken = 0;
    const { server, closed } = await listener({
      limits: { ...limits, maxPending: 8 },
      handle: async () => {
        taken += 1;
        return [Buffer.alloc(50_000, 'A')];
      },
    });
    const { socket } = await plainSender(server);
    socket.pause();
    const many = Buffer.concat(Array.from({ length: 20_000 }, (_, index) => framed(message(String(index)))));
    socket.write(many);
    while (closed.length === 0) await pause(20);
    expect(closed).toMatchObject([{ end: 'answers-unread' }]);
    expect(taken).toBeLessThan(1000);
  });

  test('the longest silent connection when there are too many, never one that is at work', async () => {
    const { server, closed, refused } = await listener({ maxConnections: 2, limits: { stallMs: 80 } });
    const [atWork, silent] = [await plainSender(server), await plainSender(server)];
    const early = await plainSender(server);
    await early.ended;
    expect(refused).toEqual(['too-many']);
    await pause(100);
    const late = framed(message('1'));
    atWork.socket.write(late.subarray(0, 20));
    const next = await plainSender(server);
    await silent.ended;
    next.socket.write(framed(message('2')));
    expect(await next.answered(1)).toEqual(['AA|2']);
    atWork.socket.write(late.subarray(20));
    expect(await atWork.answered(1)).toEqual(['AA|1']);
    silent.socket.destroy();
    await pause(20);
    expect(closed).toMatchObject([{ end: 'crowded' }]);
  });

  test('and lives on when a peer resets or vanishes', async () => {
    const { server, closed } = await listener({ limits });
    const [one, other] = [await plainSender(server), await plainSender(server)];
    one.socket.write(framed(message('1')).subarray(0, 20));
    await pause(20);
    one.socket.resetAndDestroy();
    other.socket.write(framed(message('2')));
    expect(await other.answered(1)).toEqual(['AA|2']);
    expect(closed).toMatchObject([{ end: 'broken', unfinished: 1 }]);
  });
});

describe('memory', () => {
  test('hundreds of large frames at once stay inside the common limit, and all arrive', async () => {
    let [inside, most] = [0, 0];
    const { server } = await listener({
      limits: { maxBytes: 2 * MIB },
      maxMemoryBytes: 4 * MIB,
      async handle(received) {
        inside += received.bytes.length;
        most = Math.max(most, inside);
        await pause(1);
        inside -= received.bytes.length;
        return acknowledged(received);
      },
    });
    const body = 'A'.repeat(MIB);
    const senders = await Promise.all(Array.from({ length: 100 }, () => plainSender(server)));
    for (const [index, { socket }] of senders.entries()) socket.write(framed(message(String(index), body)));
    const answers = await Promise.all(senders.map(({ answered }) => answered(1)));
    expect(answers.flat()).toHaveLength(100);
    expect(most).toBeLessThanOrEqual(6 * MIB);
  });

  test('a short message does not wait behind the large ones of others', async () => {
    const { server } = await listener({ limits: { maxBytes: 2 * MIB }, maxMemoryBytes: MIB });
    const large = await Promise.all(Array.from({ length: 5 }, () => plainSender(server)));
    // Frames that never end hold the memory.
    for (const { socket } of large) socket.write(Buffer.concat([Buffer.of(0x0b), Buffer.alloc(MIB, 'A')]));
    await pause(50);
    const { socket, answered } = await plainSender(server);
    socket.write(framed(message('1')));
    expect(await answered(1)).toEqual(['AA|1']);
  });
});
