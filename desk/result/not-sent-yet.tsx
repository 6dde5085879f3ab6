import { useWords } from '../words/use-words.tsx';
import { ACKNOWLEDGE } from './words-acknowledge.ts';

export type NotSentYetProps = { isUp: boolean; mayNow: boolean; send: () => void; drop: () => void };

/** An acknowledgement that found no line: said so, and once the line is back asked whether to send it. It goes by a press alone. */
export function NotSentYet({ isUp, mayNow, send, drop }: NotSentYetProps) {
  const { t } = useWords();
  return (
    <div class="state failed" role="alert">
      <p>{t(isUp ? ACKNOWLEDGE.backAgain : ACKNOWLEDGE.notSent)}</p>
      <p class="buttons">
        <button type="button" class="main" disabled={!isUp || !mayNow} onClick={send}>
          {t(ACKNOWLEDGE.sendNow)}
        </button>
        <button type="button" onClick={drop}>
          {t(ACKNOWLEDGE.drop)}
        </button>
      </p>
    </div>
  );
}
