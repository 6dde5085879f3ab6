import { readFile } from 'node:fs/promises';
import type { ListenerTls, PeerTls } from '../../schemas/edge/terms.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { ClientTls } from '../tcp/dial.ts';
import type { ServerTls } from '../tcp/server.ts';

const isFingerprint = (who: string): boolean => /^([0-9a-f]{2}:?){32}$/i.test(who);

/**
 * Certificates and keys of a listener, read from their files.
 * @throws OkaError `unreadable-file` with the path; `configuration` where names are allowed and no authority is given
 */
export async function serverTlsOf(tls: ListenerTls): Promise<ServerTls> {
  const { cert, key, ca, allow } = tls;
  const clients = allow && {
    fingerprints: allow.filter(isFingerprint),
    subjects: allow.filter((who) => !isFingerprint(who)),
  };
  if (clients && clients.subjects.length > 0 && ca === undefined)
    throw new OkaError('configuration', 'tls.allow: a name needs the authority that signed it, tls.ca');
  // An authority alone asks nobody for a certificate: who gives it expects the opposite.
  if (ca !== undefined && allow === undefined)
    throw new OkaError('configuration', 'tls.ca: name the callers that it signed for in tls.allow');
  return {
    cert: await read(cert),
    key: await read(key),
    ...(ca === undefined ? {} : { ca: await read(ca) }),
    ...(clients ? { clients } : {}),
  };
}

/** What we show to, and expect of, a system that we call over TLS. @throws OkaError `unreadable-file` with the path */
export async function callerTlsOf({ ca, cert, key, fingerprint }: PeerTls): Promise<ClientTls> {
  return {
    ...(fingerprint === undefined ? {} : { fingerprint }),
    ...(ca === undefined ? {} : { ca: await read(ca) }),
    ...(cert === undefined ? {} : { cert: await read(cert) }),
    ...(key === undefined ? {} : { key: await read(key) }),
  };
}

const read = (path: string): Promise<Buffer> =>
  readFile(path).catch((cause: unknown) => {
    throw new OkaError('unreadable-file', path, { cause });
  });
