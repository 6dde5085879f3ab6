import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { DeskMe } from '../../schemas/api/desk-me.ts';
import { zoneOf } from '../config.ts';
import type { PageProps } from '../pages.ts';
import { go } from '../router/use-hash.ts';
import { announce } from '../shell/announce.tsx';
import { useKeys } from '../shell/keys.ts';
import { useKnownMe } from '../shell/nav.tsx';
import { rowKeys } from '../shell/row-keys.ts';
import { Empty, Shown } from '../ui/states.tsx';
import { useNow } from '../ui/time.tsx';
import { Windowed } from '../ui/windowed.tsx';
import { WithTime } from '../ui/with-time.tsx';
import { useWords } from '../words/use-words.tsx';
import { Filters, listLink, type Wanted, wantedIn } from './filters.tsx';
import { found, keyOf, type Row } from './held.ts';
import { asksForWord, ResultRow, resultLink } from './row.tsx';
import { useList } from './use-list.ts';
import { CRITICAL, LIST, NEW } from './words.ts';

/** Results that wait for a human, the most pressing first. */
export default function WorklistPage({ query }: PageProps) {
  const { t } = useWords();
  const me = useKnownMe();
  return (
    <>
      <h1>{t(LIST.title)}</h1>
      <Shown got={me}>
        {({ clinics }) => {
          const wanted = wantedIn(query, clinics);
          return wanted ? <List wanted={wanted} clinics={clinics} /> : <Empty>{t(LIST.noClinic)}</Empty>;
        }}
      </Shown>
    </>
  );
}

function List({ wanted: asked, clinics }: { wanted: Wanted; clinics: DeskMe['clinics'] }) {
  const { t, n } = useWords();
  const { clinic, who, state } = asked;
  const wanted = useMemo((): Wanted => ({ clinic, who, state }), [clinic, who, state]);
  const element = useRef<HTMLDivElement>(null);
  const [text, setText] = useState('');
  const now = useNow(15_000);
  const { got, answer, shown, show, more, hasMore, loading } = useList(wanted, element);
  const rows = useMemo(() => found(shown?.rows ?? [], text), [shown, text]);
  useRowKeys(element, rows);
  const added = shown?.added.length ?? 0;
  useEffect(() => {
    if (added > 0) announce(n(NEW, added));
  }, [added, n]);
  const none = text !== '' ? LIST.emptyFound : wanted.who === 'mine' ? LIST.emptyMine : LIST.emptyClinic;
  return (
    <>
      <Filters wanted={wanted} clinics={clinics} text={text} onText={setText} onWanted={(next) => go(listLink(next))} />
      {answer && (
        <p class="soft summary">
          {answer.critical > 0 && <b class="late">{n(CRITICAL, answer.critical)}. </b>}
          <WithTime words={LIST.asOf} at={answer.asOf} zone={zoneOf(wanted.clinic)} />
        </p>
      )}
      {added > 0 && (
        <p class="arrived">
          <button type="button" class="main" onClick={show}>
            {n(NEW, added)}: {t(LIST.show)}
          </button>
        </p>
      )}
      <Shown got={got} isEmpty={() => shown !== undefined && rows.length === 0} empty={t(none)}>
        {() => (
          <div ref={element} class="worklist">
            <Windowed
              rows={rows}
              draw={(row, place) => (
                <ResultRow key={keyOf(row)} row={row} now={now} place={place + 1} of={hasMore ? -1 : rows.length} />
              )}
            />
          </div>
        )}
      </Shown>
      {hasMore && (
        <p>
          <button type="button" disabled={loading} onClick={() => void more()}>
            {t(loading ? LIST.loadingMore : LIST.more)}
          </button>
        </p>
      )}
      <p class="soft keys">{t(LIST.keys)}</p>
    </>
  );
}

/** j and k move the focus from row to row, `a` opens the acknowledgement of the row that has it; Enter is the link's own. */
function useRowKeys(element: { readonly current: HTMLElement | null }, rows: readonly Row[]): void {
  const held = useRef(rows);
  held.current = rows;
  const keys = useMemo(() => {
    return {
      ...rowKeys(element, '[data-row]'),
      a() {
        const at = document.activeElement?.getAttribute('href');
        const row = held.current.find((one) => resultLink(one) === at);
        if (row && asksForWord(row)) go(`${resultLink(row)}?say=acknowledge`);
      },
    };
  }, [element]);
  useKeys(keys);
}
