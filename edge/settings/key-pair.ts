import { randomBytes } from 'node:crypto';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import type { Registration } from '../../schemas/edge/registration.ts';
import type { EdgeSettings } from '../../schemas/edge.ts';
import { OkaError } from '../../schemas/errors.ts';
import { PublicJwk } from '../../schemas/region.ts';
import { giveTo } from '../files/owner.ts';
import { readPrivateKey } from './token.ts';

/**
 * Makes the pair with which an edge signs its tokens (ES256) and writes the private half, for the owner alone. The key's
 * name is short: it travels in the head of every request over a thin line.
 * @throws OkaError `configuration` when the file is there already: an old key is never written over
 */
export async function makeKeyPair(path: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const kid = `k${randomBytes(5).toString('base64url').slice(0, 6)}`;
  const key: JWK = { ...(await exportJWK(privateKey)), alg: 'ES256', kid };
  await writeNew(path, `${JSON.stringify(key)}\n`, 0o600);
  return key;
}

/** The public half, as it stands in the region file. */
function publicHalf({ kty, crv, x, y, alg, kid }: JWK): Registration['key'] {
  return PublicJwk.parse({ kty, crv, x, y, alg, kid });
}

/** Proof of which key is meant, short enough to be read over the telephone. */
const thumbprintOf = (key: JWK): Promise<string> => calculateJwkThumbprint(key, 'sha256');

/** What `oka trust add` takes. @throws OkaError `configuration` where the key cannot be read */
export async function registrationOf(
  settings: Pick<EdgeSettings, 'clinic' | 'oid' | 'zone'> & { readonly senders: Registration['senders'] },
  keyPath: string,
): Promise<Registration> {
  const key = publicHalf(readPrivateKey(keyPath));
  const { clinic, oid, zone, senders } = settings;
  return {
    clinic,
    ...(oid === undefined ? {} : { oid }),
    zone,
    key,
    thumbprint: await thumbprintOf(key),
    senders: senders.map(({ application, facility }) => ({ application, facility })),
  };
}

/** Writes a file that is not there yet, durably, for the owner of its folder. @throws OkaError `configuration` when it is */
export async function writeNew(path: string, text: string, mode: number): Promise<void> {
  const file = await open(path, 'wx', mode).catch((cause: NodeJS.ErrnoException) => {
    const why =
      cause.code === 'EEXIST' ? 'is there already; nothing is written over' : `cannot be written (${cause.code})`;
    throw new OkaError('configuration', `${path} ${why}`, { cause });
  });
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await giveTo(path, dirname(path));
}
