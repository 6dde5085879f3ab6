import { useState } from 'preact/hooks';
import type { ReconcileCandidate, ReconcileDecision, ReconcileItem } from '../../schemas/api/reconcile.ts';
import { useGet } from '../api/use-get.ts';
import { linkTo } from '../router/match.ts';
import { dayShown } from '../shell/banner.tsx';
import { Badge } from '../ui/badge.tsx';
import { Shown } from '../ui/states.tsx';
import { Time, Waiting } from '../ui/time.tsx';
import { useWords } from '../words/use-words.tsx';
import { Candidates } from './candidates.tsx';
import { Confirm } from './confirm.tsx';
import type { Done } from './decided.tsx';
import { Pair } from './pair.tsx';
import { DECISIONS, IMAGES, KINDS, RECONCILE } from './words.ts';

type Props = {
  clinic: string;
  item: ReconcileItem;
  isOpen: boolean;
  toggle: () => void;
  onDecided: (done: Done) => void;
};

/** One matter of the list: what it is, why it waits, how long; opened, the sides beside each other and what may be decided. */
export function Matter({ clinic, item, isOpen, toggle, onDecided }: Props) {
  const { t, n } = useWords();
  const { id, kind, since, reasons, subject, pair, technical, decisions } = item;
  const heading = `matter-${id}`;
  return (
    <li class="card matter" aria-labelledby={heading}>
      <h2 id={heading}>
        {t(KINDS[kind])}
        {(subject || pair) && <>: {whoOf(item) ?? t(RECONCILE.unnamed)}</>}
      </h2>
      <p class="row">
        {reasons.map((one) => (
          <Badge key={one.reason} kind="warning">
            {t(one.text)}
          </Badge>
        ))}
        <span class="soft">
          {t(RECONCILE.waits)} <Waiting since={since} />
        </span>
      </p>
      {subject && (
        <p class="soft">
          {[subject.modality, subject.description].filter(Boolean).join(', ')}
          {subject.started && (
            <>
              {' · '}
              <Time at={subject.started} />
            </>
          )}
          {' · '}
          {n(IMAGES, subject.images)}
        </p>
      )}
      {technical && (
        <p>
          {technical.sender} {technical.code} {technical.name}
          <span class="soft">
            {' '}
            {t(RECONCILE.ask)}: <code>{technical.id}</code>
          </span>
        </p>
      )}
      {decisions.length === 0 &&
        [...new Map(reasons.map((one) => [one.whatToDo.en, one])).values()].map((one) => (
          <p key={one.reason}>{t(one.whatToDo)}</p>
        ))}
      {decisions.length === 0 && item.candidates.length > 0 && (
        <Candidates clinic={clinic} item={item} onLink={() => undefined} mayLink={false} />
      )}
      {decisions.length > 0 && (
        <p>
          <button type="button" data-matter={id} aria-expanded={isOpen} onClick={toggle}>
            {t(isOpen ? RECONCILE.close : RECONCILE.open)}
          </button>
        </p>
      )}
      {isOpen && <Opened clinic={clinic} item={item} onDecided={onDecided} />}
    </li>
  );
}

/** As the header names the patient, with birth date: enough not to take another row for this one. */
export const whoOf = ({ subject, pair }: ReconcileItem): string | undefined => {
  if (pair) return [...new Set(pair.sides.flatMap(({ names }) => names))].join(' / ') || undefined;
  const names =
    subject?.headers.map(({ name, birthDate }) =>
      [name, birthDate && dayShown(birthDate)].filter(Boolean).join(', '),
    ) ?? [];
  return names.filter(Boolean).join(' / ') || undefined;
};

function Opened({ clinic, item, onDecided }: Pick<Props, 'clinic' | 'item' | 'onDecided'>) {
  const { t } = useWords();
  const path = `/reconcile/${encodeURIComponent(clinic)}/${encodeURIComponent(item.id)}`;
  const got = useGet<ReconcileItem>(path);
  const [asked, setAsked] = useState<{ decision: ReconcileDecision; candidate?: ReconcileCandidate }>();
  return (
    <Shown got={got}>
      {(now) => (
        <>
          {now.reasons.map((one) => (
            <p key={one.reason}>{t(one.whatToDo)}</p>
          ))}
          {now.subject?.shownAs && (
            <p>
              <a
                href={linkTo('/patient/:record/study/:study', {
                  record: now.subject.record,
                  study: now.subject.shownAs,
                })}
              >
                {t(RECONCILE.look)}
              </a>
            </p>
          )}
          {now.pair && <Pair pair={now.pair} />}
          {now.kind !== 'identity' && (
            <Candidates
              clinic={clinic}
              item={now}
              onLink={(candidate) => setAsked({ decision: 'link', candidate })}
              mayLink={now.decisions.includes('link')}
            />
          )}
          <p class="row">
            {now.decisions
              .filter((one) => one !== 'undo' && (one !== 'link' || now.kind === 'identity'))
              .map((decision) => (
                <button key={decision} type="button" onClick={() => setAsked({ decision })}>
                  {t(DECISIONS[decision].name)}
                </button>
              ))}
          </p>
          {asked && (
            <Confirm
              clinic={clinic}
              item={now}
              {...asked}
              onClose={() => setAsked(undefined)}
              onDecided={(done) => {
                setAsked(undefined);
                onDecided(done);
              }}
            />
          )}
        </>
      )}
    </Shown>
  );
}
