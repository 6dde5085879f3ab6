import { useState } from 'preact/hooks';
import type { OrderAnswer } from '../../schemas/api/desk-chart.ts';
import type { DeskSuggestion } from '../../schemas/api/desk-parts.ts';
import { nameOf } from '../result/people.ts';
import { rolesIn } from '../result/roles.ts';
import { SendingSays } from '../result/sending-says.tsx';
import { useSend } from '../result/use-send.ts';
import { usePerson } from '../session/use-session.ts';
import { announce } from '../shell/announce.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { WithTime } from '../ui/with-time.tsx';
import { useWords } from '../words/use-words.tsx';
import { DOES, ORDER } from './words.ts';

type Of = { readonly record: string; readonly resultId: string; readonly version: number };
export type SignOrdersProps = { suggestions: readonly DeskSuggestion[]; of: Of; may: boolean; refresh: () => void };

/** Orders that are ready; each is shown whole before its one signature, and says afterwards where it went. */
export function SignOrders({ suggestions, of, may, refresh }: SignOrdersProps) {
  const { t } = useWords();
  const [open, setOpen] = useState<DeskSuggestion>();
  if (suggestions.length === 0) return null;
  return (
    <div class="orders">
      <h3>{t(ORDER.title)}</h3>
      <ul>
        {suggestions.map((suggestion) => (
          <li key={suggestion.id}>
            <span>
              {t(suggestion.label)} <span class="soft">{t(DOES[suggestion.does])}</span>
            </span>{' '}
            {suggestion.signed ? (
              <span class="badge">
                <WithTime words={ORDER.signed} at={suggestion.signed.at} values={{ by: nameOf(suggestion.signed) }} />
              </span>
            ) : (
              may && (
                <button
                  type="button"
                  onClick={() => setOpen(suggestion)}
                  aria-label={`${t(ORDER.sign)} ${t(suggestion.label)}`}
                >
                  {t(ORDER.sign)}
                </button>
              )
            )}
          </li>
        ))}
      </ul>
      {!may && <p class="soft">{t(ORDER.mayNot)}</p>}
      {open && (
        <SignDialog
          suggestion={open}
          of={of}
          close={() => {
            setOpen(undefined);
            refresh();
          }}
        />
      )}
    </div>
  );
}

function SignDialog({ suggestion, of, close }: { suggestion: DeskSuggestion; of: Of; close: () => void }) {
  const { t } = useWords();
  const person = usePerson();
  const [answer, setAnswer] = useState<OrderAnswer>();
  const { record, resultId, version } = of;
  const { sending, send } = useSend<OrderAnswer>(`/desk-api/chart/${encodeURIComponent(record)}/orders`, (got) => {
    setAnswer(got);
    announce(t(got.whatToDo));
  });
  return (
    <Dialog title={t(ORDER.dialog)} onClose={close}>
      <dl>
        <dt>{t(ORDER.creates)}</dt>
        <dd>
          <b>{t(suggestion.label)}</b> <span class="soft">{t(DOES[suggestion.does])}</span>
        </dd>
        <dt>{t(ORDER.by)}</dt>
        <dd>
          {nameOf(person)} <span class="soft">{rolesIn(person.roles, t)}</span>
        </dd>
        <dt>{t(ORDER.because)}</dt>
        <dd>{version}</dd>
      </dl>
      {answer === undefined ? (
        <>
          <p class="soft">{t(ORDER.where)}</p>
          <p class="buttons">
            <button
              type="button"
              class="main"
              disabled={sending.state === 'sending'}
              onClick={() => void send({ suggestion: suggestion.id, resultId, version })}
            >
              {t(sending.state === 'sending' ? ORDER.going : ORDER.go)}
            </button>
          </p>
          <SendingSays sending={sending} notSent={ORDER.notSent} onShowNew={close} />
        </>
      ) : (
        <div role="status">
          <p>
            <b>{t(answer.carried === 'kept' ? ORDER.kept : ORDER.sent)}.</b> {t(answer.whatToDo)}
          </p>
          <p class="soft">
            <WithTime words={ORDER.signed} at={answer.order.signed.at} values={{ by: nameOf(answer.order.signed) }} />
          </p>
          {answer.repeat && <p>{t(ORDER.repeat)}</p>}
          <p class="buttons">
            <button type="button" class="main" onClick={close}>
              {t(ORDER.close)}
            </button>
          </p>
        </div>
      )}
    </Dialog>
  );
}
