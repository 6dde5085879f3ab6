import type { FollowUp } from '../../schemas/api/followups.ts';
import { SendingSays } from '../result/sending-says.tsx';
import { useSend } from '../result/use-send.ts';
import { useDraft } from '../session/use-draft.ts';
import { dayShown } from '../shell/banner.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { useWords } from '../words/use-words.tsx';
import { actPath } from './row.tsx';
import { FOLLOW_UPS } from './words.ts';

export type ActProps = {
  clinic: string;
  followUp: FollowUp;
  onClose: () => void;
  onDone: (next: FollowUp) => void;
};

/** The order as it will stand, with its patient and its day: one signature for one patient. */
export function SignDialog({ clinic, followUp, onClose, onDone }: ActProps) {
  const { t } = useWords();
  const { id, patient, what, sentence, dueOn } = followUp;
  const [day, setDay, sent] = useDraft(`follow-up day ${id}`, dueOn);
  const { sending, send } = useSend<FollowUp>(actPath(clinic, followUp, 'sign'), (next) => {
    sent();
    onDone(next);
  });
  return (
    <Dialog title={t(FOLLOW_UPS.sign)} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send(/^\d{4}-\d\d-\d\d$/.test(day) ? { dueOn: day } : {});
        }}
      >
        <p>
          <b>
            {patient.name ?? t(FOLLOW_UPS.unnamed)}
            {patient.birthDate ? `, ${dayShown(patient.birthDate)}` : ''}
          </b>
        </p>
        <p>
          {t(FOLLOW_UPS.order)}: <b>{t(what)}</b>
        </p>
        {sentence && (
          <p>
            <q>{sentence}</q>
          </p>
        )}
        <p>
          <label>
            {t(FOLLOW_UPS.day)} <input type="date" value={day} onInput={(event) => setDay(event.currentTarget.value)} />
          </label>
        </p>
        <p class="soft">{t(FOLLOW_UPS.kept)}</p>
        <SendingSays sending={sending} notSent={FOLLOW_UPS.notSent} />
        <p class="row">
          <button type="submit" class="main" disabled={sending.state === 'sending'}>
            {t(FOLLOW_UPS.sign)}
          </button>
          <button type="button" onClick={onClose}>
            {t(FOLLOW_UPS.cancel)}
          </button>
        </p>
      </form>
    </Dialog>
  );
}
