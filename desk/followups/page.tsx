import type { PageProps } from '../pages.ts';
import { go } from '../router/use-hash.ts';
import { useMe } from '../shell/nav.tsx';
import { Empty, Shown } from '../ui/states.tsx';
import { useWords } from '../words/use-words.tsx';
import { FollowUps } from './list.tsx';
import { FILTER_WORDS, FILTERS, type Filter, FOLLOW_UPS } from './words.ts';

const isFilter = (text: string | null): text is Filter => FILTERS.some((one) => one === text);

/** Recommended follow-ups by their day: due soon, overdue, ordered, done. The address says what is shown. */
export default function FollowUpsPage({ query }: PageProps) {
  const { t } = useWords();
  const me = useMe();
  const state = query.get('state');
  const filter: Filter = isFilter(state) ? state : 'due';
  const mine = query.get('mine') === '1';
  return (
    <article class="followups">
      <h1>{t(FOLLOW_UPS.title)}</h1>
      <p class="soft">{t(FOLLOW_UPS.intro)}</p>
      <Shown got={me}>
        {({ clinics, may }) => {
          const clinic = clinics.find(({ id }) => id === query.get('clinic')) ?? clinics[0];
          if (clinic === undefined) return <Empty>{t(FOLLOW_UPS.noClinic)}</Empty>;
          const link = (next: { clinic?: string; state?: Filter; mine?: boolean }): string => {
            const wanted = { clinic: clinic.id, state: filter, mine, ...next };
            const asked = new URLSearchParams({ clinic: wanted.clinic, state: wanted.state });
            if (wanted.mine) asked.set('mine', '1');
            return `#/followups?${asked}`;
          };
          return (
            <>
              <div class="row filters">
                {clinics.length > 1 && (
                  <label>
                    {t(FOLLOW_UPS.clinic)}{' '}
                    <select value={clinic.id} onChange={(event) => go(link({ clinic: event.currentTarget.value }))}>
                      {clinics.map(({ id, title }) => (
                        <option key={id} value={id}>
                          {t(title)}
                        </option>
                      ))}
                    </select>
                  </label>
                )}
                {FILTERS.map((one) => (
                  <button
                    key={one}
                    type="button"
                    aria-pressed={one === filter}
                    onClick={() => go(link({ state: one }))}
                  >
                    {t(FILTER_WORDS[one])}
                  </button>
                ))}
                <label>
                  <input
                    type="checkbox"
                    checked={mine}
                    onChange={(event) => go(link({ mine: event.currentTarget.checked }))}
                  />{' '}
                  {t(FOLLOW_UPS.mine)}
                </label>
              </div>
              <FollowUps
                key={link({})}
                clinic={clinic.id}
                path={`/followups/${encodeURIComponent(clinic.id)}?state=${filter}${mine ? '&mine=1' : ''}`}
                mayOrder={may.order}
                mayRead={may.readCharts}
              />
            </>
          );
        }}
      </Shown>
    </article>
  );
}
