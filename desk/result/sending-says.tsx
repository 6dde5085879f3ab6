import { Failed } from '../ui/states.tsx';
import { useWords } from '../words/use-words.tsx';
import type { Bilingual } from '../words/words.ts';
import type { Sending } from './use-send.ts';
import { ACKNOWLEDGE } from './words-acknowledge.ts';

export type SendingSaysProps = { sending: Sending; notSent: Bilingual; onShowNew?: () => void };

/** What became of something that was sent, where it is not done: not sent, refused, overtaken. */
export function SendingSays({ sending, notSent, onShowNew }: SendingSaysProps) {
  const { t } = useWords();
  if (sending.state === 'not-sent')
    return (
      <p class="state failed" role="alert">
        {t(notSent)}
      </p>
    );
  if (sending.state === 'refused' && sending.refusal.code === 'read-back-mismatch')
    return (
      <p class="state failed" role="alert">
        {t(ACKNOWLEDGE.refusedReadBack)}
      </p>
    );
  if (sending.state === 'refused') return <Failed refusal={sending.refusal} />;
  if (sending.state !== 'overtaken') return null;
  return (
    <div class="state failed" role="alert">
      <p>{t(ACKNOWLEDGE.overtaken)}</p>
      <ul>
        {sending.by.changed.map((line) => (
          <li key={line.en}>{t(line)}</li>
        ))}
      </ul>
      {onShowNew && (
        <button type="button" onClick={onShowNew}>
          {t(ACKNOWLEDGE.showNew)}
        </button>
      )}
    </div>
  );
}
