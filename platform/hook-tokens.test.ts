import { describe, expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { RegionFile } from '../schemas/region.ts';
import { testRegion } from '../test/world.ts';
import { verifyHookToken } from './hook-tokens.ts';

const NOW = new Date('2026-03-02T08:00:00.000Z');
const seconds = NOW.getTime() / 1000;
const PATH = '/cds-services/oka-critical-values';

async function newKey(alg: string) {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  return { alg, privateKey, jwk: { ...(await exportJWK(publicKey)), kid: 'k', alg } };
}
const ready = Promise.all([newKey('ES384'), newKey('ES256'), newKey('ES384')]).then(([ehr, weak, stranger]) => ({
  ehr,
  weak,
  stranger,
  region: RegionFile.parse({
    ...testRegion(),
    issuers: [
      { iss: 'https://mis.test', kind: 'ehr', ehr: 'mis-north', keys: [ehr.jwk] },
      { iss: 'https://weak.test', kind: 'ehr', ehr: 'mis-south', keys: [weak.jwk] },
      { iss: 'https://people.test', kind: 'person', keys: [ehr.jwk] },
    ],
  }),
}));

const claims = (change: JWTPayload = {}): JWTPayload => ({
  iss: 'https://mis.test',
  aud: `https://oka.test${PATH}`,
  iat: seconds - 1,
  exp: seconds + 300,
  jti: 'j-1',
  ...change,
});

async function verified(change: JWTPayload = {}, by: 'ehr' | 'weak' | 'stranger' = 'ehr', path = PATH) {
  const keys = await ready;
  const { alg, privateKey } = keys[by];
  const token = await new SignJWT(claims(change)).setProtectedHeader({ alg, kid: 'k', typ: 'JWT' }).sign(privateKey);
  return verifyHookToken(token, keys.region, path, NOW);
}

describe('the token of a hook call', () => {
  test('says which record system calls, for which clinics, and by what name the token is used once', async () => {
    await expect(verified()).resolves.toEqual({
      kind: 'ehr',
      id: 'https://mis.test',
      clinics: ['north'],
      roles: [],
      once: { jti: 'j-1', until: '2026-03-02T08:05:00.000Z' },
    });
  });

  test.each<[string, JWTPayload, 'ehr' | 'weak' | 'stranger', string]>([
    ['signed by another key', {}, 'stranger', PATH],
    ['signed with a weaker algorithm', { iss: 'https://weak.test' }, 'weak', PATH],
    ['of an issuer that is no record system', { iss: 'https://people.test' }, 'ehr', PATH],
    ['of nobody we know', { iss: 'https://elsewhere.test' }, 'ehr', PATH],
    ['made for another service', {}, 'ehr', '/cds-services/oka-pneumonia'],
    ['made for the whole API', { aud: 'https://oka.test' }, 'ehr', PATH],
    ['that has ended', { exp: seconds }, 'ehr', PATH],
    ['that lives for years', { exp: seconds + 3 * 365 * 86_400 }, 'ehr', PATH],
    ['made by a clock that runs far ahead', { iat: seconds + 61 }, 'ehr', PATH],
    ['without a name', { jti: '' }, 'ehr', PATH],
  ])('%s is not accepted', async (_, change, by, path) => {
    await expect(verified(change, by, path)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  test('cannot be judged while the key set of its issuer does not answer: that is no refusal', async () => {
    const { ehr, region } = await ready;
    const issuers = [{ ...region.issuers[0], keys: [], jwksUri: 'https://127.0.0.1:9/jwks' }] as typeof region.issuers;
    const token = await new SignJWT(claims())
      .setProtectedHeader({ alg: 'ES384', kid: 'k', typ: 'JWT' })
      .sign(ehr.privateKey);
    const given = verifyHookToken(token, { ...region, issuers }, PATH, NOW);
    await expect(given).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('that is no token is not accepted', async () => {
    const { region } = await ready;
    await expect(verifyHookToken('x.y.z', region, PATH, NOW)).rejects.toMatchObject({ code: 'unauthenticated' });
  });
});
