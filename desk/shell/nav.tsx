import { type ComponentChildren, createContext } from 'preact';
import { useContext, useEffect } from 'preact/hooks';
import type { DeskMe } from '../../schemas/api/desk-me.ts';
import { type Got, usePolled } from '../api/use-get.ts';
import { AlarmBanner } from '../duty/alarm-banner.tsx';
import { PAGES, type Page } from '../pages.ts';
import { linkTo } from '../router/match.ts';
import { useWords } from '../words/use-words.tsx';
import { SHELL } from './words.ts';

/** Figures beside the sections: what waits for a human there. */
const COUNTS: Readonly<Record<string, (me: DeskMe) => number>> = {
  worklist: ({ clinics }) => clinics.reduce((sum, { critical }) => sum + critical, 0),
  duty: ({ clinics }) => clinics.reduce((sum, { alarms }) => sum + alarms, 0),
};

const ME_CHANGED = 'oka-me-changed';
/** Something was done that changes what waits (an alarm was taken): menu and banner ask at once. */
export const meChanged = (): boolean => dispatchEvent(new Event(ME_CHANGED));

type Asked = Got<DeskMe> & { readonly refresh?: () => void };
const Me = createContext<Asked>({ state: 'loading' });

/** Asks once for the menu and for every page in it who is signed in: each 20 s, and at once after `meChanged`. */
export function WithMe({ children }: { children: ComponentChildren }) {
  const got = usePolled<DeskMe>('/desk-api/me');
  const { refresh } = got;
  useEffect(() => {
    addEventListener(ME_CHANGED, refresh);
    return () => removeEventListener(ME_CHANGED, refresh);
  }, [refresh]);
  return <Me.Provider value={got}>{children}</Me.Provider>;
}

/** Who is signed in, what he may do, what waits. */
export const useMe = (): Asked => useContext(Me);

/** The same for a page that asks for more and says there when the line is away: who is once known stays known. */
export function useKnownMe(): Asked {
  const me = useMe();
  return 'data' in me && me.data && me.at ? { state: 'ready', data: me.data, at: me.at } : me;
}

export function Nav({ current }: { current: Page | undefined }) {
  const { t } = useWords();
  const me = useMe();
  const known = 'data' in me ? me.data : undefined;
  return (
    <>
      <nav aria-label={t(SHELL.menu)}>
        <ul>
          {PAGES.filter(({ menu }) => menu && (menu.needs === undefined || known?.may[menu.needs] !== false)).map(
            (page) => {
              const count = known && page.menu?.count ? (COUNTS[page.menu.count]?.(known) ?? 0) : 0;
              return (
                <li key={page.path}>
                  <a href={linkTo(page.path)} {...(page === current ? { 'aria-current': 'page' } : {})}>
                    {t(page.title)}
                    {count > 0 && (
                      <span class="count">
                        <span class="unseen">, {t(SHELL.waiting)}: </span>
                        {count}
                      </span>
                    )}
                  </a>
                </li>
              );
            },
          )}
        </ul>
      </nav>
      <AlarmBanner me={known} />
    </>
  );
}
