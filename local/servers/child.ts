import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Tells the parent which port is open, and ends with the parent or on SIGTERM. */
export function ready(port: number, stop: () => Promise<unknown> | undefined): void {
  const end = () => {
    Promise.resolve(stop()).finally(() => process.exit(0));
    // Connections that stay open must not hold the end: everything acknowledged is already on disk.
    setTimeout(() => process.exit(0), 1000).unref();
  };
  process.on('disconnect', end);
  process.on('SIGTERM', end);
  // Ctrl-C reaches the whole process group; the parent decides the order of stopping.
  process.on('SIGINT', () => undefined);
  // A parent that died while this one was starting cannot be told any more.
  if (process.connected) process.send?.({ port });
  else end();
}

/** Listens on loopback only. */
export function serve(server: Server, port: number): void {
  server.keepAliveTimeout = 60_000;
  server.listen(port, '127.0.0.1', () => {
    ready((server.address() as AddressInfo).port, () => {
      server.closeIdleConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    });
  });
}
