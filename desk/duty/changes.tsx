import type { ChangeAnswer, DutyAnswer } from '../../schemas/api/duty.ts';
import { SendingSays } from '../result/sending-says.tsx';
import { useSend } from '../result/use-send.ts';
import { usePerson } from '../session/use-session.ts';
import { Badge } from '../ui/badge.tsx';
import { Empty } from '../ui/states.tsx';
import { Time } from '../ui/time.tsx';
import { useWords } from '../words/use-words.tsx';
import { personName } from './on-duty.tsx';
import { DUTY } from './words.ts';

type Stored = DutyAnswer['changes'][number];

/** What was told of the days to come; one's own word can be taken back, and stays to be read. */
export function Changes({ duty, refresh }: { duty: DutyAnswer; refresh: () => void }) {
  const { t } = useWords();
  return (
    <>
      <h3>{t(DUTY.changes)}</h3>
      {duty.changes.length === 0 ? (
        <Empty>{t(DUTY.noChanges)}</Empty>
      ) : (
        <ul>
          {duty.changes.map((stored) => (
            <OneChange key={stored.id} stored={stored} duty={duty} refresh={refresh} />
          ))}
        </ul>
      )}
    </>
  );
}

function OneChange({ stored, duty, refresh }: { stored: Stored; duty: DutyAnswer; refresh: () => void }) {
  const { t } = useWords();
  const me = usePerson();
  const { id, change, said, undone } = stored;
  const path = `/duty/${encodeURIComponent(duty.clinic)}/changes/${encodeURIComponent(id)}/undo`;
  const { sending, send } = useSend<ChangeAnswer>(path, refresh);
  const what =
    change.kind === 'absence'
      ? t(DUTY.absent)
      : change.kind === 'swap'
        ? t(DUTY.swap, { by: personName(duty, change.by) })
        : t(DUTY.extra);
  const mayUndo = undone === undefined && (duty.mayChange === 'everything' || change.person === me.id);
  const name = personName(duty, change.person);
  return (
    <li>
      <b>{name}</b> {what} <Time at={change.from} zone={duty.zone} /> – <Time at={change.until} zone={duty.zone} />{' '}
      <span class="soft">{t(DUTY.saidBy, { by: personName(duty, said.by) })}</span>{' '}
      {undone && (
        <Badge>
          {t(DUTY.undone)}, {personName(duty, undone.by)}
        </Badge>
      )}
      {mayUndo && (
        <button
          type="button"
          disabled={sending.state === 'sending'}
          onClick={() => void send({})}
          aria-label={`${t(DUTY.undo)}: ${name} ${what}`}
        >
          {t(DUTY.undo)}
        </button>
      )}
      <SendingSays sending={sending} notSent={DUTY.notTold} />
    </li>
  );
}
