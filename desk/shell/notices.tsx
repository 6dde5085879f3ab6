import { useEffect, useState } from 'preact/hooks';
import { regionClock, regionNow } from '../api/clock.ts';
import { lineNow, onLine } from '../api/line.ts';
import { config } from '../config.ts';
import { leaveToSignIn, onEnding } from '../session/lifecycle.ts';
import { useSession } from '../session/use-session.ts';
import { Dialog } from '../ui/dialog.tsx';
import { useNow } from '../ui/time.tsx';
import { clockIn, timeIn } from '../words/times.ts';
import { useWords } from '../words/use-words.tsx';
import { SHELL } from './words.ts';

/** What holds for every page: no line, a wrong clock, a sign-in that ends soon. */
export function Notices() {
  const { t, language } = useWords();
  const { zone } = config().region;
  const [line, setLine] = useState(lineNow);
  const [endsAt, setEndsAt] = useState<number>();
  useEffect(() => onLine(() => setLine(lineNow())), []);
  useEffect(() => onEnding(setEndsAt), []);
  // The clock is learned from answers, which draw nothing by themselves.
  useNow(5000);
  const skew = regionClock.skew() ?? 0;
  const at = (time: Date): string => timeIn(time.toISOString(), { zone, language, now: regionNow() });
  return (
    <>
      {line.since && (
        <p class="notice offline" role="status">
          {t(SHELL.offline, { since: at(line.since), last: line.lastHeard ? at(line.lastHeard) : t(SHELL.never) })}
        </p>
      )}
      {regionClock.isOff() && (
        <p class="notice" role="status">
          {t(SHELL.clockOff, { minutes: Math.round(Math.abs(skew) / 60_000) })}
        </p>
      )}
      {endsAt !== undefined && (
        <p class="notice" role="status">
          {t(SHELL.endsSoon, { at: clockIn(new Date(endsAt).toISOString(), zone) })}{' '}
          <button type="button" onClick={() => void leaveToSignIn()}>
            {t(SHELL.signInAgain)}
          </button>
        </p>
      )}
    </>
  );
}

/** Over what is on the screen when the sign-in has ended: the page stays as it is, and what was typed waits. */
export function ExpiredDialog() {
  const { t } = useWords();
  const state = useSession();
  const [failed, setFailed] = useState<string>();
  if (state.state !== 'expired') return null;
  const { id, name } = state.person;
  const again = () =>
    leaveToSignIn({ login_hint: id }).catch((cause: unknown) => setFailed(cause instanceof Error ? cause.message : ''));
  return (
    <Dialog title={t(SHELL.expired)} onClose={() => undefined} firm>
      <p>{t(SHELL.expiredSays, { name: name ?? id })}</p>
      {failed !== undefined && <p role="alert">{t(SHELL.signInFailed, { why: failed })}</p>}
      <button type="button" class="main" onClick={() => void again()}>
        {t(SHELL.signInAgain)}
      </button>
    </Dialog>
  );
}
