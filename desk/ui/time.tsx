import { useEffect, useState } from 'preact/hooks';
import { regionNow } from '../api/clock.ts';
import { config } from '../config.ts';
import { offsetOf, timeIn } from '../words/times.ts';
import { useWords, type Words } from '../words/use-words.tsx';
import { WAITS } from './words.ts';

/** An instant on the clock of a zone (default: the region's), with its offset for who asks. A date stays a date. */
export function Time({ at, zone = config().region.zone }: { at: string; zone?: string }) {
  const { language } = useWords();
  const shown = timeIn(at, { zone, language, now: regionNow() });
  const instant = new Date(at);
  const offset = /T/.test(at) && !Number.isNaN(instant.getTime()) ? offsetOf(instant, zone) : undefined;
  return (
    <time dateTime={at} {...(offset ? { title: offset } : {})}>
      {shown}
    </time>
  );
}

/** The region's time, drawn again every so many ms. */
export function useNow(everyMs = 30_000): Date {
  const [now, setNow] = useState(regionNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(regionNow()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

/** How long from one instant to another, as one says it: `12 min`, `3 h 05 min`, `2 days`. Never below nothing. */
export function spanOf(fromMs: number, toMs: number, { n }: Pick<Words, 'n'>): string {
  const minutes = Math.max(0, Math.floor((toMs - fromMs) / 60_000));
  if (minutes < 60) return n(WAITS.minutes, minutes);
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${n(WAITS.hours, hours)} ${n(WAITS.minutes, minutes % 60)}`;
  return n(WAITS.days, Math.floor(hours / 24));
}

/** How long something has waited, ticking on the region's clock. */
export function Waiting({ since }: { since: string }) {
  const words = useWords();
  const now = useNow();
  return <>{spanOf(Date.parse(since), now.getTime(), words)}</>;
}
