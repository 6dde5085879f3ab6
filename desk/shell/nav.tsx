import type { DeskMe } from '../../schemas/api/desk-me.ts';
import { usePolled } from '../api/use-get.ts';
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

/** Who is signed in, what he may do, what waits: asked each 20 s. */
export const useMe = () => usePolled<DeskMe>('/desk-api/me');

export function Nav({ current }: { current: Page | undefined }) {
  const { t } = useWords();
  const me = useMe();
  const known = 'data' in me ? me.data : undefined;
  return (
    <>
      <nav aria-label={t(SHELL.menu)}>
        <ul>
          {PAGES.filter(({ menu }) => menu !== undefined).map((page) => {
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
          })}
        </ul>
      </nav>
      <AlarmBanner me={known} />
    </>
  );
}
