import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { DeskResult } from '../../schemas/api/desk-result.ts';
import { post } from '../api/ask.ts';
import { usePerson } from '../session/use-session.ts';
import { useSeen } from './use-seen.ts';

type Reading = { result: DeskResult; path: string; refresh: () => void; fresh: boolean };

/**
 * Tells the region that this reader has seen this version, once it lay before his eyes. Without an answer it is told again
 * when the region answers: the same reading twice is one. True: seen, and the region does not know it yet.
 */
export function useMarkRead(
  element: RefObject<HTMLElement | null>,
  { result, path, refresh, fresh }: Reading,
): boolean {
  const { id } = usePerson();
  const { version, delivery } = result;
  const key = `${path}@${version}`;
  const isKnown = delivery === undefined || delivery.reads.some((read) => read.id === id && read.version >= version);
  const [seen, setSeen] = useState<string>();
  const [told, setTold] = useState<string>();
  useSeen(element, isKnown ? undefined : key, () => setSeen(key));
  const isToTell = seen === key && told !== key && !isKnown;
  useEffect(() => {
    if (!isToTell || !fresh) return;
    post(`${path}/read`, { version }).then(
      () => {
        setTold(key);
        refresh();
      },
      () => undefined,
    );
  }, [isToTell, fresh, key, path, version, refresh]);
  return isToTell;
}
