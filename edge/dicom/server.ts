import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { isAllowed, peerOf } from '../mllp/peer.ts';
import { listen, makeServer, type ServerTls } from '../tcp/server.ts';
import { Acceptor } from './association/acceptor.ts';
import { GOODBYE_MS } from './association/line.ts';
import type { AllowedAe } from './association/peers.ts';
import type { DicomEvent } from './events.ts';
import { DEFAULT_LIMITS, type DicomLimits } from './limits.ts';
import type { DicomServices } from './services.ts';
import type { LaneOf, Take } from './store/take.ts';

export type DicomOptions = {
  readonly host?: string;
  /** 0: any free port. */
  readonly port: number;
  /** Ours: associations to another title are refused. */
  readonly aeTitle: string;
  /** Who may call; `any` takes whoever calls us by our title. */
  readonly peers: readonly AllowedAe[] | 'any';
  readonly tls?: ServerTls;
  readonly limits?: Partial<DicomLimits>;
  /** Where objects go: `spool.begin`. */
  readonly take: Take;
  readonly laneOf?: LaneOf;
  readonly services?: DicomServices;
  readonly clock?: () => Date;
  readonly onEvent?: (event: DicomEvent) => void;
};

export type DicomServer = {
  readonly port: number;
  readonly associations: number;
  /** Takes no new association, lets the messages under way end, then closes; after `withinMs` what is left is aborted. */
  readonly stop: (withinMs?: number) => Promise<void>;
};

/**
 * The clinic's DICOM door: C-ECHO and C-STORE for every storage class and the common transfer syntaxes, and the services
 * handed in. An object is acknowledged only when it is durable (contract 5).
 * @throws OkaError `configuration` when the port is taken or the certificate is faulty
 */
export async function startDicom(options: DicomOptions): Promise<DicomServer> {
  const { host = '127.0.0.1', port, aeTitle, peers, tls, take, laneOf, services = {} } = options;
  const { clock = () => new Date(), onEvent = () => undefined } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const connections = new Set<Acceptor>();
  let whenEmpty: (() => void) | undefined;
  const associations = (): number => [...connections].filter((one) => one.isOpen).length;

  function serve(socket: Socket): void {
    const { address, certificate } = peerOf(socket);
    if (
      tls?.clients &&
      !isAllowed({ address, ...(certificate && { certificate }) }, (socket as TLSSocket).authorized, tls.clients)
    ) {
      const fingerprint = certificate && { fingerprint: certificate.fingerprint };
      onEvent({ what: 'no-connection', why: 'certificate', address, ...fingerprint });
      return void socket.destroy();
    }
    makePlace();
    const acceptor = new Acceptor(socket, {
      aeTitle,
      peers,
      services,
      store: { take, laneOf, clock },
      limits,
      refusesNow: () => (whenEmpty ? 'stopping' : hasPlace() ? undefined : 'too-many'),
      onEvent,
      onClosed() {
        connections.delete(acceptor);
        if (connections.size === 0) whenEmpty?.();
      },
    });
    connections.add(acceptor);
  }

  /** A caller that opens associations and ends none may not keep out all others for as long as it may be idle. */
  function hasPlace(): boolean {
    if (associations() < limits.maxAssociations) return true;
    let [longest, since]: [Acceptor | undefined, number] = [undefined, performance.now() - limits.stallMs];
    for (const one of connections) {
      const silent = one.silentSince();
      if (silent !== undefined && silent <= since) [longest, since] = [one, silent];
    }
    longest?.crowdOut();
    return longest !== undefined;
  }

  /** Callers that connect and say nothing may not keep out those that have something to say. */
  function makePlace(): void {
    const silent = [...connections].filter((one) => !one.isOpen);
    if (silent.length >= SPARE_CONNECTIONS) silent[0]?.giveWay();
  }

  const server = makeServer({
    tls,
    allowHalfOpen: false,
    serve,
    onHandshakeFailed: (address) => onEvent({ what: 'no-connection', why: 'handshake', address }),
  });
  // Beside the associations: handshakes, requests, and refusals on their way.
  server.maxConnections = limits.maxAssociations + 2 * SPARE_CONNECTIONS;
  server.on('drop', (dropped) =>
    onEvent({ what: 'no-connection', why: 'too-many', address: dropped?.remoteAddress ?? 'unknown' }),
  );
  const heardOn = await listen(server, port, host);
  const { associateMs, idleMs, stallMs, answerMs } = limits;
  const timer = setInterval(
    () => {
      const now = performance.now();
      for (const one of connections) one.tick(now);
    },
    Math.max(10, Math.min(1000, ...[associateMs, idleMs, stallMs, answerMs].map((ms) => ms / 4))),
  );
  return {
    port: heardOn,
    get associations() {
      return associations();
    },
    async stop(withinMs = 10_000) {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      const empty = new Promise<void>((resolve) => {
        whenEmpty = resolve;
        if (connections.size === 0) resolve();
      });
      for (const one of connections) one.stop();
      const cut = setTimeout(() => {
        for (const one of connections) one.destroy();
      }, withinMs);
      // A spool that never answers keeps an association, but not the process.
      const given = new Promise<void>((resolve) => setTimeout(resolve, withinMs + GOODBYE_MS).unref());
      await Promise.race([Promise.all([closed, empty]), given]);
      clearTimeout(cut);
      clearInterval(timer);
    },
  };
}

/** Connections that wait with their request. */
const SPARE_CONNECTIONS = 64;
