import { linkTo } from '../router/match.ts';
import { dayShown } from '../shell/banner.tsx';
import { PATIENT } from '../shell/words.ts';
import { AiMark, Badge, SeverityBadge } from '../ui/badge.tsx';
import { spanOf } from '../ui/time.tsx';
import { useWords } from '../words/use-words.tsx';
import type { Row } from './held.ts';
import { LIST, STANDING } from './words.ts';

export const resultLink = ({ record, resultId }: Pick<Row, 'record' | 'resultId'>): string =>
  linkTo('/patient/:record/result/:resultId', { record, resultId });

/** A critical result that still waits for a human's word. */
export const asksForWord = ({ severity, standing, state, gone }: Row): boolean =>
  severity === 'critical' && state === 'current' && !gone && !['acknowledged', 'acted'].includes(standing);

export type RowProps = { row: Row; now: Date; place: number; of: number };

/** One result: how grave, whose, what it says, how long it has waited. The whole row leads to its page. */
export function ResultRow({ row, now, place, of }: RowProps) {
  const words = useWords();
  const { t } = words;
  const { patient, severity, standing, sentence, ai, basis, state, waitingSince, dueAt, recipients, gone } = row;
  const mood = gone ? 'gone' : standing === 'alarm' || standing === 'overdue' ? 'late' : '';
  const isDone = standing === 'acknowledged' || standing === 'acted';
  return (
    <li class={`work ${severity} ${mood} ${row.unread ? 'new' : ''}`} aria-posinset={place} aria-setsize={of}>
      <div class="marks">
        <SeverityBadge severity={severity} />
        {state === 'withdrawn' && <Badge kind="warning">{t(LIST.withdrawn)}</Badge>}
        <span class={standing === 'alarm' || standing === 'overdue' ? 'late' : 'soft'}>
          {t(gone ? LIST.gone : STANDING[standing])}
        </span>
      </div>
      <div class="who">
        <a href={resultLink(row)} data-row>
          {patient.name ?? t(LIST.nameUnknown)}
        </a>
        <span class="soft">
          {patient.birthDate ? dayShown(patient.birthDate) : t(PATIENT.bornUnknown)}
          {patient.sex && patient.sex !== 'unknown' ? `, ${t(PATIENT[patient.sex])}` : ''}
          {patient.number ? `, ${t(PATIENT.number)} ${patient.number}` : ''}
        </span>
      </div>
      <div class="says">
        <span>{t(sentence)}</span> {ai && <AiMark />} {basis === 'preview' && <Badge>{t(LIST.preview)}</Badge>}
      </div>
      <div class="wait">
        {!isDone && (
          <span>
            {t(LIST.waits)} <b>{spanOf(Date.parse(waitingSince), now.getTime(), words)}</b>
          </span>
        )}
        {!isDone && dueAt && <Due dueAt={dueAt} now={now} />}
        {recipients.length > 0 && (
          <span class="soft">
            {t(LIST.to)}: {[...new Set(recipients.map(({ name, id }) => name ?? id))].join('; ')}
          </span>
        )}
      </div>
    </li>
  );
}

function Due({ dueAt, now }: { dueAt: string; now: Date }) {
  const words = useWords();
  const [due, at] = [Date.parse(dueAt), now.getTime()];
  return due > at ? (
    <span>{words.t(LIST.due, { span: spanOf(at, due, words) })}</span>
  ) : (
    <b class="late">{words.t(LIST.overdue, { span: spanOf(due, at, words) })}</b>
  );
}
