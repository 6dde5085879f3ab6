import { useState } from 'preact/hooks';
import type { ActAnswer } from '../../schemas/api/desk-acts.ts';
import type { DeskResult } from '../../schemas/api/desk-result.ts';
import { useDraft } from '../session/use-draft.ts';
import { announce } from '../shell/announce.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { useWords } from '../words/use-words.tsx';
import { AfterAcknowledge } from './after-acknowledge.tsx';
import { NotSentYet } from './not-sent-yet.tsx';
import { askedOf, mismatches, type Repeated } from './read-back.ts';
import { ReadBackForm } from './read-back-form.tsx';
import { SendingSays } from './sending-says.tsx';
import { useLineIsUp } from './use-line.ts';
import { useSend } from './use-send.ts';
import { ACKNOWLEDGE } from './words-acknowledge.ts';

type Typed = Repeated & { readonly waits?: true };
const NOTHING: Typed = { birthYear: '', says: '' };

export type AcknowledgeProps = {
  result: DeskResult;
  path: string;
  refresh: () => void;
  isOvertaken: boolean;
  /** He came from the work list to do just this: the read-back is open. */
  begins?: boolean;
};

/**
 * Taking note of a result: of a critical one with read-back in a dialog, of another one by a press. Without a line it says
 * "not sent", keeps what was repeated, and asks once the line is back; it never sends by itself.
 */
export function Acknowledge({ result, path, refresh, isOvertaken, begins = false }: AcknowledgeProps) {
  const { t, language } = useWords();
  const { version, delivery, may, severity, patient } = result;
  const isCritical = severity === 'critical' || delivery?.level !== undefined;
  const [isOpen, setOpen] = useState(begins && isCritical);
  const [typed, change, done] = useDraft<Typed>(`acknowledge ${result.resultId} ${version}`, NOTHING);
  const isUp = useLineIsUp();
  const { sending, send, reset } = useSend<ActAnswer>(`${path}/acknowledge`, () => {
    done();
    setOpen(false);
    announce(t(ACKNOWLEDGE.doneTitle));
    refresh();
  });
  if (delivery?.acknowledged) return <AfterAcknowledge result={result} path={path} refresh={refresh} />;
  if (delivery === undefined) return null;
  if (!may.acknowledge)
    return (
      <section class="acknowledge" aria-label={t(ACKNOWLEDGE.title)}>
        <p class="soft">{may.because ? t(may.because) : t(ACKNOWLEDGE.mayNot)}</p>
      </section>
    );

  const expected = { birthDate: patient.birthDate, asked: askedOf(result, language) };
  const { birthYear, says } = typed;
  const body = isCritical ? { version, readBack: { birthYear: birthYear.trim(), says: says.trim() } } : { version };
  const sendNow = async () => {
    if ((await send(body)) === 'not-sent') change({ birthYear, says, waits: true });
  };
  const isReady = !isCritical || mismatches(expected, typed).length === 0;
  const waits = typed.waits === true && isReady;
  const mayNow = !isOvertaken && sending.state !== 'sending';
  const notSentYet = <NotSentYet isUp={isUp} mayNow={mayNow} send={() => void sendNow()} drop={done} />;
  return (
    <section class={`acknowledge ${isCritical ? 'critical' : ''}`} aria-label={t(ACKNOWLEDGE.title)}>
      {waits && !isOpen && notSentYet}
      {!waits && (
        <button
          type="button"
          class="main"
          disabled={sending.state === 'sending'}
          onClick={() => (isCritical ? setOpen(true) : void sendNow())}
        >
          {t(isCritical ? ACKNOWLEDGE.open : ACKNOWLEDGE.openPlain)}
        </button>
      )}
      {!isOpen && !waits && <SendingSays sending={sending} notSent={ACKNOWLEDGE.notSent} onShowNew={refresh} />}
      {isOpen && (
        <Dialog
          title={t(ACKNOWLEDGE.title)}
          onClose={() => {
            setOpen(false);
            reset();
          }}
        >
          <ReadBackForm
            result={result}
            expected={expected}
            typed={typed}
            change={change}
            send={() => void sendNow()}
            isSending={sending.state === 'sending'}
          />
          {waits && notSentYet}
          <SendingSays
            sending={waits && sending.state === 'not-sent' ? { state: 'idle' } : sending}
            notSent={ACKNOWLEDGE.notSent}
            onShowNew={() => {
              setOpen(false);
              refresh();
            }}
          />
        </Dialog>
      )}
    </section>
  );
}
