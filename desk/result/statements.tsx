import { useState } from 'preact/hooks';
import type { DeskResult } from '../../schemas/api/desk-result.ts';
import type { DeskStatement } from '../../schemas/api/desk-statement.ts';
import { FINDING_WORDS } from '../../schemas/words.ts';
import { Badge } from '../ui/badge.tsx';
import { Time } from '../ui/time.tsx';
import { useWords } from '../words/use-words.tsx';
import { nameOf } from './people.ts';
import { StatementForm } from './statement-form.tsx';
import { RESULT } from './words.ts';
import { STATEMENT } from './words-statement.ts';

const SIDES = { L: RESULT.left, R: RESULT.right, both: RESULT.both } as const;

export type StatementsProps = {
  result: DeskResult;
  path: string;
  newer: DeskResult | undefined;
  refresh: () => void;
  begin: string | undefined;
};

/** What physicians have signed about it, each beside the others, and the form of who may say something. */
export function Statements({ result, path, newer, refresh, begin }: StatementsProps) {
  const { t } = useWords();
  // What others sign about a newer version is shown as well: nothing that a colleague says waits for a reload.
  const statements = newer?.statements ?? result.statements;
  return (
    <section aria-labelledby="statements" id="say">
      <h2 id="statements">{t(STATEMENT.title)}</h2>
      {statements.length === 0 ? (
        <p class="state empty">{t(STATEMENT.none)}</p>
      ) : (
        <ul class="statements">
          {statements.map((one) => (
            <OneStatement key={one.id} statement={one} />
          ))}
        </ul>
      )}
      {result.may.statement.length > 0 ? (
        <StatementForm result={result} path={path} newer={newer} refresh={refresh} begin={begin} />
      ) : (
        <p class="soft">{result.may.because ? t(result.may.because) : t(STATEMENT.mayNot)}</p>
      )}
    </section>
  );
}

function OneStatement({ statement }: { statement: DeskStatement }) {
  const { t } = useWords();
  const [showsSeal, setShowsSeal] = useState(false);
  const { verdictInWords, reason, corrected, by, at, shown, overtaken, own, disputed, seal } = statement;
  return (
    <li>
      <p>
        <b>{t(verdictInWords)}</b> {own && <Badge>{t(STATEMENT.yours)}</Badge>}{' '}
        {disputed && <Badge kind="warning">{t(STATEMENT.disputed)}</Badge>}{' '}
        {overtaken && <Badge>{t(STATEMENT.overtaken, { version: shown.version })}</Badge>}
      </p>
      {reason && (
        <p>
          {t(reason.title)}
          {reason.words && `: «${reason.words}»`}
        </p>
      )}
      {corrected && (
        <p>
          {[
            corrected.state && t(FINDING_WORDS[corrected.state]),
            corrected.side && t(SIDES[corrected.side]),
            corrected.words && `«${corrected.words}»`,
          ]
            .filter(Boolean)
            .join(', ')}
        </p>
      )}
      <p class="soft">
        {nameOf(by)}, {t(by.roleInWords)}, <Time at={at} />{' '}
        <button type="button" class="quiet" aria-expanded={showsSeal} onClick={() => setShowsSeal(!showsSeal)}>
          {t(STATEMENT.sealed, { seal: showsSeal ? seal : `${seal.slice(0, 8)}…` })}
        </button>
      </p>
    </li>
  );
}
