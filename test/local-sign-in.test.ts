import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { localRegion, openKeys } from '../local/keys.ts';
import { type SignInProvider, takeSignInPort } from '../local/sign-in/provider.ts';
import { verifyToken } from '../platform/tokens.ts';
import { RegionFile } from '../schemas/region.ts';

const DESK = 'http://127.0.0.1:8080/desk';
const folder = mkdtempSync(join(tmpdir(), 'oka-sign-in-'));
let provider: SignInProvider;
let region: RegionFile;

beforeAll(async () => {
  provider = await takeSignInPort(0);
  const base = RegionFile.parse(
    JSON.parse(readFileSync(join(import.meta.dirname, '../samples/region/region.json'), 'utf8')),
  );
  const keys = await openKeys(folder, base);
  region = localRegion(base, keys, undefined, undefined, { signIn: provider.settings });
  provider.open({ keys, region, lifeSeconds: 600 }, [DESK]);
});
afterAll(async () => {
  await provider.stop();
  rmSync(folder, { recursive: true, force: true });
});

const verifier = randomBytes(32).toString('base64url');
const challenge = createHash('sha256').update(verifier).digest('base64url');
const request = (more: Record<string, string> = {}) =>
  new URLSearchParams({
    ...{ response_type: 'code', client_id: 'oka-desk', redirect_uri: DESK, scope: 'openid', state: 's', nonce: 'n' },
    ...{ code_challenge: challenge, code_challenge_method: 'S256' },
    ...more,
  });
const authorize = (more: Record<string, string> = {}, headers: Record<string, string> = {}) =>
  fetch(`${provider.url}/authorize?${request(more)}`, { headers, redirect: 'manual' });
const choose = (person: string, more: Record<string, string> = {}) =>
  fetch(`${provider.url}/authorize`, { method: 'POST', body: request({ ...more, person }), redirect: 'manual' });
const backOf = (response: Response) => new URL(response.headers.get('location') ?? 'none:').searchParams;
const exchange = (code: string, more: Record<string, string> = {}) =>
  fetch(`${provider.url}/token`, {
    method: 'POST',
    headers: { origin: new URL(DESK).origin },
    body: new URLSearchParams({
      ...{ grant_type: 'authorization_code', code, redirect_uri: DESK, client_id: 'oka-desk', code_verifier: verifier },
      ...more,
    }),
  });

describe('the development sign-in', () => {
  test('says of itself what the region file says, under the issuer of the development people', async () => {
    const document = (await (await fetch(provider.settings.discovery)).json()) as { issuer: string };
    expect(document).toMatchObject({ issuer: provider.settings.issuer, code_challenge_methods_supported: ['S256'] });
    expect(region.issuers.find(({ iss }) => iss === document.issuer)).toMatchObject({ development: true });
  });

  test('lists the region’s people, and gives the chosen one tokens that the region takes', async () => {
    const page = await (await authorize()).text();
    for (const { id } of region.people) expect(page).toContain(`value="${id}"`);
    const back = backOf(await choose('physician-berezovo'));
    expect(back.get('state')).toBe('s');
    const answer = await exchange(back.get('code') ?? '');
    expect(answer.headers.get('access-control-allow-origin')).toBe('http://127.0.0.1:8080');
    const { access_token, id_token } = (await answer.json()) as { access_token: string; id_token: string };
    expect(decodeJwt(id_token)).toMatchObject({ aud: 'oka-desk', sub: 'physician-berezovo', nonce: 'n' });
    expect(await verifyToken(access_token, region, new Date())).toMatchObject({
      ...{ kind: 'person', id: 'physician-berezovo', clinics: ['district'], staff: ['T12'] },
    });
  });

  test('gives who works at two clinics both', async () => {
    const code = backOf(await choose('duty-berezovo')).get('code') ?? '';
    const { access_token } = (await (await exchange(code)).json()) as { access_token: string };
    expect((await verifyToken(access_token, region, new Date())).clinics).toEqual(['district', 'post']);
  });

  test('a code is taken once, with its verifier and its address', async () => {
    const codeOf = async () => backOf(await choose('physician-berezovo')).get('code') ?? '';
    expect((await exchange(await codeOf(), { code_verifier: 'another' })).status).toBe(400);
    expect((await exchange(await codeOf(), { redirect_uri: `${DESK}/x` })).status).toBe(400);
    const code = await codeOf();
    expect((await exchange(code)).status).toBe(200);
    expect((await exchange(code)).status).toBe(400);
  });

  test('signs in without a word who has signed in before, and says so when nobody has', async () => {
    expect(backOf(await authorize({ prompt: 'none' })).get('error')).toBe('login_required');
    const cookie = (await choose('physician-berezovo')).headers.get('set-cookie')?.split(';')[0] ?? '';
    expect(backOf(await authorize({ prompt: 'none' }, { cookie })).get('code')).toMatch(/.{20}/);
    const other = await authorize({ prompt: 'none', login_hint: 'duty-berezovo' }, { cookie });
    expect(backOf(other).get('error')).toBe('login_required');
  });

  test('sends nobody to an address that is not the desk’s, and no code without PKCE', async () => {
    for (const wrong of ['http://evil.test/desk', `${DESK}.evil`, `${DESK}/`]) {
      const refused = await authorize({ redirect_uri: wrong });
      expect([refused.status, refused.headers.get('location')]).toEqual([400, null]);
    }
    expect(backOf(await authorize({ code_challenge_method: 'plain' })).get('error')).toBe('invalid_request');
  });

  test('lets no other page read its answers', async () => {
    const answer = await fetch(`${provider.url}/jwks`, { headers: { origin: 'http://evil.test' } });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });
});
