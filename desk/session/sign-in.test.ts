import { describe, expect, test } from '@jest/globals';
import { authorizeUrl, exchange, returned } from './code-flow.ts';
import { challengeOf, claimsOf } from './pkce.ts';
import { discover, sessionFrom } from './sign-in.ts';

const signIn = { issuer: 'https://id.test', discovery: 'https://id.test/d', clientId: 'oka-desk', scope: 'openid' };
const NOW = 1_800_000_000_000;
const jwt = (claims: object): string =>
  `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.${Buffer.from('s').toString('base64url')}`;
const idClaims = {
  ...{ iss: 'https://id.test', aud: 'oka-desk', sub: 'dr-12', nonce: 'n', exp: NOW / 1000 + 300 },
  name: 'Сказочников Е. И.',
};
const access = jwt({ sub: 'dr-12', exp: NOW / 1000 + 3600, roles: ['physician'], clinic: 'district', staff: ['T12'] });
const tokens = (id: object = idClaims) => ({ access_token: access, token_type: 'Bearer', id_token: jwt(id) });
const shelf = () => {
  const held = new Map<string, string>();
  return {
    getItem: (name: string) => held.get(name) ?? null,
    setItem: (name: string, value: string) => void held.set(name, value),
    removeItem: (name: string) => void held.delete(name),
  };
};
const request = {
  kind: 'sign-in' as const,
  endpoints: { authorize: 'https://id.test/a?tenant=1', token: 'https://id.test/t' },
  ...{ clientId: 'oka-desk', redirectUri: 'https://oka.test/v1/desk', scope: 'openid profile', hash: '#/worklist' },
};

describe('PKCE', () => {
  test('the challenge is the one of RFC 7636, appendix B', async () => {
    expect(await challengeOf('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe(
      'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    );
  });

  test('claims are read with their letters', () => {
    expect(claimsOf(jwt({ name: 'Ёлкина – Ю. №' }))).toEqual({ name: 'Ёлкина – Ю. №' });
  });
});

describe('the way to the sign-in and back', () => {
  test('goes with state, nonce and S256, and comes back once to the page that was open', async () => {
    const tab = shelf();
    const url = new URL(await authorizeUrl(request, tab, NOW));
    const asked = Object.fromEntries(url.searchParams);
    expect(asked).toMatchObject({
      tenant: '1',
      response_type: 'code',
      code_challenge_method: 'S256',
      scope: 'openid profile',
    });
    const back = returned(`?code=c&state=${asked.state}`, tab, NOW + 1000);
    expect(back?.leaving).toMatchObject({ hash: '#/worklist', nonce: asked.nonce, kind: 'sign-in' });
    expect(await challengeOf(back?.leaving.verifier ?? '')).toBe(asked.code_challenge);
    expect(returned(`?code=c&state=${asked.state}`, tab, NOW + 1000)).toBeUndefined();
  });

  test('a code that nobody here asked for, or that comes too late, opens nothing', async () => {
    const tab = shelf();
    const { searchParams } = new URL(await authorizeUrl(request, tab, NOW));
    expect(returned('?code=c&state=foreign', tab, NOW)).toBeUndefined();
    expect(returned('?code=c', tab, NOW)).toBeUndefined();
    expect(returned(`?code=c&state=${searchParams.get('state')}`, tab, NOW + 16 * 60_000)).toBeUndefined();
  });

  test('the code is exchanged with the verifier; a refusal keeps the server’s word', async () => {
    const tab = shelf();
    const { searchParams } = new URL(await authorizeUrl(request, tab, NOW));
    const back = returned(`?code=c&state=${searchParams.get('state')}`, tab, NOW);
    if (back === undefined) throw new Error('not back');
    const sent: URLSearchParams[] = [];
    const answer = (status: number, body: object): typeof fetch => {
      return async (_, init) => {
        sent.push(init?.body as URLSearchParams);
        return new Response(JSON.stringify(body), { status });
      };
    };
    await exchange(back, answer(200, tokens()));
    expect(Object.fromEntries(sent[0] ?? [])).toMatchObject({
      ...{ grant_type: 'authorization_code', code: 'c', redirect_uri: 'https://oka.test/v1/desk' },
      code_verifier: back.leaving.verifier,
    });
    await expect(exchange(back, answer(400, { error: 'invalid_grant' }))).rejects.toThrow('invalid_grant');
  });
});

describe('a session', () => {
  test('is that of the person of both tokens', () => {
    const session = sessionFrom(tokens(), { signIn, nonce: 'n', now: NOW });
    expect(session).toMatchObject({
      accessToken: access,
      expiresAt: NOW + 3600_000,
      person: { id: 'dr-12', name: 'Сказочников Е. И.', roles: ['physician'], clinics: ['district'], staff: ['T12'] },
    });
  });

  test.each([
    ['another issuer', { iss: 'https://evil.test' }],
    ['somebody else', { aud: 'other-client' }],
    ['somebody else', { aud: ['oka-desk', 'x'], azp: 'x' }],
    ['another nonce', { nonce: 'old' }],
    ['its time has passed', { exp: NOW / 1000 - 600 }],
    ['its time has passed', { exp: undefined }],
  ])('is refused for %s', (why, wrong) => {
    expect(() => sessionFrom(tokens({ ...idClaims, ...wrong }), { signIn, nonce: 'n', now: NOW })).toThrow(why);
  });

  test('needs an id token where one was asked for', () => {
    const { id_token: _id, ...without } = tokens();
    expect(() => sessionFrom(without, { signIn, nonce: 'n', now: NOW })).toThrow('no id token');
  });
});

describe('discovery', () => {
  const answer =
    (body: object): typeof fetch =>
    async () =>
      new Response(JSON.stringify(body));
  const document = { issuer: 'https://id.test', authorization_endpoint: 'a', token_endpoint: 't' };

  test('gives the addresses of the issuer that the region names, and of no other', async () => {
    expect(await discover(signIn, answer(document))).toEqual({ authorize: 'a', token: 't' });
    await expect(discover(signIn, answer({ ...document, issuer: 'https://evil.test' }))).rejects.toThrow(
      'another issuer',
    );
    await expect(discover(signIn, answer({ issuer: 'https://id.test' }))).rejects.toThrow('missing');
  });
});
