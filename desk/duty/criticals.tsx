import type { ActAnswer } from '../../schemas/api/desk-acts.ts';
import type { WorkItem, WorklistAnswer } from '../../schemas/api/desk-worklist.ts';
import { usePolled } from '../api/use-get.ts';
import { zoneOf } from '../config.ts';
import { nameOf } from '../result/people.ts';
import { SendingSays } from '../result/sending-says.tsx';
import { useSend } from '../result/use-send.ts';
import { linkTo } from '../router/match.ts';
import { announce } from '../shell/announce.tsx';
import { dayShown } from '../shell/banner.tsx';
import { meChanged } from '../shell/nav.tsx';
import { AiMark, Badge } from '../ui/badge.tsx';
import { Shown } from '../ui/states.tsx';
import { clockIn } from '../words/times.ts';
import { useWords } from '../words/use-words.tsx';
import { Asked } from './asked.tsx';
import { Deadline } from './deadline.tsx';
import { DUTY, LEVELS } from './words.ts';

type CriticalsProps = { clinic: string; mayTake: boolean };

/** Critical results of a clinic that nobody has acknowledged, alarms first, each with its deadline and who was asked. */
export function Criticals({ clinic, mayTake }: CriticalsProps) {
  const { t } = useWords();
  const path = `/desk-api/worklist?clinic=${encodeURIComponent(clinic)}&who=clinic&state=critical`;
  const got = usePolled<WorklistAnswer>(path, 10_000);
  const refresh = () => {
    got.refresh();
    meChanged();
  };
  return (
    <section aria-labelledby="alarms">
      <h2 id="alarms">{t(DUTY.alarms)}</h2>
      <Shown got={got} isEmpty={({ items }) => items.length === 0} empty={t(DUTY.noCritical)}>
        {({ items, more }) => (
          <>
            <ul class="criticals">
              {items.map((item) => (
                <Critical key={`${item.record} ${item.resultId}`} item={item} mayTake={mayTake} refresh={refresh} />
              ))}
            </ul>
            {more && (
              <p>
                <a href={linkTo('/worklist')}>{t(DUTY.more)}</a>
              </p>
            )}
          </>
        )}
      </Shown>
    </section>
  );
}

function Critical({ item, mayTake, refresh }: { item: WorkItem; mayTake: boolean; refresh: () => void }) {
  const { t } = useWords();
  const { record, resultId, patient, sentence, ai, standing, dueAt, overdueSince, level } = item;
  const isAlarm = standing === 'alarm';
  const of = { record, resultId };
  const path = `/desk-api/alarms/${encodeURIComponent(record)}/${encodeURIComponent(resultId)}/take`;
  const { sending, send } = useSend<ActAnswer>(path, ({ delivery }) => {
    const taken = delivery.alarm?.taken;
    if (taken) announce(t(DUTY.takenBy, { by: nameOf(taken), at: clockIn(taken.at, zoneOf(item.clinic)) }));
    refresh();
  });
  const words = level === undefined ? undefined : LEVELS[level];
  return (
    <li class={`card critical ${isAlarm ? 'sounds' : ''}`}>
      <p>
        {isAlarm && (
          <Badge kind="critical">
            <span aria-hidden="true">‼ </span>
            {t(DUTY.alarm)}
          </Badge>
        )}{' '}
        {standing === 'taken' && <Badge kind="warning">{t(DUTY.taken)}</Badge>}{' '}
        {words && <Badge kind={level === 'red' ? 'critical' : 'warning'}>{t(words)}</Badge>} {ai && <AiMark />}{' '}
        <Deadline dueAt={dueAt} overdueSince={overdueSince} />
      </p>
      <p>
        <b>{patient.name ?? t(DUTY.name)}</b>
        {patient.birthDate && `, ${dayShown(patient.birthDate)}`}
        {patient.number && `, № ${patient.number}`}
      </p>
      <p>{t(sentence)}</p>
      <p class="buttons">
        {isAlarm && mayTake && (
          <button type="button" class="main" disabled={sending.state === 'sending'} onClick={() => void send({})}>
            {t(sending.state === 'sending' ? DUTY.taking : DUTY.take)}
          </button>
        )}
        <a class="button" href={linkTo('/patient/:record/result/:resultId', of)}>
          {t(DUTY.open)}
        </a>
      </p>
      <SendingSays sending={sending} notSent={DUTY.notTaken} />
      <Asked {...of} isOpen={standing === 'taken'} />
    </li>
  );
}
