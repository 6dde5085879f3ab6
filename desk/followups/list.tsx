import { useMemo, useRef, useState } from 'preact/hooks';
import type { FollowUp, FollowUpList } from '../../schemas/api/followups.ts';
import { ask } from '../api/ask.ts';
import { usePolled } from '../api/use-get.ts';
import { useKeys } from '../shell/keys.ts';
import { rowKeys } from '../shell/row-keys.ts';
import { Empty, Shown } from '../ui/states.tsx';
import { useWords } from '../words/use-words.tsx';
import { FollowUpRow } from './row.tsx';
import { FOLLOW_UPS, SHOWN } from './words.ts';

type Props = { clinic: string; path: string; mayOrder: boolean; mayRead: boolean };

/** The list by day, read on page by page; what was done here a moment ago stays where it was, in its new state. */
export function FollowUps({ clinic, path, mayOrder, mayRead }: Props) {
  const { t, n } = useWords();
  const got = usePolled<FollowUpList>(path, 60_000);
  const [later, setLater] = useState<readonly FollowUpList[]>([]);
  const [changed, setChanged] = useState<ReadonlyMap<string, FollowUp>>(new Map());
  const [loading, setLoading] = useState(false);
  const element = useRef<HTMLUListElement>(null);
  useKeys(useMemo(() => rowKeys(element, '[data-followup]'), []));
  const first = 'data' in got ? got.data : undefined;
  const items = [first, ...later].flatMap((page) => page?.items ?? []);
  const byId = new Map([...items, ...changed.values()].map((one) => [one.id, changed.get(one.id) ?? one]));
  const cursor = later.length > 0 ? later.at(-1)?.cursor : first?.cursor;
  const more = async () => {
    setLoading(true);
    const page = await ask(`${path}&cursor=${cursor}`)
      .then((answer) => answer.json() as Promise<FollowUpList>)
      .catch(() => undefined);
    if (page) setLater((all) => [...all, page]);
    else got.refresh();
    setLoading(false);
  };
  return (
    <Shown got={got}>
      {() => (
        <>
          {byId.size === 0 ? <Empty>{t(FOLLOW_UPS.empty)}</Empty> : <p class="soft">{n(SHOWN, byId.size)}</p>}
          <ul ref={element} class="followup-list">
            {[...byId.values()].map((one) => (
              <FollowUpRow
                key={one.id}
                clinic={clinic}
                followUp={one}
                mayOrder={mayOrder}
                mayRead={mayRead}
                onChanged={(next) => setChanged((all) => new Map(all).set(next.id, next))}
              />
            ))}
          </ul>
          {cursor && (
            <p>
              <button type="button" disabled={loading} onClick={() => void more()}>
                {t(FOLLOW_UPS.more)}
              </button>
            </p>
          )}
          <p class="soft keys">{t(FOLLOW_UPS.keys)}</p>
        </>
      )}
    </Shown>
  );
}
