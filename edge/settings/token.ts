import { readFileSync } from 'node:fs';
import type { JWK } from 'jose';
import { z } from 'zod';
import type { EdgeSettings } from '../../schemas/edge.ts';
import { OkaError } from '../../schemas/errors.ts';
import { tokenSource } from '../token.ts';

/** A private JSON Web Key (RFC 7517) as `oka edge init` makes it. */
const PrivateKey = z.looseObject({ kty: z.string(), kid: z.string(), alg: z.string(), d: z.string() });

/**
 * Tokens with which the edge speaks to its region.
 * @throws OkaError `configuration` where key or token cannot be read, or are none
 */
export function tokenOf({ clinic, region }: Pick<EdgeSettings, 'clinic' | 'region'>): () => Promise<string> {
  const { key, audience, tokenFile } = region;
  if (tokenFile !== undefined) {
    readToken(tokenFile);
    // Read again for each request: whoever made it may renew it.
    return async () => readToken(tokenFile);
  }
  if (key === undefined || audience === undefined)
    throw new OkaError('configuration', 'region: "key" and "audience" are needed, or a "tokenFile"');
  const name = `edge:${clinic}`;
  return tokenSource({ key: readPrivateKey(key), iss: name, sub: name, audience });
}

/** @throws OkaError `configuration` when the file is missing or no private key */
export function readPrivateKey(path: string): JWK {
  const key = PrivateKey.safeParse(json(readText(path)));
  if (!key.success) throw new OkaError('configuration', `${path} holds no private JWK with kid and alg`);
  return key.data as JWK;
}

/** Anything but three base64url parts (RFC 7519 §3) would be a fault of the request, or nonsense in a header. */
export function readToken(path: string): string {
  const token = readText(path).trim();
  if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) throw new OkaError('configuration', `${path} holds no token`);
  return token;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new OkaError('configuration', `${path} cannot be read`, { cause });
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
