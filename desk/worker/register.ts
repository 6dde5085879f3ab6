import { prefixOf } from '../config.ts';

/** So long after the beginning the rest of the desk is fetched: the first list, and the first image, go before it. */
const REST_AFTER_MS = 20_000;

/**
 * Starts the service worker, which keeps the desk's own files: the next opening needs no line for them. Without one (a private
 * window, a browser that forbids it) the desk works all the same, from the browser's cache.
 */
export function keepShell(): void {
  if (!('serviceWorker' in navigator)) return;
  const prefix = prefixOf(location.pathname);
  navigator.serviceWorker
    .register(`${prefix}/desk/sw.js`, { scope: `${prefix}/desk` })
    .then(() => navigator.serviceWorker.ready)
    .then(({ active }) => setTimeout(() => active?.postMessage('keep-all'), REST_AFTER_MS))
    .catch(() => undefined);
}
