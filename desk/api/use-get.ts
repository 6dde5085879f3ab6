import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { useWords } from '../words/use-words.tsx';
import { ask, type Refusal, Refused, Unreached } from './ask.ts';
import { regionNow } from './clock.ts';

/** What is known of an answer. `data` beside `failed` and `offline` is the last one, of `at`: shown as such, never as fresh. */
export type Got<Data> =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly data: Data; readonly at: Date }
  | { readonly state: 'failed'; readonly refusal: Refusal; readonly data?: Data; readonly at?: Date }
  | { readonly state: 'offline'; readonly since: Date; readonly data?: Data; readonly at?: Date };

type Kept = { readonly data: unknown; readonly at: Date; readonly etag: string | undefined };

/** Last answers of this page by path and language: in memory alone, for they are of patients. */
const kept = new Map<string, Kept>();
const KEPT_AT_MOST = 40;

/** Forgets every answer: somebody signed out or somebody else signed in. */
export const forgetAnswers = (): void => kept.clear();

function keep(key: string, answer: Kept): void {
  kept.delete(key);
  kept.set(key, answer);
  const oldest = kept.keys().next().value;
  if (kept.size > KEPT_AT_MOST && oldest !== undefined) kept.delete(oldest);
}

async function getKept(path: string, key: string, signal: AbortSignal): Promise<Kept> {
  const before = kept.get(key);
  const response = await ask(path, { signal, ...(before?.etag ? { headers: { 'if-none-match': before.etag } } : {}) });
  const answer: Kept =
    response.status === 304 && before
      ? { ...before, at: regionNow() }
      : { data: await response.json(), at: regionNow(), etag: response.headers.get('etag') ?? undefined };
  keep(key, answer);
  return answer;
}

/** Answers in ms after which it is asked again by itself; undefined: only when `refresh` is called. */
export type Getting = { readonly everyMs?: number };

/**
 * Asks a path of the API and again when path or language changes; `undefined` asks nothing. An answer that has not changed
 * (304) keeps its object, so that nothing is drawn again. Back from an absence of the line it asks at once.
 */
export function useGet<Data>(path: string | undefined, { everyMs }: Getting = {}): Got<Data> & { refresh: () => void } {
  const { language } = useWords();
  const key = `${language} ${path}`;
  const [got, setGot] = useState<{ key: string; got: Got<Data> }>({ key, got: { state: 'loading' } });
  const [round, setRound] = useState(0);
  const refresh = useCallback(() => setRound((before) => before + 1), []);
  const offlineSince = useRef<Date | undefined>(undefined);

  useEffect(() => {
    if (path === undefined) return;
    const leaving = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const held = kept.get(key) as (Kept & { data: Data }) | undefined;
    const last = held ? { data: held.data, at: held.at } : {};
    getKept(path, key, leaving.signal)
      .then(({ data, at }) => {
        offlineSince.current = undefined;
        setGot({ key, got: { state: 'ready', data: data as Data, at } });
      })
      .catch((cause: unknown) => {
        if (leaving.signal.aborted) return;
        if (cause instanceof Unreached) {
          offlineSince.current ??= regionNow();
          setGot({ key, got: { state: 'offline', since: offlineSince.current, ...last } });
        } else setGot({ key, got: { state: 'failed', refusal: refusalFrom(cause), ...last } });
      })
      .finally(() => {
        if (leaving.signal.aborted) return;
        const next = offlineSince.current ? Math.min(everyMs ?? 15_000, 15_000) : everyMs;
        if (next !== undefined) timer = setTimeout(refresh, next);
      });
    return () => {
      leaving.abort();
      clearTimeout(timer);
    };
  }, [key, path, round, everyMs, refresh]);

  useEffect(() => {
    const back = (): void => {
      if (document.visibilityState === 'visible' && (offlineSince.current || everyMs !== undefined)) refresh();
    };
    addEventListener('online', back);
    document.addEventListener('visibilitychange', back);
    return () => {
      removeEventListener('online', back);
      document.removeEventListener('visibilitychange', back);
    };
  }, [everyMs, refresh]);

  // Of another path nothing is shown for a moment, not even its form.
  const shown: Got<Data> = got.key === key ? got.got : { state: 'loading' };
  return { ...shown, refresh };
}

/** As `useGet`, asked again every so many ms (20 s by default) while the page is looked at. */
export const usePolled = <Data>(path: string | undefined, everyMs = 20_000) => useGet<Data>(path, { everyMs });

const refusalFrom = (cause: unknown): Refusal =>
  cause instanceof Refused
    ? cause.refusal
    : { code: 'unexpected', message: cause instanceof Error ? cause.message : String(cause), whatToDo: '' };
