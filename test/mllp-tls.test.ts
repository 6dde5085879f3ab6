import { once } from 'node:events';
import { connect as connectTls } from 'node:tls';
import { afterEach, describe, expect, test } from '@jest/globals';
import { makeMllpClient } from '../edge/mllp/client.ts';
import type { Handle } from '../edge/mllp/connection.ts';
import { framed } from '../edge/mllp/framing.ts';
import { certificate } from './certificate.ts';
import { acknowledged, atEnd, closeAll, listener, message, plainSender, sender } from './mllp.ts';

afterEach(closeAll);

describe('TLS', () => {
  const authority = certificate('clinic authority');
  const [edge, laboratory, stranger] = [
    certificate('edge', authority),
    certificate('laboratory', authority),
    certificate('x'),
  ];
  const tls = { key: edge.key, cert: edge.cert, ca: authority.cert };
  const peers: unknown[] = [];
  const noting: Handle = async (received) => {
    peers.push(received.peer);
    return acknowledged(received);
  };
  const send = async (port: number, shown: { key: string; cert: string } | undefined) => {
    const client = makeMllpClient({
      host: '127.0.0.1',
      port,
      tls: { ca: authority.cert, ...(shown ? { key: shown.key, cert: shown.cert } : {}) },
      connectMs: 1000,
      answerMs: 1000,
      backoffMs: [100, 100],
    });
    atEnd(client.close);
    return (await client.send(message('1'))).class;
  };

  test.each([
    [
      'its fingerprint',
      { fingerprints: [laboratory.fingerprint.toUpperCase().replaceAll(/(..)(?=.)/g, '$1:')] },
      laboratory,
    ],
    ['its subject, signed by the authority', { subjects: ['laboratory'] }, laboratory],
    ['its fingerprint, signed by nobody', { fingerprints: [stranger.fingerprint] }, stranger],
  ])('lets in a client listed by %s, and the message carries who sent it', async (_, clients, shown) => {
    const { server } = await listener({ tls: { ...tls, clients }, handle: noting });
    peers.length = 0;
    expect(await send(server.port, shown)).toBe('accepted');
    const { fingerprint, name: subject } = shown;
    expect(peers).toEqual([{ address: '127.0.0.1', certificate: { fingerprint, subject } }]);
  });

  const pretender = certificate('laboratory');
  test.each([
    ['without a certificate', undefined],
    ['with one that is not listed', stranger],
    ['with the right name signed by nobody', pretender],
  ])('keeps out a client %s', async (_, shown) => {
    const clients = { subjects: ['laboratory'], fingerprints: [laboratory.fingerprint] };
    const { server, refused } = await listener({ tls: { ...tls, clients } });
    expect(['transient', 'ambiguous']).toContain(await send(server.port, shown));
    expect(refused).toContain('certificate');
  });

  test('says when a sender speaks without it', async () => {
    const { server, refused } = await listener({ tls });
    const { socket, ended } = await plainSender(server);
    socket.write(framed(message('1')));
    await ended;
    expect(refused).toEqual(['handshake']);
  });

  test('a client on a resumed session is known by its certificate too', async () => {
    const { server } = await listener({ tls: { ...tls, clients: { subjects: ['laboratory'] } }, handle: noting });
    let session: Buffer | undefined;
    const connectOnce = async (): Promise<boolean> => {
      const socket = connectTls({
        host: '127.0.0.1',
        port: server.port,
        ca: authority.cert,
        key: laboratory.key,
        cert: laboratory.cert,
        ...(session ? { session } : {}),
      });
      socket.on('session', (fresh: Buffer) => {
        session = fresh;
      });
      await once(socket, 'secureConnect');
      const { answered } = sender(socket);
      socket.write(framed(message('1')));
      await answered(1);
      return socket.isSessionReused();
    };
    await connectOnce();
    peers.length = 0;
    await connectOnce();
    expect(peers).toMatchObject([{ certificate: { subject: 'laboratory' } }]);
  });

  test('answers a sender that closes its side at once', async () => {
    const { server } = await listener({
      tls,
      handle: (received) => new Promise((resolve) => setTimeout(() => resolve(acknowledged(received)), 50)),
    });
    const half = { host: '127.0.0.1', port: server.port, ca: authority.cert, allowHalfOpen: true };
    const socket = connectTls(half);
    await once(socket, 'secureConnect');
    const { answered } = sender(socket);
    socket.end(framed(message('1')));
    expect(await answered(1)).toEqual(['AA|1']);
  });

  test('a faulty key is a fault of the configuration', async () => {
    await expect(listener({ tls: { key: 'x', cert: 'y' } })).rejects.toMatchObject({ code: 'configuration' });
  });
});
