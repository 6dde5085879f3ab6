import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { ComparedLine, ReconcileCandidate, ReconcileItem } from '../../schemas/api/reconcile.ts';
import { SendingSays } from '../result/sending-says.tsx';
import { useSend } from '../result/use-send.ts';
import { useDraft } from '../session/use-draft.ts';
import { dayShown } from '../shell/banner.tsx';
import { Badge } from '../ui/badge.tsx';
import { Time } from '../ui/time.tsx';
import { useWords } from '../words/use-words.tsx';
import { COMPARED, RECONCILE, SEX, SIGNS, VERDICTS, WHY } from './words.ts';

type Props = {
  clinic: string;
  item: ReconcileItem;
  mayLink: boolean;
  onLink: (candidate: ReconcileCandidate) => void;
};

/** The records that may be meant, side by side with what the image says: what agrees and what does not. */
export function Candidates({ clinic, item, mayLink, onLink }: Props) {
  const { t } = useWords();
  const [found, setFound] = useState<readonly ReconcileCandidate[]>([]);
  const all = [...found, ...item.candidates.filter((one) => !found.some(({ record }) => record === one.record))];
  return (
    <section aria-label={t(RECONCILE.candidates)}>
      <h3>{t(RECONCILE.candidates)}</h3>
      {all.length === 0 && <p class="soft">{t(RECONCILE.noCandidates)}</p>}
      <div class="columns">
        {all.map((candidate) => (
          <Candidate key={candidate.record} candidate={candidate} {...(mayLink ? { onLink } : {})} />
        ))}
      </div>
      {mayLink && item.kind === 'study' && (
        <Find clinic={clinic} item={item.id} onFound={(one) => setFound((before) => [one, ...before])} />
      )}
    </section>
  );
}

type CandidateProps = { candidate: ReconcileCandidate; onLink?: (candidate: ReconcileCandidate) => void };

function Candidate({ candidate, onLink }: CandidateProps) {
  const { t } = useWords();
  const { name, birthDate, why, compared, isRegistered } = candidate;
  return (
    <div class="card candidate">
      <h4>
        {name ?? t(isRegistered ? RECONCILE.unnamed : RECONCILE.notRegistered)}
        {birthDate ? `, ${dayShown(birthDate)}` : ''}
      </h4>
      <p class="row">
        {why.map((one) => (
          <Badge key={one}>{t(WHY[one])}</Badge>
        ))}
      </p>
      {compared.length > 0 && <Compared lines={compared} />}
      {onLink && (
        <button type="button" class="main" onClick={() => onLink(candidate)}>
          {t(RECONCILE.isThis)}
        </button>
      )}
    </div>
  );
}

/** A sign, a word and a place each: nobody needs a colour to see what differs. */
function Compared({ lines }: { lines: readonly ComparedLine[] }) {
  const { t } = useWords();
  const shown = (what: ComparedLine['what'], value: string | undefined): ComponentChildren => {
    if (value === undefined) return '–';
    if (what === 'sex' && SEX[value]) return t(SEX[value]);
    if (what === 'birth-date') return dayShown(value);
    return what === 'time' ? <Time at={value} /> : value;
  };
  // The number that was sent is kept as its hash alone: whether it is this one is known, how it reads is not.
  const sent = ({ what, verdict, said }: ComparedLine): ComponentChildren =>
    what === 'number' && said === undefined && verdict !== 'unknown'
      ? t(verdict === 'agrees' ? RECONCILE.sameNumber : RECONCILE.otherNumber)
      : shown(what, said);
  return (
    <table>
      <thead>
        <tr>
          <td />
          <th scope="col">{t(RECONCILE.sent)}</th>
          <th scope="col">{t(RECONCILE.confirmRecord)}</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.what} class={line.verdict}>
            <th scope="row">{t(COMPARED[line.what])}</th>
            <td>{sent(line)}</td>
            <td>{shown(line.what, line.known)}</td>
            <td class="says">
              <span aria-hidden="true">{SIGNS[line.verdict]}</span>{' '}
              <span class="verdict">{t(VERDICTS[line.verdict])}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type FindProps = { clinic: string; item: string; onFound: (candidate: ReconcileCandidate) => void };

function Find({ clinic, item, onFound }: FindProps) {
  const { t } = useWords();
  const [number, setNumber, done] = useDraft(`find ${item}`, '');
  const [isMissing, setMissing] = useState(false);
  const path = `/reconcile/${encodeURIComponent(clinic)}/${encodeURIComponent(item)}/find`;
  const { sending, send } = useSend<{ candidate?: ReconcileCandidate }>(path, ({ candidate }) => {
    setMissing(candidate === undefined);
    if (candidate === undefined) return;
    done();
    onFound(candidate);
  });
  return (
    <form
      class="row"
      onSubmit={(event) => {
        event.preventDefault();
        if (number.trim() !== '') void send({ number: number.trim() });
      }}
    >
      <label>
        {t(RECONCILE.number)}{' '}
        <input value={number} maxLength={64} onInput={(event) => setNumber(event.currentTarget.value)} />
      </label>
      <button type="submit" disabled={sending.state === 'sending'}>
        {t(RECONCILE.find)}
      </button>
      {isMissing && <span role="status">{t(RECONCILE.notFound)}</span>}
      <SendingSays sending={sending} notSent={RECONCILE.notSent} />
    </form>
  );
}
