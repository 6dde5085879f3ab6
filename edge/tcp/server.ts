import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { log } from '../../platform/log.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { AllowedPeers } from '../mllp/peer.ts';

export type ServerTls = {
  /** PEM. */
  readonly key: string | Buffer;
  readonly cert: string | Buffer;
  /** Authorities that sign clients' certificates; needed for `clients.subjects`. */
  readonly ca?: string | Buffer;
  /** Clients must show a certificate on this list; without a list any client may come. */
  readonly clients?: AllowedPeers;
  /** Clients are asked for a certificate, and may come without one. */
  readonly asks?: boolean;
};

export type ServerOptions = {
  readonly tls?: ServerTls | undefined;
  /** Whether what is under way is still answered after the other side has ended its half. */
  readonly allowHalfOpen: boolean;
  readonly serve: (socket: Socket) => void;
  /** A TLS handshake failed; no connection came of it. */
  readonly onHandshakeFailed: (address: string) => void;
};

/**
 * A server on TCP, or on TLS where a key is given; the list of `clients` is for the caller to hold (isAllowed).
 * @throws OkaError `configuration` when the key or the certificate is faulty
 */
export function makeServer({ tls, allowHalfOpen, serve, onHandshakeFailed }: ServerOptions): Server {
  if (tls === undefined) return createServer({ allowHalfOpen }, serve);
  const { key, cert, ca, clients, asks = false } = tls;
  try {
    const server = createTlsServer(
      {
        key,
        cert,
        ...(ca === undefined ? {} : { ca }),
        allowHalfOpen,
        minVersion: 'TLSv1.2',
        handshakeTimeout: 10_000,
        requestCert: asks || clients !== undefined,
        // A pinned certificate needs no authority; the list decides (isAllowed).
        rejectUnauthorized: false,
      },
      serve,
    );
    server.on('tlsClientError', (_, socket) => {
      onHandshakeFailed(socket.remoteAddress ?? 'unknown');
      socket.destroy();
    });
    return server;
  } catch (cause) {
    throw new OkaError('configuration', 'the TLS key or certificate of the listener', { cause });
  }
}

const SAME_EVERY_MS = 60_000;

/**
 * Listens and says on which port: 0 asks for any free one. A caller who cannot be let in later on, as where the system has
 * no descriptors left, is told to the log and ends nothing: the door stays open for the next.
 * @throws OkaError `configuration` when the address cannot be listened on
 */
export async function listen(server: Server, port: number, host: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(new OkaError('configuration', `${host}:${port} cannot be listened on (${cause.code})`, { cause })),
    );
    server.listen(port, host, resolve);
  });
  let toldAt = Number.NEGATIVE_INFINITY;
  server.on('error', (fault) => {
    if (performance.now() - toldAt < SAME_EVERY_MS) return;
    toldAt = performance.now();
    log.error('a caller could not be let in', { host, port }, fault);
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}
