/**
 * Bytes of images between two looks, so that a second one takes no line: in a cache of this tab's session alone. Image bytes
 * are a patient's: the cache goes at sign-out and when its tab is gone, and is never larger than a bound
 * (docs/study-view.md). Every look still asks the region, which permits and audits it, and says whether they hold.
 */
export type KeptBytes = { readonly etag: string; readonly total: number; readonly bytes: Uint8Array<ArrayBuffer> };

const PREFIX = 'oka-images-';
const NAME = 'oka.images';
/** A dozen whole films of 12 bits. */
const MOST_BYTES = 96 * 1024 * 1024;

let mine: Promise<Cache> | undefined;

/** The cache of this tab; a browser that has none (an unsafe origin, a private window) keeps nothing. */
function own(): Promise<Cache> | undefined {
  if (typeof caches === 'undefined') return undefined;
  mine ??= open();
  return mine;
}

async function open(): Promise<Cache> {
  const before = sessionStorage.getItem(NAME);
  // A duplicated tab begins with a copy of the other's storage: its cache is in use there, and this one takes another.
  const name = before !== null && (await holds(before)) ? before : await anew();
  sessionStorage.setItem(NAME, name);
  await sweep();
  return caches.open(name);
}

async function anew(): Promise<string> {
  const name = `${PREFIX}${crypto.randomUUID()}`;
  await holds(name);
  return name;
}

/** Holds the lock of a cache's name for as long as the tab lives (Web Locks API). False: another tab holds it. */
function holds(name: string): Promise<boolean> {
  if (navigator.locks === undefined) return Promise.resolve(true);
  return new Promise((told) => {
    navigator.locks
      .request(name, { ifAvailable: true }, (lock) => {
        told(lock !== null);
        return lock === null ? undefined : new Promise(() => {});
      })
      .catch(() => told(true));
  });
}

/** Caches of tabs that are gone are thrown away: a tab that lives holds the lock of its cache's name. */
async function sweep(): Promise<void> {
  if (navigator.locks === undefined) return;
  const { held = [] } = await navigator.locks.query();
  const living = new Set(held.map((lock) => lock.name));
  for (const other of await caches.keys())
    if (other.startsWith(PREFIX) && !living.has(other)) await caches.delete(other);
}

const addressOf = (path: string): string => `/desk/kept?of=${encodeURIComponent(path)}`;

/** What is kept of a path of the API; undefined where nothing is. */
export async function keptBytes(path: string): Promise<KeptBytes | undefined> {
  try {
    const held = await (await own())?.match(addressOf(path));
    const etag = held?.headers.get('etag');
    if (held === undefined || !etag) return undefined;
    return { etag, total: Number(held.headers.get('x-total')), bytes: new Uint8Array(await held.arrayBuffer()) };
  } catch {
    return undefined;
  }
}

/** Keeps bytes; the oldest go where there are too many. A full disk keeps nothing, and nobody has to know. */
export async function keepBytes(path: string, { etag, total, bytes }: KeptBytes): Promise<void> {
  try {
    const cache = await own();
    if (cache === undefined || bytes.length > MOST_BYTES / 2) return;
    const headers = { etag, 'x-total': String(total), 'content-length': String(bytes.length) };
    await cache.delete(addressOf(path));
    await cache.put(addressOf(path), new Response(bytes, { headers }));
    await shrink(cache);
  } catch {
    // Kept bytes save time, and nothing else rests on them.
  }
}

async function shrink(cache: Cache): Promise<void> {
  let sum = 0;
  for (const request of (await cache.keys()).toReversed()) {
    sum += Number((await cache.match(request))?.headers.get('content-length') ?? 0);
    if (sum > MOST_BYTES) await cache.delete(request);
  }
}

/** Forgets every image of this tab: somebody signs out, or somebody else signs in. */
export async function forgetImages(): Promise<void> {
  for (const forget of alsoForgets) forget();
  if (typeof caches === 'undefined') return;
  mine = undefined;
  const name = sessionStorage.getItem(NAME);
  sessionStorage.removeItem(NAME);
  if (name !== null) await caches.delete(name);
}

const alsoForgets = new Set<() => void>();
/** For pictures that lie in the memory of the page: they are forgotten with the rest. */
export const onForgetting = (forget: () => void): void => void alsoForgets.add(forget);
