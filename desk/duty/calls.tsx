import { useRef } from 'preact/hooks';
import type { CallOutcome, DutyCall, DutyCallsAnswer } from '../../schemas/api/duty.ts';
import { usePolled } from '../api/use-get.ts';
import { SendingSays } from '../result/sending-says.tsx';
import { useSend } from '../result/use-send.ts';
import { RECIPIENTS } from '../result/words.ts';
import { linkTo } from '../router/match.ts';
import { Badge } from '../ui/badge.tsx';
import { Empty, Shown } from '../ui/states.tsx';
import { Time } from '../ui/time.tsx';
import { useWords } from '../words/use-words.tsx';
import { Deadline } from './deadline.tsx';
import { DUTY, LEVELS, OUTCOMES } from './words.ts';

const REASONS = { critical: DUTY.callFor, corrected: DUTY.callCorrected, withdrawn: DUTY.callWithdrawn } as const;
const OUTCOME_CODES = Object.keys(OUTCOMES) as CallOutcome[];

/** Whom the duty desk calls next, with the numbers; what came of each call goes to the region, which asks the next one. */
export function Calls({ clinic }: { clinic: string }) {
  const { t } = useWords();
  const got = usePolled<DutyCallsAnswer>(`/duty/${encodeURIComponent(clinic)}/calls`, 15_000);
  return (
    <section aria-labelledby="calls">
      <h2 id="calls">{t(DUTY.calls)}</h2>
      <p class="soft">{t(DUTY.reachedIsNot)}</p>
      <Shown got={got}>
        {({ calls }) => (
          <>
            {calls.every(({ state }) => state !== 'open') && <Empty>{t(DUTY.noCalls)}</Empty>}
            <CallList calls={nextFirst(calls.filter(({ state }) => state === 'open'))} refresh={got.refresh} />
            <Settled calls={calls.filter(({ state }) => state !== 'open')} refresh={got.refresh} />
          </>
        )}
      </Shown>
    </section>
  );
}

/** Who has not been tried yet is the next to be called; of these the earliest asked. */
const nextFirst = (open: readonly DutyCall[]): readonly DutyCall[] =>
  [...open].sort((a, b) => a.calls.length - b.calls.length || (a.askedAt < b.askedAt ? -1 : 1));

type ListProps = { calls: readonly DutyCall[]; refresh: () => void };

function CallList({ calls, refresh }: ListProps) {
  return (
    <ol class="calls">
      {calls.map((call) => (
        <Call key={call.id} call={call} refresh={refresh} />
      ))}
    </ol>
  );
}

/** What needs no call any more, folded away: at night the next number must not be looked for. */
function Settled({ calls, refresh }: ListProps) {
  const { t } = useWords();
  if (calls.length === 0) return null;
  return (
    <details>
      <summary>{t(DUTY.settled, { n: calls.length })}</summary>
      <CallList calls={calls} refresh={refresh} />
    </details>
  );
}

function Call({ call, refresh }: { call: DutyCall; refresh: () => void }) {
  const { t } = useWords();
  const { clinic, id, name, as, numbers, level, reason, dueAt, calls, state, record, resultId } = call;
  // One name for one telling: pressed again after a lost line it is the same one, and changes nothing.
  const key = useRef<string>(undefined);
  const { sending, send } = useSend<{ call: DutyCall }>(
    `/duty/${encodeURIComponent(clinic)}/calls/${encodeURIComponent(id)}`,
    () => {
      key.current = undefined;
      refresh();
    },
  );
  const tell = (outcome: CallOutcome) => {
    key.current ??= `${outcome}-${crypto.randomUUID()}`;
    if (!key.current.startsWith(`${outcome}-`)) key.current = `${outcome}-${crypto.randomUUID()}`;
    void send({ key: key.current, outcome });
  };
  const words = level === undefined ? undefined : LEVELS[level];
  const role = as === undefined ? undefined : RECIPIENTS[as];
  return (
    <li class={`card ${state}`}>
      <p>
        <b>{name}</b> {role && <span class="soft">{t(role)}</span>} {words && <Badge>{t(words)}</Badge>}{' '}
        {state === 'open' ? (
          <Deadline dueAt={dueAt} />
        ) : (
          <Badge>{t(state === 'done' ? DUTY.callDone : DUTY.callOver)}</Badge>
        )}
      </p>
      <p class="numbers">
        {numbers.length === 0
          ? t(DUTY.noNumber)
          : numbers.map((number) => (
              <a key={number} class="number" href={`tel:${number.replace(/[^+\d,]/g, '')}`}>
                {number}
              </a>
            ))}
      </p>
      <p>
        {t(REASONS[reason])}.{' '}
        <a href={linkTo('/patient/:record/result/:resultId', { record, resultId })}>{t(DUTY.callResult)}</a>
      </p>
      {calls.length > 0 && (
        <p class="soft">
          {t(DUTY.tried)}:{' '}
          {calls.map(({ at, by, outcome }) => (
            <span key={at}>
              <Time at={at} /> {t(OUTCOMES[outcome])} ({by}){' '}
            </span>
          ))}
        </p>
      )}
      {state === 'open' && (
        <p class="buttons">
          {OUTCOME_CODES.map((outcome) => (
            <button
              key={outcome}
              type="button"
              class={outcome === 'reached' ? 'main' : ''}
              disabled={sending.state === 'sending'}
              onClick={() => tell(outcome)}
              aria-label={`${t(OUTCOMES[outcome])}: ${name}`}
            >
              {t(OUTCOMES[outcome])}
            </button>
          ))}
        </p>
      )}
      <SendingSays sending={sending} notSent={DUTY.callNotSent} />
    </li>
  );
}
