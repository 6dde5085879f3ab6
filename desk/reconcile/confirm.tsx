import type { ReconcileCandidate, ReconcileDecision, ReconcileItem } from '../../schemas/api/reconcile.ts';
import { SendingSays } from '../result/sending-says.tsx';
import { useSend } from '../result/use-send.ts';
import { useDraft } from '../session/use-draft.ts';
import { announce } from '../shell/announce.tsx';
import { dayShown } from '../shell/banner.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { useWords } from '../words/use-words.tsx';
import type { Bilingual } from '../words/words.ts';
import type { Done } from './decided.tsx';
import { DECISIONS, OF_IMAGES, OF_PAIR, RECONCILE } from './words.ts';

type Props = {
  clinic: string;
  item: ReconcileItem;
  decision: ReconcileDecision;
  candidate?: ReconcileCandidate;
  onClose: () => void;
  onDecided: (done: Done) => void;
};

/** Names both sides once more before anything follows: the image's patient and the record's. */
export function Confirm({ clinic, item, decision, candidate, onClose, onDecided }: Props) {
  const { t } = useWords();
  const [note, setNote, sent] = useDraft(`reconcile ${item.id}`, '');
  const path = `/reconcile/${encodeURIComponent(clinic)}/${encodeURIComponent(item.id)}/${decision}`;
  const { name } = DECISIONS[decision];
  const says = saysOf(item, decision);
  const sides = sidesOf(item, candidate);
  const { sending, send } = useSend<ReconcileItem>(path, () => {
    sent();
    announce(`${t(RECONCILE.done)}: ${t(name)}`);
    onDecided({ id: item.id, clinic, says: name, who: sides.filter(Boolean).join(' → ') });
  });
  const isDoubtful = candidate?.compared.some(({ verdict }) => verdict === 'differs') ?? false;
  const body = { ...(candidate ? { record: candidate.record } : {}), ...(note.trim() ? { note: note.trim() } : {}) };
  return (
    <Dialog title={t(name)} onClose={onClose}>
      <dl class="sides">
        <dt>{t(item.kind === 'identity' ? RECONCILE.confirmRecord : RECONCILE.confirmStudy)}</dt>
        <dd>{sides[0] || t(RECONCILE.unnamed)}</dd>
        {sides[1] !== undefined && (
          <>
            <dt>{t(RECONCILE.confirmRecord)}</dt>
            <dd>{sides[1] || t(RECONCILE.unnamed)}</dd>
          </>
        )}
      </dl>
      {isDoubtful && <p class="state failed">{t(RECONCILE.differsWarning)}</p>}
      <p>{t(says)}</p>
      <label class="field">
        {t(RECONCILE.note)}
        <textarea value={note} maxLength={300} onInput={(event) => setNote(event.currentTarget.value)} />
      </label>
      <SendingSays sending={sending} notSent={RECONCILE.notSent} />
      <p class="row">
        <button type="button" class="main" disabled={sending.state === 'sending'} onClick={() => void send(body)}>
          {t(name)}
        </button>
        <button type="button" onClick={onClose}>
          {t(RECONCILE.cancel)}
        </button>
      </p>
    </Dialog>
  );
}

function saysOf({ kind }: ReconcileItem, decision: ReconcileDecision): Bilingual {
  if (kind === 'identity' && (decision === 'link' || decision === 'apart')) return OF_PAIR[decision];
  return kind === 'conflict' && decision === 'apart' ? OF_IMAGES : DECISIONS[decision].says;
}

/** Both sides by name and birth date; of a decision without a record there is one. */
function sidesOf({ pair, subject, technical }: ReconcileItem, candidate: ReconcileCandidate | undefined): string[] {
  const person = (...parts: readonly (string | undefined)[]): string => parts.filter(Boolean).join(', ');
  const born = (date: string | undefined): string | undefined => date && dayShown(date);
  if (pair) return pair.sides.map(({ names, birthDate }) => person(names[0], born(birthDate)));
  const said =
    subject?.headers.map(({ name, birthDate }) => person(name, born(birthDate))).join(' / ') ?? technical?.name ?? '';
  return [said, ...(candidate ? [person(candidate.name, born(candidate.birthDate), candidate.number)] : [])];
}
