import { useState } from 'preact/hooks';
import type { ActAnswer } from '../../schemas/api/desk-acts.ts';
import type { DeskResult } from '../../schemas/api/desk-result.ts';
import { SignOrders } from '../chart/sign-order.tsx';
import { announce } from '../shell/announce.tsx';
import { Time } from '../ui/time.tsx';
import { useWords } from '../words/use-words.tsx';
import { nameOf } from './people.ts';
import { SendingSays } from './sending-says.tsx';
import { useSend } from './use-send.ts';
import { WAY } from './words.ts';
import { ACKNOWLEDGE } from './words-acknowledge.ts';

type AfterProps = { result: DeskResult; path: string; refresh: () => void };

/** After somebody answers for it: who he is, what to do now, and "acted on" by one press. */
export function AfterAcknowledge({ result, path, refresh }: AfterProps) {
  const { t } = useWords();
  const { version, delivery, advice, suggestions, may, record, resultId } = result;
  const [what, setWhat] = useState('');
  const { sending, send } = useSend<ActAnswer>(`${path}/acted`, () => {
    announce(t(WAY.acted));
    refresh();
  });
  const acknowledged = delivery?.acknowledged;
  if (acknowledged === undefined) return null;
  const { readBack } = acknowledged;
  return (
    <section class="acknowledge done" aria-label={t(ACKNOWLEDGE.doneTitle)}>
      <p>
        <b>{t(WAY.acknowledged)}</b>: {nameOf(acknowledged)}, <Time at={acknowledged.at} />
        {readBack && (
          <span class="soft">
            {' '}
            {t(ACKNOWLEDGE.readBack, { said: [readBack.birthYear, readBack.says].filter(Boolean).join(' · ') })}
          </span>
        )}
      </p>
      {advice && (
        <p>
          <b>{t(ACKNOWLEDGE.next)}:</b> {t(advice.action)}
        </p>
      )}
      <SignOrders suggestions={suggestions} of={{ record, resultId, version }} may={may.order} refresh={refresh} />
      {delivery?.actedOn ? (
        <p>
          <b>{t(WAY.acted)}</b>: {nameOf(delivery.actedOn)}, <Time at={delivery.actedOn.at} />
          {delivery.actedOn.what && ` «${delivery.actedOn.what}»`}
        </p>
      ) : (
        may.act && (
          <form
            class="buttons"
            onSubmit={(event) => {
              event.preventDefault();
              void send({ version, what: what.trim() || t(ACKNOWLEDGE.actedDefault) });
            }}
          >
            <label class="field">
              {t(ACKNOWLEDGE.actedWhat)}
              <input
                value={what}
                maxLength={500}
                placeholder={t(ACKNOWLEDGE.actedDefault)}
                onInput={(event) => setWhat(event.currentTarget.value)}
              />
            </label>
            <button type="submit" class="main" disabled={sending.state === 'sending'}>
              {t(ACKNOWLEDGE.acted)}
            </button>
          </form>
        )
      )}
      <SendingSays sending={sending} notSent={ACKNOWLEDGE.actedNotSent} onShowNew={refresh} />
    </section>
  );
}
