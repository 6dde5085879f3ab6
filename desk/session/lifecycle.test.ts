import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { Session } from './current.ts';

const signIn = { issuer: 'https://id.test', discovery: 'https://id.test/d', clientId: 'oka-desk', scope: 'openid' };
const config = {
  region: { title: { ru: '', en: '' }, zone: 'UTC' },
  signIn,
  recordSystems: [],
  clinics: [],
  files: {},
};

const NOW = Date.UTC(2026, 10, 22, 17);
const jwt = (claims: object): string => `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`;
let life = 60;
let asked = 0;

const answer = (body: object) => new Response(JSON.stringify(body));
const fetcher = async (address: unknown): Promise<Response> => {
  if (address === signIn.discovery)
    return answer({ issuer: signIn.issuer, authorization_endpoint: 'https://id.test/a', token_endpoint: 't' });
  asked += 1;
  const exp = Math.floor(Date.now() / 1000) + life;
  return answer({ access_token: jwt({ sub: 'dr-12', exp }), token_type: 'Bearer', refresh_token: 'r' });
};

type Tab = { readonly storage: Map<string, string>; readonly lifecycle: typeof import('./lifecycle.ts') } & Pick<
  typeof import('./current.ts'),
  'sessionNow'
>;

/** A tab of its own: a storage and the module's memory. `here` makes the storage the one that scripts see. */
const here = ({ storage }: Pick<Tab, 'storage'>): void => {
  const sessionStorage = {
    get length() {
      return storage.size;
    },
    key: (place: number) => [...storage.keys()][place] ?? null,
    getItem: (name: string) => storage.get(name) ?? null,
    setItem: (name: string, value: string) => void storage.set(name, value),
    removeItem: (name: string) => void storage.delete(name),
  };
  Object.assign(globalThis, { sessionStorage });
};
const opened: Tab[] = [];
async function tab(storage = new Map<string, string>()): Promise<Tab> {
  jest.resetModules();
  // Preact draws nothing here, and Jest does not read its modules.
  jest.doMock('../api/use-get.ts', () => ({ forgetAnswers: () => {} }));
  const lifecycle = await import('./lifecycle.ts');
  const { sessionNow } = await import('./current.ts');
  const made = { storage, lifecycle, sessionNow };
  opened.push(made);
  return made;
}

const session = (id: string, seconds: number): Session => ({
  ...{ accessToken: 'a', refreshToken: 'r', expiresAt: Date.now() + seconds * 1000, skewMs: 5 },
  person: { id, roles: [], clinics: [], staff: [] },
});

const before = { fetch: globalThis.fetch, sessionStorage: globalThis.sessionStorage };
beforeEach(() => {
  asked = 0;
  Object.assign(globalThis, {
    fetch: fetcher,
    document: { getElementById: () => ({ textContent: JSON.stringify(config) }) },
    location: { origin: 'https://oka.test', pathname: '/desk', assign: () => {}, hash: '' },
  });
});
afterEach(() => {
  for (const { lifecycle } of opened.splice(0)) lifecycle.stopListening();
  jest.useRealTimers();
  Object.assign(globalThis, before);
});

test('tokens of a minute are renewed once in their life, not one upon the other', async () => {
  jest.useFakeTimers({ now: NOW });
  const one = await tab();
  here(one);
  one.lifecycle.begin(session('dr-12', 60));
  await jest.advanceTimersByTimeAsync(10 * 60_000);
  expect(one.sessionNow().state).toBe('signed-in');
  expect(asked).toBeGreaterThanOrEqual(10);
  expect(asked).toBeLessThanOrEqual(21);
  await one.lifecycle.signOut();
});

test('a renewed session still knows how far the device is off', async () => {
  jest.useFakeTimers({ now: NOW });
  const one = await tab();
  here(one);
  one.lifecycle.begin(session('dr-12', 60));
  await jest.advanceTimersByTimeAsync(60_000);
  expect(JSON.parse(one.storage.get('oka.session') ?? '{}')).toMatchObject({ skewMs: expect.any(Number) });
  await one.lifecycle.signOut();
});

test('who signs out has left the computer: his other tabs are left too, with what he typed there; a colleague’s stay', async () => {
  life = 3600;
  const [one, two, colleague] = [await tab(), await tab(), await tab()];
  for (const [each, id] of [
    [one, 'dr-12'],
    [two, 'dr-12'],
    [colleague, 'dr-13'],
  ] as const) {
    here(each);
    each.lifecycle.takeUp();
    each.lifecycle.begin(session(id, 3600));
  }
  here(two);
  two.storage.set('oka.draft.dr-12.statement', '{"at":0,"value":"x"}');
  await one.lifecycle.signOut();
  const until = Date.now() + 5000;
  while (two.sessionNow().state !== 'none' && Date.now() < until) await new Promise((done) => setTimeout(done, 10));
  expect([one, two, colleague].map(({ sessionNow }) => sessionNow().state)).toEqual(['none', 'none', 'signed-in']);
  expect([...two.storage.keys()]).toEqual([]);
  here(colleague);
  await colleague.lifecycle.signOut();
});
