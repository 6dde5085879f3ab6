import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';

// One browser: its caches and locks are those of all tabs; a tab has a storage and the module's memory of its own.

type Stored = Map<string, Response>;
const stores = new Map<string, Stored>();
const held = new Set<string>();

const cacheOf = (store: Stored) => ({
  match: async (address: string) => store.get(address)?.clone(),
  put: async (address: string, answer: Response) => void store.set(address, answer),
  delete: async (address: string) => store.delete(address),
  keys: async () => [...store.keys()],
});

const caches = {
  open: async (name: string) => {
    const store: Stored = stores.get(name) ?? new Map();
    stores.set(name, store);
    return cacheOf(store);
  },
  keys: async () => [...stores.keys()],
  delete: async (name: string) => stores.delete(name),
};

/** Web Locks API: who asks for a lock that is held waits for ever here, unless he asks for one that is free. */
const locks = {
  request: (name: string, ...more: unknown[]) => {
    const work = more.at(-1) as (lock: object | null) => Promise<unknown>;
    const { ifAvailable = false } = (more.length > 1 ? more[0] : {}) as { ifAvailable?: boolean };
    if (held.has(name)) return ifAvailable ? work(null) : new Promise(() => {});
    held.add(name);
    return work({ name });
  },
  query: async () => ({ held: [...held].map((name) => ({ name })) }),
};

async function tab(storage = new Map<string, string>()) {
  jest.resetModules();
  const kept = await import('./kept.ts');
  const use = () => {
    const sessionStorage = {
      getItem: (name: string) => storage.get(name) ?? null,
      setItem: (name: string, value: string) => void storage.set(name, value),
      removeItem: (name: string) => void storage.delete(name),
    };
    Object.assign(globalThis, { sessionStorage });
    return kept;
  };
  return { storage, use };
}

const before = { caches: globalThis.caches, sessionStorage: globalThis.sessionStorage };
beforeEach(() => {
  stores.clear();
  held.clear();
  Object.assign(globalThis, { caches });
  Object.defineProperty(globalThis, 'navigator', { value: { locks }, configurable: true });
});
afterEach(() => {
  Object.assign(globalThis, before);
});

const PATH = '/dicomweb/studies/1/frames/1';
const bytes = { etag: '"one"', total: 3, bytes: Uint8Array.of(1, 2, 3) };

test('bytes are kept for the next look in the same tab', async () => {
  const one = await tab();
  await one.use().keepBytes(PATH, bytes);
  expect(await one.use().keptBytes(PATH)).toEqual(bytes);
});

test('a duplicated tab has a cache of its own: it waits for nobody, and signing out in one leaves the other its images', async () => {
  const one = await tab();
  await one.use().keepBytes(PATH, bytes);
  const two = await tab(new Map(one.storage));
  expect(await two.use().keptBytes(PATH)).toBeUndefined();
  await two.use().keepBytes(PATH, bytes);
  await two.use().forgetImages();
  expect(await one.use().keptBytes(PATH)).toEqual(bytes);
});

test('what a tab that is gone has left is thrown away by the next one', async () => {
  const gone = await tab();
  await gone.use().keepBytes(PATH, bytes);
  held.clear();
  await (await tab()).use().keptBytes(PATH);
  expect([...stores.values()].every((store) => store.size === 0)).toBe(true);
});

test('after a sign-out nothing is left', async () => {
  const one = await tab();
  await one.use().keepBytes(PATH, bytes);
  await one.use().forgetImages();
  expect([stores.size, await one.use().keptBytes(PATH)]).toEqual([0, undefined]);
});
