import { createPublicKey, type JsonWebKey, verify } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { checkTrust, type TrustPolicy } from './trust.ts';

const header = { alg: 'ES384', kid: 'k', typ: 'JWT', jku: 'https://ehr.example/jwks' };
const claims = {
  iss: 'https://ehr.example',
  aud: 'https://oka.example/cds-services/x',
  exp: 2000,
  iat: 1000,
  jti: 'j',
};
const policy: TrustPolicy = {
  clients: [{ iss: claims.iss, jku: [header.jku] }],
  endpoint: claims.aud,
  now: new Date(1_500_000),
  wasSeen: () => false,
};

describe("a client's token", () => {
  test('is trusted once it names a registered issuer, this very address, and a time that has not passed', () => {
    const trust = checkTrust({ header, claims }, policy);
    expect(trust).toEqual({ client: policy.clients[0], kid: 'k', jti: 'j', until: new Date(2_000_000) });
    expect(checkTrust({ header, claims: { ...claims, aud: ['https://a', claims.aud] } }, policy)).toEqual(trust);
    expect(checkTrust({ header, claims }, { ...policy, longestSeconds: 1000 })).toEqual(trust);
    const { jku: _, ...plain } = header;
    expect(checkTrust({ header: plain, claims }, policy)).toEqual(trust);
  });

  test.each([
    ['algorithm', { alg: 'none' }, {}, {}],
    ['algorithm', { alg: 'HS256' }, {}, {}],
    ['header', { kid: undefined }, {}, {}],
    ['header', { typ: 'at+jwt' }, {}, {}],
    ['header', { crit: ['exp'] }, {}, {}],
    ['jku', { jku: 'https://evil.example/jwks' }, {}, {}],
    ['issuer', {}, { iss: 'https://ehr.example/' }, {}],
    ['claims', {}, { jti: undefined }, {}],
    ['claims', {}, { exp: '2000' }, {}],
    ['aud mismatch', {}, { aud: `${claims.aud}/` }, {}],
    ['aud mismatch', {}, { aud: 'https://oka.example' }, {}],
    ['expired', {}, { exp: 1500 }, {}],
    ['iat', {}, { iat: 1561 }, {}],
    ['iat', {}, { iat: 2000, exp: 2000 }, {}],
    ['life', {}, {}, { longestSeconds: 999 }],
    ['replay', {}, {}, { wasSeen: (iss: string, jti: string) => iss === claims.iss && jti === 'j' }],
  ])('is not trusted for its %s (%j %j)', (why, inHeader, inClaims, inPolicy) => {
    const token = { header: { ...header, ...inHeader }, claims: { ...claims, ...inClaims } };
    expect(checkTrust(token, { ...policy, ...inPolicy })).toEqual({ distrusted: why });
  });
});

type Case = {
  id: string;
  inputs: { jwt: string; jwks: { keys: JsonWebKey[] }; endpoint: string; now: number };
  expected: { signatureValid: boolean; accepted: boolean; reason?: string };
};
const file = join(process.env.OKA_CORPORA ?? '../shared/data', 'vectors', 'cds_hooks_jwt.json');
const cases = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')).cases as Case[]) : [];

(cases.length ? describe : describe.skip)("the specification's own token (skipped without OKA_CORPORA)", () => {
  test.each(cases.map((one) => [one.id, one] as const))('%s', (_, { inputs, expected }) => {
    const [head = '', body = '', signature = ''] = inputs.jwt.split('.');
    const parsed = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString());
    const key = createPublicKey({ key: inputs.jwks.keys[0] as JsonWebKey, format: 'jwk' });
    const isSigned = verify(
      'sha384',
      Buffer.from(`${head}.${body}`),
      { key, dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature, 'base64url'),
    );
    const trust = checkTrust(
      { header: parsed(head), claims: parsed(body) },
      {
        clients: [{ iss: 'https://fhir-ehr.example.com/', jku: ['https://fhir-ehr.example.com/jwk_uri'] }],
        endpoint: inputs.endpoint,
        now: new Date(inputs.now * 1000),
        wasSeen: () => false,
      },
    );
    expect(isSigned).toBe(expected.signatureValid);
    expect(isSigned && 'client' in trust).toBe(expected.accepted);
    if (expected.reason) expect(trust).toEqual({ distrusted: expected.reason });
  });
});
