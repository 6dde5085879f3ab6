import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import { seenOnce } from './seen.ts';

const TIMERS = {
  later: (act: () => void, ms: number) => window.setTimeout(act, ms),
  drop: (timer: number) => window.clearTimeout(timer),
};

/**
 * Calls `onSeen` once for each `key` (record, result and version) when the element was in view, in a tab that is shown,
 * for two seconds on end.
 */
export function useSeen(element: RefObject<HTMLElement | null>, key: string | undefined, onSeen: () => void): void {
  useEffect(() => {
    const node = element.current;
    if (node === null || key === undefined) return;
    const watch = seenOnce(onSeen, TIMERS);
    let inView = false;
    const tell = () => watch.change(inView && document.visibilityState === 'visible');
    const observer = new IntersectionObserver((entries) => {
      inView = entries.at(-1)?.isIntersecting ?? false;
      tell();
    });
    observer.observe(node);
    document.addEventListener('visibilitychange', tell);
    return () => {
      observer.disconnect();
      document.removeEventListener('visibilitychange', tell);
      watch.change(false);
    };
  }, [key]);
}
