import { useMemo, useRef, useState } from 'preact/hooks';
import type { ReconcileList } from '../../schemas/api/reconcile.ts';
import { ask } from '../api/ask.ts';
import { usePolled } from '../api/use-get.ts';
import { useKeys } from '../shell/keys.ts';
import { rowKeys } from '../shell/row-keys.ts';
import { Shown } from '../ui/states.tsx';
import { Waiting } from '../ui/time.tsx';
import { useWords } from '../words/use-words.tsx';
import type { Done } from './decided.tsx';
import { Matter } from './item.tsx';
import { RECONCILE, WAITING } from './words.ts';

type Props = { clinic: string; decided: readonly Done[]; onDecided: (done: Done) => void };

/** The list, oldest first; read on page by page. What was decided a moment ago is left out before the region has followed. */
export function Waits({ clinic, decided, onDecided }: Props) {
  const { t, n } = useWords();
  const path = `/reconcile/${encodeURIComponent(clinic)}`;
  const got = usePolled<ReconcileList>(path, 30_000);
  const [older, setOlder] = useState<readonly ReconcileList[]>([]);
  const [open, setOpen] = useState<string>();
  const [loading, setLoading] = useState(false);
  const element = useRef<HTMLOListElement>(null);
  useKeys(useMemo(() => rowKeys(element, '[data-matter]'), []));
  const first = 'data' in got ? got.data : undefined;
  const gone = new Set(decided.map(({ id }) => id));
  const items = [first, ...older].flatMap((page) => page?.items ?? []);
  const shown = [...new Map(items.map((one) => [one.id, one])).values()].filter(({ id }) => !gone.has(id));
  const cursor = older.length > 0 ? older.at(-1)?.cursor : first?.cursor;
  const more = async () => {
    setLoading(true);
    const page = await ask(`${path}?cursor=${cursor}`)
      .then((answer) => answer.json() as Promise<ReconcileList>)
      .catch(() => undefined);
    if (page) setOlder((all) => [...all, page]);
    else got.refresh();
    setLoading(false);
  };
  return (
    <Shown got={got} isEmpty={() => shown.length === 0 && cursor === undefined} empty={t(RECONCILE.empty)}>
      {({ oldest }) => (
        <>
          <p class="soft">
            {n(WAITING, shown.length)}
            {cursor ? '+' : ''}
            {oldest && (
              <>
                . {t(RECONCILE.oldest)} <Waiting since={oldest} />
              </>
            )}
          </p>
          <ol ref={element} class="matters">
            {shown.map((item) => (
              <Matter
                key={item.id}
                clinic={clinic}
                item={item}
                isOpen={open === item.id}
                toggle={() => setOpen(open === item.id ? undefined : item.id)}
                onDecided={(done) => {
                  setOpen(undefined);
                  onDecided(done);
                  got.refresh();
                }}
              />
            ))}
          </ol>
          {cursor && (
            <p>
              <button type="button" disabled={loading} onClick={() => void more()}>
                {t(RECONCILE.more)}
              </button>
            </p>
          )}
          <p class="soft keys">{t(RECONCILE.keys)}</p>
        </>
      )}
    </Shown>
  );
}
