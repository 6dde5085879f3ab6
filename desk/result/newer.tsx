import type { DeskResult } from '../../schemas/api/desk-result.ts';
import { useWords } from '../words/use-words.tsx';
import { type Change, changesBetween } from './changes.ts';
import { CHANGES, RESULT } from './words.ts';

/** What changed, line by line: was → is. */
export function Changes({ changes }: { changes: readonly Change[] }) {
  const { t } = useWords();
  return (
    <ul>
      {changes.map(({ what, label, from, to }) => (
        <li key={`${what}${label?.en ?? ''}${to?.en ?? ''}`}>
          <b>{t(CHANGES[what])}</b>
          {label && ` ${t(label)}`}
          {(from || to) && ': '}
          {from && <del>{t(from)}</del>}
          {from && to && ' → '}
          {to && <ins>{t(to)}</ins>}
        </li>
      ))}
    </ul>
  );
}

/** A newer version has come: said, with what is different; the reader decides when he looks at it. */
export function NewerCame({ shown, newer, take }: { shown: DeskResult; newer: DeskResult; take: () => void }) {
  const { t } = useWords();
  const changes = changesBetween(shown, newer);
  return (
    <div class={`newer ${newer.state}`} role="alert">
      <p>
        {newer.state === 'withdrawn' && <b>{t(RESULT.withdrawn)}. </b>}
        {t(RESULT.newerCame, { version: newer.version, shown: shown.version })}
      </p>
      <Changes changes={changes} />
      <button type="button" onClick={take}>
        {t(RESULT.showNewer, { version: newer.version })}
      </button>
    </div>
  );
}
