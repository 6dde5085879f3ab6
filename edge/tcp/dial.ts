import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { peerOf, plainFingerprint } from '../mllp/peer.ts';

export type ClientTls = {
  readonly ca?: string | Buffer;
  readonly key?: string | Buffer;
  readonly cert?: string | Buffer;
  /** SHA-256 of the other side's certificate; with it no authority is asked. */
  readonly fingerprint?: string;
};

/** The other side shows a certificate that was not agreed upon: no repeat mends that. */
export class WrongCertificate extends Error {}

/** Connects on TCP or TLS within a time. Rejects with the cause. */
export function dial(
  { host, port, tls }: { readonly host: string; readonly port: number; readonly tls?: ClientTls },
  withinMs: number,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = tls
      ? connectTls({ host, port, ...tls, rejectUnauthorized: tls.fingerprint === undefined })
      : connect({ host, port });
    const timer = setTimeout(() => socket.destroy(new Error('no connection in time')), withinMs);
    socket.once(tls ? 'secureConnect' : 'connect', () => {
      clearTimeout(timer);
      const wanted = tls?.fingerprint;
      if (wanted !== undefined && peerOf(socket).certificate?.fingerprint !== plainFingerprint(wanted))
        return void socket.destroy(new WrongCertificate('another certificate than the one agreed upon'));
      socket.off('error', reject);
      resolve(socket);
    });
    socket.on('error', reject);
    socket.once('close', () => {
      clearTimeout(timer);
      reject(new Error('the connection closed'));
    });
  });
}
