import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { WorklistAnswer } from '../../schemas/api/desk-worklist.ts';
import { ask } from '../api/ask.ts';
import { usePolled } from '../api/use-get.ts';
import type { Wanted } from './filters.tsx';
import { continued, type HeldList, held, isSettled, settled } from './held.ts';

/** New results are looked for this often; unchanged lists cost a line of headers (304). */
const EVERY_MS = 10_000;
/** Below this much scrolling the reader is at the top. */
const TOP_PX = 60;

export const worklistPath = ({ clinic, who, state }: Wanted, since?: string): string =>
  `/desk-api/worklist?${new URLSearchParams({ clinic, who, state, ...(since === undefined ? {} : { since }) })}`;

/** Nobody reads here right now: the list is at its top, the focus elsewhere, the pointer not on it. */
const isAtRest = (list: HTMLElement | null): boolean =>
  scrollY < TOP_PX && !list?.contains(document.activeElement) && !list?.matches(':hover');

/** The list of the reader, kept still under his eyes; `show` brings in what is new, `more` the next fifty. */
export function useList(wanted: Wanted, list: { readonly current: HTMLElement | null }) {
  const got = usePolled<WorklistAnswer>(worklistPath(wanted), EVERY_MS);
  const answer = got.state === 'loading' ? undefined : got.data;
  const [shown, setShown] = useState<HeldList>();
  const [cursor, setCursor] = useState<string>();
  const [loading, setLoading] = useState(false);
  const of = useRef('');

  useEffect(() => {
    if (answer === undefined) return;
    const here = worklistPath(wanted);
    const isOther = of.current !== here;
    of.current = here;
    if (isOther) setCursor(answer.cursor);
    setShown((before) => {
      const next = held(isOther ? undefined : before, answer.items, !answer.more);
      return isSettled(next) || isAtRest(list.current) ? settled(next) : next;
    });
  }, [answer, wanted, list]);

  const show = useCallback(() => setShown((before) => before && settled(before)), []);
  const more = useCallback(async () => {
    if (cursor === undefined || loading) return;
    setLoading(true);
    try {
      const next = (await (await ask(worklistPath(wanted, cursor))).json()) as WorklistAnswer;
      setCursor(next.cursor);
      setShown((before) => before && continued(before, next.items));
    } catch {
      // The button stays: whoever wants more asks again; the notice of the line says why.
    } finally {
      setLoading(false);
    }
  }, [cursor, loading, wanted]);
  return { got, answer, shown, show, more, hasMore: cursor !== undefined, loading };
}
