import { useNow } from '../ui/time.tsx';
import { useWords } from '../words/use-words.tsx';
import { leftInWords, leftUntil } from './countdown.ts';
import { DUTY } from './words.ts';

/** Time left, or by how much it is overdue, by the region's clock; a screen reader hears it when it is asked, not each second. */
export function Deadline({ dueAt, overdueSince }: { dueAt?: string | undefined; overdueSince?: string | undefined }) {
  const { t, language } = useWords();
  const now = useNow(1000);
  const left = leftUntil(overdueSince ?? dueAt, now);
  if (left === undefined) return <span class="soft">{t(DUTY.noDeadline)}</span>;
  return (
    <b class={left.overdue ? 'late' : ''} role="timer" aria-live="off">
      {t(left.overdue ? DUTY.overdue : DUTY.left, { left: leftInWords(left, language) })}
    </b>
  );
}
