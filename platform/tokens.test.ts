import { describe, expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import type { Region } from '../domain/region.ts';
import { OkaError } from '../schemas/errors.ts';
import { RegionFile } from '../schemas/region.ts';
import { verifyStatement, verifyToken } from './tokens.ts';

const NOW = new Date('2026-03-02T08:00:00.000Z');
const seconds = NOW.getTime() / 1000;

type Key = Awaited<ReturnType<typeof newKey>>;
async function newKey(kid: string, alg = 'ES256') {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  return { kid, alg, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg } };
}

async function makeRegion() {
  const keys = {
    district: await newKey('d1'),
    next: await newKey('d2', 'EdDSA'),
    post: await newKey('p1'),
    ehr: await newKey('e1', 'RS384'),
    person: await newKey('s1', 'ES384'),
    operator: await newKey('o1'),
  };
  const clinic = (id: string, number: number, ehr: string | undefined, edgeKeys: unknown[]) => ({
    id,
    title: { en: id, ru: id },
    oid: `1.2.3.${number}`,
    zone: 'UTC',
    domains: [],
    senders: [],
    ehr,
    edgeKeys,
  });
  const region: Region = RegionFile.parse({
    id: 'test',
    title: { en: 'Test', ru: 'Тест' },
    zone: 'UTC',
    audience: 'https://oka.test',
    clinics: [
      clinic('district', 1, 'mis', [keys.district.jwk, keys.next.jwk]),
      clinic('post', 2, 'mis', [keys.post.jwk]),
      clinic('lab', 3, undefined, []),
    ],
    ehrs: [{ id: 'mis', title: { en: 'MIS', ru: 'МИС' }, replaces: true }],
    issuers: [
      { iss: 'https://mis.test', kind: 'ehr', ehr: 'mis', keys: [keys.ehr.jwk] },
      { iss: 'https://people.test', kind: 'person', keys: [keys.person.jwk] },
      { iss: 'https://duty.test', kind: 'operator', keys: [keys.operator.jwk] },
    ],
    critical: { deadlineSeconds: 20 },
  });
  return { region, keys };
}

const ready = makeRegion();

const edgeClaims = (changes: Record<string, unknown> = {}): JWTPayload => ({
  iss: 'edge:district',
  sub: 'edge:district',
  aud: 'https://oka.test',
  iat: seconds,
  exp: seconds + 300,
  jti: 'one',
  ...changes,
});

const sign = (claims: JWTPayload, key: Key, header: object = {}): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ alg: key.alg, kid: key.kid, ...header }).sign(key.privateKey);

const refusalOf = async (token: string, at = NOW): Promise<string | undefined> => {
  const { region } = await ready;
  try {
    await verifyToken(token, region, at);
  } catch (fault) {
    if (fault instanceof OkaError && fault.code === 'unauthenticated') return fault.detail;
    throw fault;
  }
  throw new Error('the token was taken');
};

