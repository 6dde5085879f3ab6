import { useEffect, useState } from 'preact/hooks';

/** The part of the address behind `#`, with every change. */
export function useHash(): string {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const changed = (): void => setHash(location.hash);
    addEventListener('hashchange', changed);
    return () => removeEventListener('hashchange', changed);
  }, []);
  return hash;
}

export const go = (link: string): void => {
  location.hash = link;
};
