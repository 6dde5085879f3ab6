import { connect, createServer, type Socket } from 'node:net';

export type LineOptions = {
  /** Where the region listens. */
  readonly to: number;
  /** In each direction, over all connections. */
  readonly bytesPerSecond?: number;
  /** One way. */
  readonly delayMs?: number;
  /** Share of packets that are lost: TCP sends them again a round trip and a timeout later, and what follows waits. */
  readonly loss?: number;
  /** All connections break so often. */
  readonly cutEveryMs?: number;
  readonly random?: () => number;
};

export type ShapedLine = {
  readonly port: number;
  /** Bytes that came out at the other end, towards the region and back. */
  readonly passed: { up: number; down: number };
  readonly connections: () => number;
  readonly cuts: () => number;
  /** Breaks all connections now. */
  readonly cut: () => void;
  /** While it is away nobody gets through. */
  isAway: boolean;
  readonly close: () => Promise<void>;
};

const PACKET_BYTES = 1460;
/** What waits before the line, beyond which a sender is held up, as by the buffer of a modem. */
const QUEUE_MS = 150;
const LEAST_QUEUE_BYTES = 8 * 1024;

/** A line between an edge and its region, in this process: rate, delay, loss and cuts of TCP connections. */
export async function shapedLine(options: LineOptions): Promise<ShapedLine> {
  const {
    to,
    bytesPerSecond = Number.POSITIVE_INFINITY,
    delayMs = 0,
    loss = 0,
    cutEveryMs,
    random = Math.random,
  } = options;
  const sockets = new Set<Socket>();
  const passed = { up: 0, down: 0 };
  const freeAt = { up: 0, down: 0 };
  let [connections, cuts] = [0, 0];
  const line = { isAway: false };

  /** Moves bytes one way, in packets and in their order, each when the line has carried those before it. */
  function carry(from: Socket, into: Socket, way: 'up' | 'down'): void {
    const queue: { readonly packet: Buffer; readonly at: number }[] = [];
    let [lastAt, queued, isEnded] = [0, 0, false];
    let isTimed = false;
    const most = Math.max(LEAST_QUEUE_BYTES, (bytesPerSecond * QUEUE_MS) / 1000);

    function deliver(): void {
      const now = performance.now();
      for (let next = queue[0]; next !== undefined && next.at <= now; next = queue[0]) {
        queue.shift();
        queued -= next.packet.length;
        if (!into.writable) continue;
        passed[way] += next.packet.length;
        into.write(next.packet);
      }
      if (queued <= most && from.isPaused() && !from.destroyed) from.resume();
      isTimed = queue[0] !== undefined;
      if (queue[0] !== undefined) setTimeout(deliver, Math.max(1, queue[0].at - now));
      else if (isEnded) into.end();
    }

    from.on('data', (piece: Buffer) => {
      for (let at = 0; at < piece.length; at += PACKET_BYTES) {
        const packet = piece.subarray(at, at + PACKET_BYTES);
        freeAt[way] = Math.max(performance.now(), freeAt[way]) + (1000 * packet.length) / bytesPerSecond;
        const late = random() < loss ? 2 * delayMs + 50 : 0;
        lastAt = Math.max(lastAt, freeAt[way] + delayMs + late);
        queue.push({ packet, at: lastAt });
        queued += packet.length;
      }
      if (queued > most) from.pause();
      if (isTimed || queue[0] === undefined) return;
      isTimed = true;
      setTimeout(deliver, Math.max(1, queue[0].at - performance.now()));
    });
    from.on('end', () => {
      isEnded = true;
      if (queue.length === 0) into.end();
    });
    from.on('error', () => into.destroy());
    from.on('close', () => {
      sockets.delete(from);
      if (!isEnded) into.destroy();
    });
  }

  const server = createServer({ allowHalfOpen: true }, (near) => {
    if (line.isAway) return void near.destroy();
    connections += 1;
    const far = connect({ port: to, host: '127.0.0.1', allowHalfOpen: true });
    for (const socket of [near, far]) {
      socket.setNoDelay(true);
      sockets.add(socket);
    }
    carry(near, far, 'up');
    carry(far, near, 'down');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const cut = (): void => {
    cuts += 1;
    for (const socket of sockets) socket.resetAndDestroy();
    sockets.clear();
  };
  const timer = cutEveryMs === undefined ? undefined : setInterval(cut, cutEveryMs);
  return Object.assign(line, {
    port: typeof address === 'object' ? (address?.port ?? 0) : 0,
    passed,
    connections: () => connections,
    cuts: () => cuts,
    cut,
    async close() {
      clearInterval(timer);
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  });
}
