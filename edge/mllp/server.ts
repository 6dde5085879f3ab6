import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { listen, makeServer, type ServerTls } from '../tcp/server.ts';
import { type Closed, type ConnectionLimits, type Handle, type HandleTooLarge, serveConnection } from './connection.ts';
import { makeMemory } from './memory.ts';
import { isAllowed, type Peer, peerOf } from './peer.ts';

const MIB = 1024 * 1024;

const DEFAULT_LIMITS: ConnectionLimits = {
  maxBytes: 64 * MIB,
  maxJunkBytes: 64 * 1024,
  maxPending: 64,
  idleMs: 60 * 60_000,
  stallMs: 60_000,
  frameMs: 10 * 60_000,
  answerMs: 60_000,
  graceMs: 50,
  lingerMs: 1000,
};

const HANDSHAKES = 64;

export type MllpTls = ServerTls;

export type MllpServerOptions = {
  readonly handle: Handle;
  readonly handleTooLarge?: HandleTooLarge;
  readonly host?: string;
  /** 0: any free port. */
  readonly port: number;
  readonly tls?: MllpTls;
  readonly limits?: Partial<ConnectionLimits>;
  /** Senders at once; beyond them the longest silent one gives way. Default 512. */
  readonly maxConnections?: number;
  /** Bytes of large frames that all connections may hold together; default 256 MiB. */
  readonly maxMemoryBytes?: number;
  readonly onClosed?: (closed: Closed) => void;
  /** A connection that never became one. */
  readonly onRefused?: (why: 'too-many' | 'handshake' | 'certificate', peer: Peer) => void;
};

export type MllpServer = {
  readonly port: number;
  readonly connections: number;
  /** Takes nothing more, answers what it has, then closes; after `withinMs` whatever is left is cut. */
  readonly stop: (withinMs?: number) => Promise<void>;
};

/**
 * An MLLP listener (HL7 Transport Specification: MLLP, Release 1) on TCP or TLS.
 * @throws OkaError `configuration` when the port is taken or the certificate is faulty
 */
export async function startMllpServer(options: MllpServerOptions): Promise<MllpServer> {
  const { handle, handleTooLarge, host = '127.0.0.1', port, tls, maxConnections = 512 } = options;
  const { onClosed = () => undefined, onRefused = () => undefined } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const memory = makeMemory({ limitBytes: options.maxMemoryBytes ?? 256 * MIB });
  const open = new Set<ReturnType<typeof serveConnection>>();
  let whenEmpty: (() => void) | undefined;

  function serve(socket: Socket): void {
    const peer = peerOf(socket);
    if (whenEmpty !== undefined) return void socket.destroy();
    if (tls?.clients && !isAllowed(peer, (socket as TLSSocket).authorized, tls.clients)) {
      onRefused('certificate', peer);
      return void socket.destroy();
    }
    if (open.size >= maxConnections && !makePlace()) {
      onRefused('too-many', peer);
      return void socket.destroy();
    }
    socket.setNoDelay(true);
    // A peer that vanished without a word is found by TCP's own probes.
    socket.setKeepAlive(true, 60_000);
    const served = serveConnection(socket, {
      peer,
      handle,
      handleTooLarge,
      limits,
      memory,
      onClosed(closed) {
        open.delete(served);
        onClosed(closed);
        if (open.size === 0) whenEmpty?.();
      },
    });
    open.add(served);
  }

  /** A sender that opens a connection for each message and closes none may not keep out all others for an hour. */
  function makePlace(): boolean {
    const longAgo = performance.now() - limits.stallMs;
    let [longest, since]: [ReturnType<typeof serveConnection> | undefined, number] = [undefined, longAgo];
    for (const served of open) {
      const silent = served.silentSince();
      if (silent !== undefined && silent <= since) [longest, since] = [served, silent];
    }
    longest?.giveWay();
    return longest !== undefined;
  }

  const server = makeServer({
    tls,
    allowHalfOpen: true,
    serve,
    onHandshakeFailed: (address) => onRefused('handshake', { address }),
  });
  // Beside those that are served: handshakes, and goodbyes to those that gave way.
  server.maxConnections = maxConnections + HANDSHAKES;
  server.on('drop', (dropped) => onRefused('too-many', { address: dropped?.remoteAddress ?? 'unknown' }));
  const heardOn = await listen(server, port, host);

  const { idleMs, stallMs, frameMs, answerMs } = limits;
  const clock = setInterval(
    () => {
      const now = performance.now();
      for (const served of open) served.tick(now);
    },
    Math.max(10, Math.min(1000, ...[idleMs, stallMs, frameMs, answerMs].map((ms) => ms / 4))),
  );
  return {
    port: heardOn,
    get connections() {
      return open.size;
    },
    async stop(withinMs = 5000) {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      const empty = new Promise<void>((resolve) => {
        whenEmpty = resolve;
        if (open.size === 0) resolve();
      });
      for (const served of open) served.stop();
      const cut = setTimeout(() => {
        for (const served of open) served.destroy();
      }, withinMs);
      await Promise.all([closed, empty]);
      clearTimeout(cut);
      clearInterval(clock);
    },
  };
}
