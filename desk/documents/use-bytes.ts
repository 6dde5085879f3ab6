import { useEffect, useState } from 'preact/hooks';
import { ask } from '../api/ask.ts';

export type Fetched =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly bytes: ArrayBuffer; readonly type: string }
  | { readonly state: 'failed' };

const LONG_MS = 600_000;

/** Bytes of the API, fetched with the reader's token: no address with a token in it is ever made. */
export function useBytes(path: string, accept: string): Fetched & { retry: () => void } {
  const [got, setGot] = useState<{ path: string; got: Fetched }>({ path, got: { state: 'loading' } });
  const [round, setRound] = useState(0);
  useEffect(() => {
    const leaving = new AbortController();
    ask(path, { headers: { accept }, signal: leaving.signal, timeoutMs: LONG_MS })
      .then(async (answer) => {
        const type = answer.headers.get('content-type') ?? '';
        setGot({ path, got: { state: 'ready', bytes: await answer.arrayBuffer(), type } });
      })
      .catch(() => leaving.signal.aborted || setGot({ path, got: { state: 'failed' } }));
    return () => leaving.abort();
  }, [path, accept, round]);
  const shown: Fetched = got.path === path ? got.got : { state: 'loading' };
  return { ...shown, retry: () => setRound((before) => before + 1) };
}

/** An address of bytes for as long as they are shown; of a kind that we name, whatever the sender called them. */
export function useBlobUrl(bytes: ArrayBuffer | undefined, type: string): string | undefined {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    if (bytes === undefined) return;
    const made = URL.createObjectURL(new Blob([bytes], { type }));
    setUrl(made);
    return () => {
      URL.revokeObjectURL(made);
      setUrl(undefined);
    };
  }, [bytes, type]);
  return url;
}
