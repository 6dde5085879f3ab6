import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { Principal } from '../../schemas/principal.ts';
import { testRegion } from '../../test/world.ts';
import { handler } from './handler.ts';

const folder = mkdtempSync(join(tmpdir(), 'oka-authorise-'));
let sign: (claims?: object) => Promise<string>;

beforeAll(async () => {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'n1', alg: 'ES256' };
  const region = testRegion();
  const clinics = region.clinics.map((clinic) => ({ ...clinic, edgeKeys: clinic.id === 'north' ? [jwk] : [] }));
  writeFileSync(join(folder, 'region.json'), JSON.stringify({ ...region, clinics }));
  process.env.OKA_REGION_FILE = join(folder, 'region.json');
  sign = (claims = {}) =>
    new SignJWT({ iss: 'edge:north', sub: 'edge:north', aud: 'https://oka.test', jti: 'j', ...claims })
      .setProtectedHeader({ alg: 'ES256', kid: 'n1' })
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(privateKey);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ARN = 'arn:aws:execute-api:eu-central-1:123456789012:api1/prod/PUT/uploads/image/abc';
const ask = (headers: Record<string, string>) =>
  handler({ headers, methodArn: ARN } as unknown as APIGatewayRequestAuthorizerEvent);

describe('the authoriser', () => {
  test('says who asks, for the whole API: what one may do is decided by the route', async () => {
    const { principalId, policyDocument, context } = await ask({ authorization: `Bearer ${await sign()}` });
    expect(principalId).toBe('edge:north');
    expect(policyDocument.Statement).toEqual([
      {
        Action: 'execute-api:Invoke',
        Effect: 'Allow',
        Resource: 'arn:aws:execute-api:eu-central-1:123456789012:api1/prod/*',
      },
    ]);
    expect(Principal.parse(JSON.parse(String(context?.principal)))).toMatchObject({ kind: 'edge', clinics: ['north'] });
  });

  test('throws the one word that API Gateway answers with 401', async () => {
    const elsewhere = await sign({ aud: 'https://elsewhere.test' });
    const bad: Record<string, string>[] = [
      {},
      { Authorization: 'Basic eDp5' },
      { Authorization: 'Bearer x' },
      { Authorization: `Bearer ${elsewhere}` },
    ];
    for (const headers of bad) await expect(ask(headers)).rejects.toThrow(/^Unauthorized$/);
  });
});
