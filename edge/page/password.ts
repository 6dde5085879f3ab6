import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { OkaError } from '../../schemas/errors.ts';

/** RFC 7914; 32 MiB and a tenth of a second for each try, on a small machine. */
const COST = { N: 2 ** 15, r: 8, p: 1 } as const;
const KEY_BYTES = 32;
const SHORTEST = 10;
const LONGEST = 200;

/**
 * The hash of a password as `edge.yaml` holds it: `scrypt$N$r$p$salt$key`, salt and key in base64.
 * @throws OkaError `wrong-use` for a password of fewer than ten characters
 */
export async function hashPassword(password: string): Promise<string> {
  if ([...password].length < SHORTEST || password.length > LONGEST)
    throw new OkaError('wrong-use', `a password of ${SHORTEST} to ${LONGEST} characters`);
  const salt = randomBytes(16);
  const { N, r, p } = COST;
  const key = await derive(password, salt, KEY_BYTES, COST);
  return ['scrypt', N, r, p, salt.toString('base64'), key.toString('base64')].join('$');
}

/** Whether it is the password of this hash; takes as long for a wrong one as for the right one. */
export async function checkPassword(password: string, hash: string): Promise<boolean> {
  const [, N, r, p, salt = '', key = ''] = hash.split('$');
  const wanted = Buffer.from(key, 'base64');
  const cost = { N: Number(N), r: Number(r), p: Number(p) };
  const given = await derive(password.slice(0, LONGEST), Buffer.from(salt, 'base64'), wanted.length, cost);
  return timingSafeEqual(given, wanted);
}

/** The same word typed on two keyboards is the same bytes (RFC 8265 §4.2: NFC). */
const derive = (password: string, salt: Buffer, bytes: number, cost: ScryptOptions): Promise<Buffer> =>
  new Promise((resolve, reject) =>
    scrypt(password.normalize('NFC'), salt, bytes, { ...cost, maxmem: 256 * 1024 * 1024 }, (fault, key) =>
      fault ? reject(fault) : resolve(key),
    ),
  );
