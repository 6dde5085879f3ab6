import { useId, useState } from 'preact/hooks';
import type { FollowUp } from '../../schemas/api/followups.ts';
import { SendingSays } from '../result/sending-says.tsx';
import { useSend } from '../result/use-send.ts';
import { useDraft } from '../session/use-draft.ts';
import { dayShown } from '../shell/banner.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { useWords } from '../words/use-words.tsx';
import { actPath } from './row.tsx';
import type { ActProps } from './sign.tsx';
import { FOLLOW_UPS } from './words.ts';

/** That it is not needed is a decision with a name and a reason. */
export function DeclineDialog({ clinic, followUp, onClose, onDone }: ActProps) {
  const { t } = useWords();
  const fault = useId();
  const { id, patient, what } = followUp;
  const [reason, setReason, sent] = useDraft(`follow-up reason ${id}`, '');
  const [isMissing, setMissing] = useState(false);
  const { sending, send } = useSend<FollowUp>(actPath(clinic, followUp, 'decline'), (next) => {
    sent();
    onDone(next);
  });
  return (
    <Dialog title={t(FOLLOW_UPS.decline)} onClose={onClose}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const isShort = reason.trim().length < 3;
          setMissing(isShort);
          if (!isShort) void send({ reason: reason.trim() });
        }}
      >
        <p>
          <b>{patient.name ?? t(FOLLOW_UPS.unnamed)}</b>
          {patient.birthDate ? `, ${dayShown(patient.birthDate)}` : ''}: {t(what)}
        </p>
        <label class="field">
          {t(FOLLOW_UPS.reasonOf)}
          <textarea
            value={reason}
            maxLength={300}
            aria-invalid={isMissing}
            {...(isMissing ? { 'aria-describedby': fault } : {})}
            onInput={(event) => setReason(event.currentTarget.value)}
          />
        </label>
        {isMissing && (
          <p id={fault} class="state failed" role="alert">
            {t(FOLLOW_UPS.needReason)}
          </p>
        )}
        <SendingSays sending={sending} notSent={FOLLOW_UPS.notSent} />
        <p class="row">
          <button type="submit" class="main" disabled={sending.state === 'sending'}>
            {t(FOLLOW_UPS.decline)}
          </button>
          <button type="button" onClick={onClose}>
            {t(FOLLOW_UPS.cancel)}
          </button>
        </p>
      </form>
    </Dialog>
  );
}
