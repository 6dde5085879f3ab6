import type { ReconcileItem } from '../../schemas/api/reconcile.ts';
import { SendingSays } from '../result/sending-says.tsx';
import { useSend } from '../result/use-send.ts';
import { announce } from '../shell/announce.tsx';
import { useWords } from '../words/use-words.tsx';
import type { Bilingual } from '../words/words.ts';
import { RECONCILE } from './words.ts';

/** A decision of this visit: what it was, in words, and the matter it was about. */
export type Done = { readonly id: string; readonly clinic: string; readonly says: Bilingual; readonly who: string };

/** Decisions of this visit with the way back: each stays until somebody hides it, never only for some seconds. */
export function Decided({ clinic, all, drop }: { clinic: string; all: readonly Done[]; drop: (id: string) => void }) {
  const { t } = useWords();
  const own = all.filter((one) => one.clinic === clinic);
  if (own.length === 0) return null;
  return (
    <section aria-labelledby="decided" class="decided">
      <h2 id="decided">{t(RECONCILE.done)}</h2>
      <ul>
        {own.map((one) => (
          <DoneRow key={one.id} done={one} drop={() => drop(one.id)} />
        ))}
      </ul>
    </section>
  );
}

function DoneRow({ done, drop }: { done: Done; drop: () => void }) {
  const { t } = useWords();
  const path = `/reconcile/${encodeURIComponent(done.clinic)}/${encodeURIComponent(done.id)}/undo`;
  const { sending, send } = useSend<ReconcileItem>(path, () => {
    announce(t(RECONCILE.undone));
    drop();
  });
  return (
    <li class="card">
      <p>
        <b>{t(done.says)}</b> {done.who}
      </p>
      <SendingSays sending={sending} notSent={RECONCILE.notSent} />
      <p class="row">
        <button type="button" disabled={sending.state === 'sending'} onClick={() => void send({})}>
          {t(RECONCILE.undo)}
        </button>
        <button type="button" class="quiet" onClick={drop}>
          {t(RECONCILE.hide)}
        </button>
      </p>
    </li>
  );
}
