import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/** Who is at the other end: the address, and the certificate where the connection is TLS. */
export type Peer = {
  readonly address: string;
  readonly certificate?: {
    /** SHA-256 of the certificate (DER), lower-case hexadecimal. */
    readonly fingerprint: string;
    /** Common name of its subject. */
    readonly subject: string;
  };
};

/** The peer of a connected socket. */
export function peerOf(socket: Socket): Peer {
  const address = socket.remoteAddress?.replace(/^::ffff:/, '') ?? 'unknown';
  if (!(socket instanceof TLSSocket)) return { address };
  const { fingerprint256, subject } = socket.getPeerCertificate();
  if (!fingerprint256) return { address };
  const names: unknown = subject?.CN;
  const name = Array.isArray(names) ? names[0] : names;
  return {
    address,
    certificate: { fingerprint: plainFingerprint(fingerprint256), subject: typeof name === 'string' ? name : '' },
  };
}

/** `AB:CD:…` or `abcd…` → lower-case digits without colons. */
export const plainFingerprint = (written: string): string => written.replaceAll(':', '').trim().toLowerCase();

export type AllowedPeers = {
  /** SHA-256 of certificates: such a one may be signed by anybody, or by itself. */
  readonly fingerprints?: readonly string[];
  /** Common names: such a certificate must be signed by a trusted authority. */
  readonly subjects?: readonly string[];
};

/** Whether a client's certificate is on the list. `verified`: a trusted authority has signed it. */
export function isAllowed(peer: Peer, verified: boolean, { fingerprints = [], subjects = [] }: AllowedPeers): boolean {
  const { certificate } = peer;
  if (certificate === undefined) return false;
  if (fingerprints.some((one) => plainFingerprint(one) === certificate.fingerprint)) return true;
  return verified && subjects.includes(certificate.subject);
}
