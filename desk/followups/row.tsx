import { useState } from 'preact/hooks';
import type { FollowUp, FollowUpAct } from '../../schemas/api/followups.ts';
import { SendingSays } from '../result/sending-says.tsx';
import { useSend } from '../result/use-send.ts';
import { linkTo } from '../router/match.ts';
import { announce } from '../shell/announce.tsx';
import { dayShown } from '../shell/banner.tsx';
import { Badge } from '../ui/badge.tsx';
import { Time } from '../ui/time.tsx';
import { useWords } from '../words/use-words.tsx';
import { DeclineDialog } from './decline.tsx';
import { SignDialog } from './sign.tsx';
import { FOLLOW_UPS, STATES } from './words.ts';

type Props = {
  clinic: string;
  followUp: FollowUp;
  mayOrder: boolean;
  /** The registry telephones, and opens no chart. */
  mayRead: boolean;
  onChanged: (next: FollowUp) => void;
};

/** One patient and one follow-up: who, what, why in the report's own sentence, by when, and one act at a time. */
export function FollowUpRow({ clinic, followUp, mayOrder, mayRead, onChanged }: Props) {
  const { t } = useWords();
  const { id, patient, state, what, reason, sentence, dueOn, reportedAt, signed, declined, answeredBy } = followUp;
  const [open, setOpen] = useState<'sign' | 'decline'>();
  const heading = `follow-up-${id}`;
  const { name, birthDate, number } = patient;
  const who = [name ?? t(FOLLOW_UPS.unnamed), birthDate && dayShown(birthDate), number && `№ ${number}`]
    .filter(Boolean)
    .join(', ');
  const isOpen = state === 'proposed' || (state === 'overdue' && signed === undefined && answeredBy === undefined);
  const changed = (said: string) => (next: FollowUp) => {
    setOpen(undefined);
    announce(said);
    onChanged(next);
  };
  return (
    <li class={`card ${state === 'overdue' ? 'warning' : ''}`} aria-labelledby={heading}>
      <h2 id={heading}>
        {mayRead ? (
          <a href={linkTo('/patient/:record', { record: followUp.record })} data-followup={id}>
            {who}
          </a>
        ) : (
          <span tabIndex={-1} data-followup={id}>
            {who}
          </span>
        )}
      </h2>
      <p class="row">
        <Badge kind={state === 'overdue' ? 'warning' : 'info'}>{t(STATES[state])}</Badge>
        <b>{t(what)}</b>
        <span>
          {t(FOLLOW_UPS.due)} <Time at={dueOn} />
        </span>
      </p>
      <p>
        {t(reason)}, {t(FOLLOW_UPS.reported)} <Time at={reportedAt} />
        {sentence && <q>{sentence}</q>}
      </p>
      {state === 'overdue' && (
        <p>
          {t(FOLLOW_UPS.phone)}:{' '}
          {patient.telephone ? (
            <a href={`tel:${patient.telephone.replace(/[^\d+]/g, '')}`}>{patient.telephone}</a>
          ) : (
            t(FOLLOW_UPS.noPhone)
          )}
        </p>
      )}
      {answeredBy && (
        <p class="soft">
          {t(answeredBy.by)}
          {answeredBy.at && (
            <>
              {' '}
              <Time at={answeredBy.at} />
            </>
          )}
        </p>
      )}
      {signed && (
        <p class="soft">
          {t(FOLLOW_UPS.signedBy)} {signed.name ?? signed.by}, <Time at={signed.at} />. {t(FOLLOW_UPS.kept)}
        </p>
      )}
      {declined && (
        <p class="soft">
          {t(FOLLOW_UPS.declinedBy)} {declined.name ?? declined.by}, <Time at={declined.at} />: {declined.reason}
        </p>
      )}
      {mayOrder && (
        <p class="row">
          {isOpen && (
            <button type="button" class="main" onClick={() => setOpen('sign')}>
              {t(FOLLOW_UPS.sign)}
            </button>
          )}
          {isOpen && (
            <button type="button" onClick={() => setOpen('decline')}>
              {t(FOLLOW_UPS.decline)}
            </button>
          )}
          {(signed || declined) && state !== 'done' && (
            <Undo
              clinic={clinic}
              followUp={followUp}
              onChanged={changed(t(FOLLOW_UPS.undone))}
              label={t(declined ? FOLLOW_UPS.undoDecline : FOLLOW_UPS.undoSign)}
            />
          )}
        </p>
      )}
      {open === 'sign' && (
        <SignDialog
          clinic={clinic}
          followUp={followUp}
          onClose={() => setOpen(undefined)}
          onDone={changed(t(FOLLOW_UPS.signed))}
        />
      )}
      {open === 'decline' && (
        <DeclineDialog
          clinic={clinic}
          followUp={followUp}
          onClose={() => setOpen(undefined)}
          onDone={changed(t(FOLLOW_UPS.declined))}
        />
      )}
    </li>
  );
}

export const actPath = (clinic: string, { record, id }: FollowUp, act: FollowUpAct): string =>
  `/followups/${encodeURIComponent(clinic)}/${encodeURIComponent(`${record}~${id}`)}/${act}`;

type UndoProps = Pick<Props, 'clinic' | 'followUp' | 'onChanged'> & { label: string };

function Undo({ clinic, followUp, onChanged, label }: UndoProps) {
  const { sending, send } = useSend<FollowUp>(actPath(clinic, followUp, 'undo'), onChanged);
  return (
    <>
      <button type="button" disabled={sending.state === 'sending'} onClick={() => void send({})}>
        {label}
      </button>
      <SendingSays sending={sending} notSent={FOLLOW_UPS.notSent} />
    </>
  );
}
