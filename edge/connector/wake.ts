import type { Time } from './time.ts';

/** Rests that end early when there is news, and at once when all is over. */
export function makeWake(time: Time, stopping: AbortSignal) {
  let news = new AbortController();
  stopping.addEventListener('abort', () => news.abort());
  return {
    /** Until there is news, or so long. */
    async rest(ms: number): Promise<void> {
      if (stopping.aborted) return;
      await time.rest(ms, news.signal);
    },
    ring(): void {
      const old = news;
      news = new AbortController();
      old.abort();
      if (stopping.aborted) news.abort();
    },
  };
}
export type Wake = ReturnType<typeof makeWake>;
