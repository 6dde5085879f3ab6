import { useState } from 'preact/hooks';
import type { DeskMe } from '../../schemas/api/desk-me.ts';
import { clinicTitle } from '../config.ts';
import { linkTo } from '../router/match.ts';
import { useWords } from '../words/use-words.tsx';
import { useAlarmSound } from './alarm-sounding.ts';
import { ALARMS, DUTY } from './words.ts';

/** On every page, while a critical result has been taken by nobody: in words, with a sign, and heard where sound is allowed. */
export function AlarmBanner({ me }: { me: DeskMe | undefined }) {
  const { t, n } = useWords();
  const [isRefused, setRefused] = useState(false);
  const clinics = (me?.clinics ?? []).filter(({ alarms }) => alarms > 0);
  const count = clinics.reduce((sum, { alarms }) => sum + alarms, 0);
  const mayTake = me?.may.takeAlarm ?? false;
  const { isAllowed, isQuiet, allow, pause } = useAlarmSound(count > 0 && mayTake);
  if (count === 0) return null;
  return (
    <div class="alarm-banner" role="alert">
      <p>
        <span aria-hidden="true">‼ </span>
        <b>{t(DUTY.banner)}:</b> {n(ALARMS, count)}{' '}
        <span>({clinics.map(({ id }) => t(clinicTitle(id))).join('; ')})</span>
      </p>
      <p class="buttons">
        <a class="button" href={linkTo('/duty')}>
          {t(DUTY.toDuty)}
        </a>
        {mayTake && !isAllowed && (
          <button type="button" onClick={() => void allow().then((allowed) => setRefused(!allowed))}>
            {t(DUTY.allow)}
          </button>
        )}
        {mayTake && isAllowed && !isQuiet && (
          <button type="button" onClick={pause}>
            {t(DUTY.quiet)}
          </button>
        )}
        {isRefused && <span>{t(DUTY.refused)}</span>}
      </p>
    </div>
  );
}
