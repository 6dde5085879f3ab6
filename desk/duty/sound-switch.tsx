import { useState } from 'preact/hooks';
import { useWords } from '../words/use-words.tsx';
import { useAlarmState } from './alarm-sounding.ts';
import { DUTY } from './words.ts';

/** Says whether an alarm could be heard here, before there is one; a press allows it, as browsers demand. */
export function Sound() {
  const { t } = useWords();
  const [isRefused, setRefused] = useState(false);
  const { isAllowed, allow } = useAlarmState();
  return (
    <section class="sound" aria-label={t(DUTY.soundTitle)}>
      <p role="status">
        {t(isRefused ? DUTY.refused : isAllowed ? DUTY.soundOn : DUTY.soundOff)}{' '}
        {!isAllowed && (
          <button type="button" onClick={() => void allow().then((allowed) => setRefused(!allowed))}>
            {t(DUTY.allow)}
          </button>
        )}
      </p>
    </section>
  );
}
