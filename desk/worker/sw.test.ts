import { beforeEach, expect, jest, test } from '@jest/globals';

const ORIGIN = 'https://oka.test/v1';
const PAGE = `${ORIGIN}/desk`;
const FILE = `${ORIGIN}/desk/main-AAAAAAAA.js`;

const stores = new Map<string, Map<string, Response>>();
const caches = {
  open: async (name: string) => {
    const store = stores.get(name) ?? new Map<string, Response>();
    stores.set(name, store);
    return {
      match: async (address: string) => store.get(address)?.clone(),
      put: async (address: string, answer: Response) => void store.set(address, answer),
    };
  },
  keys: async () => [...stores.keys()],
  delete: async (name: string) => stores.delete(name),
};

type Handler = (event: object) => void;
let handlers: Map<string, Handler>;
let region: (address: string) => Promise<Response>;

beforeEach(async () => {
  stores.clear();
  handlers = new Map();
  const self = {
    location: { href: `${ORIGIN}/desk/sw.js` },
    addEventListener: (name: string, handler: Handler) => void handlers.set(name, handler),
    clients: { claim: async () => {} },
    skipWaiting: async () => {},
  };
  const DESK_SHELL = { version: 'v2', files: ['main-AAAAAAAA.js'] };
  Object.assign(globalThis, { self, caches, DESK_SHELL, fetch: ({ url }: Request) => region(url) });
  jest.resetModules();
  await import('./sw.ts');
});

/** What the worker answers; undefined: it leaves the question to the browser. */
async function asks(url: string, mode = 'cors', method = 'GET'): Promise<Response | undefined> {
  let answer: Promise<Response> | undefined;
  const request = { url, method, mode };
  handlers.get('fetch')?.({ request, respondWith: (given: Promise<Response>) => (answer = given) });
  return answer;
}
const textOf = async (answer: Response | undefined) => `${answer?.status} ${await answer?.text()}`;

test('keeps its own files and never an answer of the region', async () => {
  region = async () => new Response('of a patient');
  for (const path of ['/desk-api/worklist', '/dicomweb/studies/1/preview', '/fhir/Binary/1', '/desk/kept?of=x'])
    await asks(`${ORIGIN}${path}`);
  expect(await asks(`${ORIGIN}/desk-api/me`)).toBeUndefined();
  expect([...stores.values()].flatMap((store) => [...store.keys()])).toEqual([]);
  region = async () => new Response('script');
  await asks(FILE);
  region = () => Promise.reject(new Error('no line'));
  expect(await textOf(await asks(FILE))).toBe('200 script');
});

test('without a line, and while the region has a fault, the page that is kept opens', async () => {
  region = async () => new Response('page');
  await asks(PAGE, 'navigate');
  await new Promise((done) => setImmediate(done));
  for (const fault of [
    () => Promise.reject(new Error('no line')),
    async () => new Response('fault', { status: 503 }),
  ]) {
    region = fault;
    expect(await textOf(await asks(`${PAGE}?iss=a&launch=b`, 'navigate'))).toBe('200 page');
  }
  region = async () => new Response('who are you', { status: 403 });
  expect(await textOf(await asks(PAGE, 'navigate'))).toBe('403 who are you');
});

test('a new version takes over what did not change, and throws the old one’s files away', async () => {
  await (await caches.open('oka-desk-v1')).put(FILE, new Response('script'));
  await (await caches.open('oka-desk-v1')).put(`${ORIGIN}/desk/old.js`, new Response('old'));
  await (await caches.open('oka-images-1')).put('x', new Response('image'));
  let done: Promise<unknown> = Promise.resolve();
  handlers.get('activate')?.({ waitUntil: (work: Promise<unknown>) => (done = work) });
  await done;
  expect([...stores].map(([name, store]) => [name, [...store.keys()]])).toEqual(
    expect.arrayContaining([
      ['oka-desk-v2', [FILE]],
      ['oka-images-1', ['x']],
    ]),
  );
  expect(stores.has('oka-desk-v1')).toBe(false);
});
