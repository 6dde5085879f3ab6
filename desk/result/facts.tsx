import type { DeskResult } from '../../schemas/api/desk-result.ts';
import { Time } from '../ui/time.tsx';
import { useWords } from '../words/use-words.tsx';
import { RESULT } from './words.ts';

/** Facts of the chart on which it rests, each with its date and the way to its place in the timeline. */
export function Facts({ result }: { result: Pick<DeskResult, 'cited'> }) {
  const { t } = useWords();
  return (
    <section aria-labelledby="facts">
      <h2 id="facts">{t(RESULT.facts)}</h2>
      <FactList facts={result.cited} />
    </section>
  );
}

export function FactList({ facts }: { facts: DeskResult['cited'] }) {
  const { t } = useWords();
  if (facts.length === 0) return <p class="state empty">{t(RESULT.noFacts)}</p>;
  return (
    <ul class="facts">
      {facts.map(({ label, value, time, timeless, link }) => (
        <li key={`${link ?? ''}${label.en}${value.en}${time ?? ''}`}>
          {link ? <a href={`#${link}`}>{t(label)}</a> : <span title={t(RESULT.hidden)}>{t(label)}</span>}:{' '}
          <b>{t(value)}</b> {!timeless && <span class="soft">{time ? <Time at={time} /> : t(RESULT.noDate)}</span>}
        </li>
      ))}
    </ul>
  );
}
