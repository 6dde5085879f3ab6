import { useState } from 'preact/hooks';
import type { DeskTrace, TraceStep } from '../../schemas/api/desk-trace.ts';
import { usePolled } from '../api/use-get.ts';
import { Shown } from '../ui/states.tsx';
import { Time } from '../ui/time.tsx';
import { useWords } from '../words/use-words.tsx';
import { DUTY } from './words.ts';

const ESCALATION: ReadonlySet<TraceStep> = new Set<TraceStep>(['notice', 'read', 'overdue', 'alarm', 'alarm-taken']);

/** Whom the region has asked, when, by which channel and with which outcome; loaded when somebody unfolds it. */
export function Asked({ record, resultId, isOpen }: { record: string; resultId: string; isOpen: boolean }) {
  const { t } = useWords();
  const [wasOpened, setOpened] = useState(isOpen);
  const path = `/desk-api/results/${encodeURIComponent(record)}/${encodeURIComponent(resultId)}/trace`;
  const got = usePolled<DeskTrace>(wasOpened || isOpen ? path : undefined);
  const steps = ({ lines }: DeskTrace) => lines.filter(({ step }) => ESCALATION.has(step));
  return (
    <details open={isOpen} onToggle={(event) => event.currentTarget.open && setOpened(true)}>
      <summary>{t(DUTY.asked)}</summary>
      <Shown got={got} isEmpty={(trace) => steps(trace).length === 0} empty={t(DUTY.nobodyAsked)}>
        {(trace) => (
          <ol>
            {steps(trace).map(({ step, at, text, mood }, place) => (
              <li key={`${place} ${step}`} class={mood}>
                {at && <Time at={at} />} {t(text)}
              </li>
            ))}
          </ol>
        )}
      </Shown>
    </details>
  );
}
