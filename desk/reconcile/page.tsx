import { useState } from 'preact/hooks';
import type { PageProps } from '../pages.ts';
import { go } from '../router/use-hash.ts';
import { useMe } from '../shell/nav.tsx';
import { Empty, Shown } from '../ui/states.tsx';
import { useWords } from '../words/use-words.tsx';
import { Decided, type Done } from './decided.tsx';
import { Waits } from './list.tsx';
import { RECONCILE } from './words.ts';

/** What waits for a human at a clinic: whose a study is, whether two records are one person. */
export default function ReconcilePage({ query }: PageProps) {
  const { t } = useWords();
  const me = useMe();
  const [done, setDone] = useState<readonly Done[]>([]);
  const drop = (item: string) => setDone((all) => all.filter(({ id }) => id !== item));
  return (
    <article class="reconcile">
      <h1>{t(RECONCILE.title)}</h1>
      <p class="soft">{t(RECONCILE.intro)}</p>
      <Shown got={me}>
        {({ clinics }) => {
          const clinic = clinics.find(({ id }) => id === query.get('clinic')) ?? clinics[0];
          if (clinic === undefined) return <Empty>{t(RECONCILE.noClinic)}</Empty>;
          return (
            <>
              {clinics.length > 1 && (
                <label class="field">
                  {t(RECONCILE.clinic)}{' '}
                  <select
                    value={clinic.id}
                    onChange={(event) => go(`#/reconcile?clinic=${encodeURIComponent(event.currentTarget.value)}`)}
                  >
                    {clinics.map(({ id, title }) => (
                      <option key={id} value={id}>
                        {t(title)}
                      </option>
                    ))}
                  </select>
                </label>
              )}
              <Decided clinic={clinic.id} all={done} drop={drop} />
              <Waits
                key={clinic.id}
                clinic={clinic.id}
                decided={done}
                onDecided={(one) => setDone((all) => [one, ...all.filter(({ id }) => id !== one.id)])}
              />
            </>
          );
        }}
      </Shown>
    </article>
  );
}