describe('a token of a registered party', () => {
  test('an edge is known by either of its two keys and stands for its clinic alone', async () => {
    const { region, keys } = await ready;
    for (const key of [keys.district, keys.next]) {
      const principal = await verifyToken(await sign(edgeClaims(), key), region, NOW);
      expect(principal).toEqual({ kind: 'edge', id: 'edge:district', clinics: ['district'], roles: [] });
    }
  });

  test('an edge need not say twice who it is; anybody else names whom he speaks for', async () => {
    const { region, keys } = await ready;
    const token = await sign(edgeClaims({ sub: undefined }), keys.district);
    expect(await verifyToken(token, region, NOW)).toMatchObject({ kind: 'edge', id: 'edge:district' });
    const nameless = await sign(edgeClaims({ iss: 'https://mis.test', sub: undefined }), keys.ehr);
    await expect(verifyToken(nameless, region, NOW)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  test('a record system stands for every clinic it serves', async () => {
    const { region, keys } = await ready;
    const token = await sign(edgeClaims({ iss: 'https://mis.test', sub: 'mis' }), keys.ehr);
    expect(await verifyToken(token, region, NOW)).toMatchObject({ kind: 'ehr', clinics: ['district', 'post'] });
  });

  test('a person comes with clinic, roles and name, and keeps the token for a shift', async () => {
    const { region, keys } = await ready;
    const claims = { iss: 'https://people.test', sub: 'u7', clinic: 'post', roles: ['physician'], name: 'N. N.' };
    const token = await sign(edgeClaims({ ...claims, exp: seconds + 12 * 3600 }), keys.person);
    expect(await verifyToken(token, region, NOW)).toEqual({
      kind: 'person',
      id: 'u7',
      clinics: ['post'],
      roles: ['physician'],
      name: 'N. N.',
      session: { iss: 'https://people.test', jti: 'one' },
    });
  });

  test('a person of several clinics names them all, and one of none is refused', async () => {
    const { region, keys } = await ready;
    const claims = { iss: 'https://people.test', sub: 'u8', roles: ['radiologist'] };
    const several = { ...claims, clinics: ['post', 'district'], clinic: 'post', auth_time: seconds - 60 };
    const token = await sign(edgeClaims(several), keys.person);
    expect(await verifyToken(token, region, NOW)).toMatchObject({
      clinics: ['post', 'district'],
      session: { iss: 'https://people.test', authTime: new Date((seconds - 60) * 1000).toISOString() },
    });
    const nowhere = await sign(edgeClaims({ ...claims, clinics: [] }), keys.person);
    await expect(verifyToken(nowhere, region, NOW)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  test('the provider of some clinics speaks for their people alone: a claim to another clinic is refused whole', async () => {
    const { region, keys } = await ready;
    const issuers = region.issuers.map((one) => (one.kind === 'person' ? { ...one, clinics: ['post', 'lab'] } : one));
    const narrow = { ...region, issuers };
    const claims = { iss: 'https://people.test', sub: 'u8', roles: ['physician'] };
    const own = await sign(edgeClaims({ ...claims, clinics: ['lab', 'post'] }), keys.person);
    expect(await verifyToken(own, narrow, NOW)).toMatchObject({ clinics: ['lab', 'post'] });
    for (const more of [{ clinic: 'district' }, { clinic: 'post', clinics: ['post', 'district'] }]) {
      const token = await sign(edgeClaims({ ...claims, ...more }), keys.person);
      await expect(verifyToken(token, narrow, NOW)).rejects.toMatchObject({ code: 'unauthenticated' });
    }
  });

  test('an operator has no clinics', async () => {
    const { region, keys } = await ready;
    const token = await sign(edgeClaims({ iss: 'https://duty.test', sub: 'o' }), keys.operator);
    expect(await verifyToken(token, region, NOW)).toMatchObject({ kind: 'operator', clinics: [] });
  });
});

describe('a token is refused', () => {
  const cases: [string, Record<string, unknown>][] = [
    ['for another audience', { aud: 'https://elsewhere.test' }],
    ['after its end', { exp: seconds - 61, iat: seconds - 300 }],
    ['from the future', { iat: seconds + 61 }],
    ['that lives longer than ten minutes', { exp: seconds + 601 }],
    ['that ends before it begins', { iat: seconds + 30, exp: seconds + 20 }],
    ['of an edge that speaks for another', { sub: 'edge:post' }],
    ['of an edge nobody registered', { iss: 'edge:nowhere', sub: 'edge:nowhere' }],
    ['of an issuer nobody registered', { iss: 'https://who.test' }],
    ['of an issuer that is no text', { iss: 5 }],
    ['of several issuers', { iss: ['edge:district', 'edge:post'] }],
    ['without a name of its own', { jti: undefined }],
    ['without an end', { exp: undefined }],
  ];
  test.each(cases)('%s', async (_, changes) => {
    const { keys } = await ready;
    expect(await refusalOf(await sign(edgeClaims(changes), keys.district))).toEqual(expect.any(String));
  });

  test('signed with the key of another clinic, under its own or the right key id', async () => {
    const { keys } = await ready;
    expect(await refusalOf(await sign(edgeClaims(), keys.post))).toBe('ERR_JWKS_NO_MATCHING_KEY');
    expect(await refusalOf(await sign(edgeClaims(), keys.post, { kid: 'd1' }))).toBe(
      'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
    );
  });

  test('without a key id, without a signature, or that is no JWT at all', async () => {
    const { keys } = await ready;
    expect(await refusalOf(await sign(edgeClaims(), keys.district, { kid: undefined }))).toEqual(expect.any(String));
    expect(await refusalOf(new UnsecuredJWT(edgeClaims()).encode())).toEqual(expect.any(String));
    expect(await refusalOf('x.y.z')).toBe('no JWT');
  });

  test('of a person who names no clinic', async () => {
    const { keys } = await ready;
    const token = await sign(edgeClaims({ iss: 'https://people.test', sub: 'u7' }), keys.person);
    expect(await refusalOf(token)).toBe('claim clinic');
  });
});

describe('a signed acknowledgement', () => {
  const about = { act: 'acknowledge', record: 'r', resultId: 'x', version: 2 };
  const claims = edgeClaims({ iss: 'https://people.test', sub: 'u7', clinic: 'post', oka: about });

  test('holds although the queue was hours late', async () => {
    const { region, keys } = await ready;
    const later = new Date(NOW.getTime() + 5 * 3600_000);
    const stated = await verifyStatement(await sign(claims, keys.person), region, NOW, later);
    expect(stated).toMatchObject({ principal: { id: 'u7', clinics: ['post'] }, about, signedAt: NOW });
  });

  test('does not hold when it was sent after its end, or from the future', async () => {
    const { region, keys } = await ready;
    const statement = await sign(claims, keys.person);
    const late = new Date(NOW.getTime() + 3600_000);
    await expect(verifyStatement(statement, region, late, late)).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(verifyStatement(statement, region, late, NOW)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  test('opens no door: whoever forwards it cannot read in the name of who signed it', async () => {
    const { keys } = await ready;
    expect(await refusalOf(await sign(claims, keys.person))).toBe('a statement, no token');
  });

  test('is no plain token: it names what it acknowledges', async () => {
    const { region, keys } = await ready;
    const statement = await sign({ ...claims, oka: undefined }, keys.person);
    await expect(verifyStatement(statement, region, NOW, NOW)).rejects.toMatchObject({ detail: 'claim oka' });
  });
});
