import type { DeskResult } from '../../schemas/api/desk-result.ts';
import { Badge } from '../ui/badge.tsx';
import { WithTime } from '../ui/with-time.tsx';
import { useWords } from '../words/use-words.tsx';
import { RESULT } from './words.ts';

/** What each version said, the newest first: what changed is read from one line to the next. */
export function Versions({ result: { versions, state } }: { result: DeskResult }) {
  const { t } = useWords();
  if (versions.length < 2) return null;
  return (
    <section aria-labelledby="versions">
      <h2 id="versions">{t(RESULT.versions)}</h2>
      <ol class="versions" reversed start={versions[0]?.version}>
        {versions.map(({ version, current, words, sentAt }) => (
          <li key={version} value={version}>
            <Badge>{t(current ? (state === 'withdrawn' ? RESULT.withdrawn : RESULT.current) : RESULT.earlier)}</Badge>{' '}
            {t(words)}{' '}
            <span class="soft">{sentAt ? <WithTime words={RESULT.sentAt} at={sentAt} /> : t(RESULT.notSent)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
