import { useEffect, useState } from 'preact/hooks';
import { ask } from '../api/ask.ts';

export type PictureState = { readonly state: 'loading' | 'failed' } | { readonly state: 'ready'; readonly url: string };

/** A picture of the API as an address for `<img>`: it needs the token, so it is asked for and kept in memory. */
export function usePicture(path: string | undefined): PictureState & { again: () => void } {
  const [got, setGot] = useState<{ path: string | undefined; is: PictureState }>();
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (path === undefined) return;
    const leaving = new AbortController();
    let url: string | undefined;
    ask(path, { signal: leaving.signal })
      .then((response) => response.blob())
      .then((blob) => {
        if (leaving.signal.aborted) return;
        url = URL.createObjectURL(blob);
        setGot({ path, is: { state: 'ready', url } });
      })
      .catch(() => {
        if (!leaving.signal.aborted) setGot({ path, is: { state: 'failed' } });
      });
    return () => {
      leaving.abort();
      if (url !== undefined) URL.revokeObjectURL(url);
    };
  }, [path, round]);
  const is: PictureState = got !== undefined && got.path === path ? got.is : { state: 'loading' };
  return { ...is, again: () => setRound((before) => before + 1) };
}
