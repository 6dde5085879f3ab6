import { createHmac, generateKeyPairSync, randomUUID, type webcrypto } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { importJWK, type JWTPayload, SignJWT } from 'jose';
import { adult } from '../../domain/cds-hooks/example.ts';
import { callOf } from './region.ts';
import { type HookStage, refusalOf } from './stage.ts';

/** Holds which tokens are taken. */
export function aboutTokens(stage: () => HookStage): void {
  describe('a token', () => {
    const target = '/cds-services/oka-interactions';
    const body = () =>
      callOf('patient-view', {}, { prefetch: { patient: adult, medications: null, conditions: null } });
    const seconds = () => Math.floor(Date.now() / 1000);
    const pair = () => stage().it.keys.pairs.get('ehr-berezovo') as webcrypto.JsonWebKey & { kid: string };
    const claims = (change: JWTPayload = {}): JWTPayload => ({
      iss: 'https://dev.oka.local/ehr/berezovo',
      aud: `${stage().it.audience}${target}`,
      iat: seconds(),
      exp: seconds() + 300,
      jti: randomUUID(),
      ...change,
    });
    const signedBy = async (change: JWTPayload = {}, header: object = {}, key: object = pair(), alg = 'ES384') =>
      new SignJWT(claims(change))
        .setProtectedHeader({ alg, kid: pair().kid, typ: 'JWT', ...header })
        .sign(await importJWK(key as never, alg));
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    /** As an attacker writes it who has nothing but the public key. */
    const forged = (alg: string, sign: (text: string) => string): string => {
      const text = `${part({ alg, kid: pair().kid, typ: 'JWT' })}.${part(claims())}`;
      return `${text}.${sign(text)}`;
    };
    const publicKey = (): string => {
      const { d: _, ...rest } = pair();
      return JSON.stringify(rest);
    };
    const stranger = (curve: string): object =>
      generateKeyPairSync('ec', { namedCurve: curve }).privateKey.export({ format: 'jwk' });

    test('that is right is taken, also from a clock half a minute ahead', async () => {
      for (const change of [{}, { iat: seconds() + 30 }])
        await expect(
          stage().it.call('oka-interactions', body(), { token: await signedBy(change) }),
        ).resolves.toMatchObject({
          status: 200,
        });
    });

    test.each<[string, () => string | Promise<string>]>([
      ['without a signature', () => forged('none', () => '')],
      [
        'signed with the public key as a secret',
        () => forged('HS256', (text) => createHmac('sha256', publicKey()).update(text).digest('base64url')),
      ],
      ['of another algorithm', () => signedBy({}, {}, stranger('P-256'), 'ES256')],
      ['signed by another key', () => signedBy({}, {}, stranger('P-384'))],
      ['of a key that nobody knows', () => signedBy({}, { kid: 'unknown' })],
      ['that names where to find its key', () => signedBy({}, { jku: `${stage().fhir.base}/jwks` })],
      ['that brings its key along', () => signedBy({}, { jwk: JSON.parse(publicKey()) }, stranger('P-384'))],
      [
        'with an extension to be understood',
        () =>
          forged('ES384', () => '').replace(/^[^.]+/, part({ alg: 'ES384', kid: 'k', typ: 'JWT', crit: ['x'], x: 1 })),
      ],
      ['made for another service', () => signedBy({ aud: `${stage().it.audience}/cds-services/oka-allergies` })],
      ['made for the whole API', () => signedBy({ aud: stage().it.audience })],
      ['that has ended', () => signedBy({ iat: seconds() - 400, exp: seconds() - 1 })],
      ['that ends in ten years', () => signedBy({ exp: seconds() + 315_360_000 })],
      ['made by a clock far ahead', () => signedBy({ iat: seconds() + 200 })],
      ['not valid yet', () => signedBy({ nbf: seconds() + 200 })],
      ['of an issuer that nobody registered', () => signedBy({ iss: 'https://evil.test' })],
      ['of a person', () => signedBy({ iss: 'https://dev.oka.local/people' })],
      ['without a name of its own', () => signedBy({ jti: '' })],
      ['that is none', () => 'abc'],
    ])('%s is refused with 401', async (_, token) => {
      const heard = await stage().it.call('oka-interactions', body(), { token: await token() });
      expect([heard.status, refusalOf(heard)]).toEqual([401, 'unauthenticated']);
      expect(stage().fhir.asked).toEqual([]);
    });

    test('is used once, for a call and for feedback, however many come at the same moment', async () => {
      const token = await signedBy();
      const all = await Promise.all([1, 2, 3, 4].map(() => stage().it.call('oka-interactions', body(), { token })));
      expect(all.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401]);
    });
  });
}
