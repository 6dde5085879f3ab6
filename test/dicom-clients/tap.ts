import { connect, createServer, type Server } from 'node:net';

/**
 * Stands between a caller and the door and writes down what the caller sends: what a program makes of its files before it
 * sends them is its own affair, what comes out of the spool must be what went over this line. The protocol is read here by
 * code that shares nothing with the door's.
 */
export async function tapTo(port: number) {
  const lines: Buffer[][] = [];
  const server: Server = createServer((caller) => {
    const line: Buffer[] = [];
    lines.push(line);
    const door = connect({ port, host: '127.0.0.1' });
    for (const socket of [caller, door]) socket.on('error', () => undefined).setNoDelay(true);
    caller.on('data', (bytes: Buffer) => line.push(bytes));
    caller.pipe(door);
    door.pipe(caller);
    caller.on('close', () => door.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    /** The data sets that were sent, in their order, of one association after the other. */
    dataSets: (): Buffer[] => lines.flatMap((line) => dataSetsIn(Buffer.concat(line))),
    close: (): void => void server.close(),
  };
}

/** PS3.8 §9.3.5 and Annex E, by offsets. */
function dataSetsIn(bytes: Buffer): Buffer[] {
  const found: Buffer[] = [];
  let parts: Buffer[] = [];
  for (let at = 0; at + 6 <= bytes.length; ) {
    const end = at + 6 + bytes.readUInt32BE(at + 2);
    if (bytes[at] === 4)
      for (let value = at + 6; value < end; ) {
        const next = value + 4 + bytes.readUInt32BE(value);
        const control = bytes[value + 5] as number;
        if ((control & 1) === 0) parts.push(bytes.subarray(value + 6, next));
        if (control === 2) {
          found.push(Buffer.concat(parts));
          parts = [];
        }
        value = next;
      }
    at = end;
  }
  return found;
}
