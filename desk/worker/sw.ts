/// <reference lib="webworker" />
import type { DeskShell } from '../../schemas/desk-build.ts';

declare const self: ServiceWorkerGlobalScope;
/** Put in when it is built. */
declare const DESK_SHELL: DeskShell;

const CACHE = `oka-desk-${DESK_SHELL.version}`;
/** So long the page's HTML is waited for before the kept one is shown. */
const PATIENCE_MS = 4000;
const here = new URL('.', self.location.href);
const page = new URL('../desk', self.location.href).href;
const isOwn = (url: URL): boolean => url.origin === here.origin && url.pathname.startsWith(here.pathname);

/**
 * Keeps the desk's own files, and nothing else: what the region answers is of patients and is never stored here. So the
 * desk opens without a line, and says that it has none.
 */
self.addEventListener('install', (event) => {
  event.waitUntil(self.skipWaiting());
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      const names = await caches.keys();
      await carryOver(names);
      await Promise.all(
        names.filter((name) => name.startsWith('oka-desk-') && name !== CACHE).map((name) => caches.delete(name)),
      );
      await self.clients.claim();
    })(),
  );
});

/** Files whose names did not change are not fetched again over a thin line. */
async function carryOver(names: readonly string[]): Promise<void> {
  const cache = await caches.open(CACHE);
  for (const name of DESK_SHELL.files) {
    const url = new URL(name, here).href;
    for (const old of names.filter((one) => one !== CACHE)) {
      const held = await (await caches.open(old)).match(url);
      if (held) await cache.put(url, held);
    }
  }
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET') return;
  const url = new URL(request.url);
  if (request.mode === 'navigate' && url.href.split(/[?#]/)[0] === page) event.respondWith(html(request));
  else if (isOwn(url) && !url.pathname.endsWith('/sw.js')) event.respondWith(file(request));
});

/** A file with its hash in its name never changes: once is enough. */
async function file(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const held = await cache.match(request.url);
  if (held) return held;
  const answer = await fetch(request);
  if (answer.ok && DESK_SHELL.files.includes(new URL(request.url).pathname.split('/').at(-1) ?? ''))
    await cache.put(request.url, answer.clone());
  return answer;
}

/** The newest page where the line carries it in time, else the kept one. */
async function html(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const held = await cache.match(page);
  const asked = fetch(request).then(async (answer) => {
    if (answer.ok) await cache.put(page, answer.clone());
    return answer;
  });
  if (!held) return asked;
  const late = new Promise<Response>((resolve) => setTimeout(() => resolve(held), PATIENCE_MS));
  // A region that has a fault serves no page; the kept one opens and says so.
  const given = asked.then((answer) => (answer.status >= 500 ? held : answer)).catch(() => held);
  return Promise.race([given, late]);
}

/** The page has drawn its first list: now the rest of its parts may come, one after another, decoders included. */
self.addEventListener('message', (event) => {
  if (event.data !== 'keep-all') return;
  event.waitUntil(
    (async () => {
      const cache = await caches.open(CACHE);
      for (const name of DESK_SHELL.files) {
        const url = new URL(name, here).href;
        if (!(await cache.match(url))) await cache.add(url).catch(() => undefined);
      }
    })(),
  );
});
