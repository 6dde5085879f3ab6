import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { DeskResult } from '../../schemas/api/desk-result.ts';
import type { StatementAnswer, StatementBody } from '../../schemas/api/desk-statement.ts';
import { useDraft } from '../session/use-draft.ts';
import { announce } from '../shell/announce.tsx';
import { useWords } from '../words/use-words.tsx';
import { changesBetween } from './changes.ts';
import { Changes } from './newer.tsx';
import { SignStatement } from './sign-statement.tsx';
import { EMPTY_STATEMENT, isEmptyDraft, type Need, type StatementDraft, statementOf } from './statement.ts';
import { StatementFields } from './statement-fields.tsx';
import { STATEMENT } from './words-statement.ts';

const NEEDS: Readonly<Record<Need, keyof typeof STATEMENT>> = {
  verdict: 'needVerdict',
  reason: 'needReason',
  words: 'needWords',
  correction: 'needCorrection',
};

export type StatementFormProps = {
  result: DeskResult;
  path: string;
  newer: DeskResult | undefined;
  refresh: () => void;
  begin: string | undefined;
};

/**
 * A statement in the making. It speaks of the version its writer began with: a newer one is said and what was written stays;
 * only he decides of which he speaks. What he signs he sees whole before.
 */
export function StatementForm({ result, path, newer, refresh, begin }: StatementFormProps) {
  const { t } = useWords();
  const id = useId();
  const [draft, keep, done] = useDraft<StatementDraft>(`statement ${result.resultId}`, EMPTY_STATEMENT);
  const [needs, setNeeds] = useState<readonly Need[]>([]);
  const [toSign, setToSign] = useState<StatementBody>();
  const [outcome, setOutcome] = useState<StatementAnswer>();
  const of = { version: result.version, contentHash: result.contentHash };
  const change = (next: StatementDraft) => keep({ ...next, of: draft.of ?? of });
  const isTyped = !isEmptyDraft(draft);
  const form = useRef<HTMLFormElement>(null);
  const wanted = result.may.statement.find((one) => one === begin);
  // Who came to say something finds his verdict chosen; what he had written before stays.
  useEffect(() => {
    if (wanted === undefined) return;
    if (!isTyped) change({ ...draft, verdict: wanted });
    form.current?.scrollIntoView({ block: 'center' });
  }, [wanted]);
  const standing = newer ?? result;
  const isOvertaken = isTyped && draft.of !== undefined && draft.of.contentHash !== standing.contentHash;
  return (
    <form
      ref={form}
      class="statement-form"
      aria-labelledby={`${id}-title`}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const made = statementOf(draft, of);
        setNeeds('needs' in made ? made.needs : []);
        if ('body' in made) setToSign(made.body);
      }}
    >
      <h3 id={`${id}-title`}>{t(STATEMENT.formTitle)}</h3>
      {isOvertaken && draft.of && (
        <div class="newer" role="alert">
          <p>{t(STATEMENT.newer, { shown: draft.of.version, version: standing.version })}</p>
          {newer && <Changes changes={changesBetween(result, newer)} />}
          <button
            type="button"
            onClick={() => keep({ ...draft, of: { version: standing.version, contentHash: standing.contentHash } })}
          >
            {t(STATEMENT.takeNewer, { version: standing.version })}
          </button>
        </div>
      )}
      <StatementFields
        draft={draft}
        change={change}
        verdicts={result.may.statement}
        isImage={result.kind !== 'advice'}
        needs={needs}
        id={id}
      />
      {needs.length > 0 && (
        <p class="wrong" role="alert" id={`${id}-needs`}>
          {needs.map((need) => t(STATEMENT[NEEDS[need]])).join(' ')}
        </p>
      )}
      <p class="buttons">
        <button type="submit" class="main">
          {t(STATEMENT.review)}
        </button>
        {isTyped && (
          <>
            <button type="button" class="quiet" onClick={done}>
              {t(STATEMENT.drop)}
            </button>
            <span class="soft">{t(STATEMENT.kept)}</span>
          </>
        )}
      </p>
      {outcome && <p role="status">{t(outcome.repeat ? STATEMENT.repeat : STATEMENT.signed)}</p>}
      {toSign && (
        <SignStatement
          body={toSign}
          result={result}
          path={path}
          close={() => setToSign(undefined)}
          signed={(answer) => {
            setToSign(undefined);
            setOutcome(answer);
            done();
            announce(t(STATEMENT.signed));
            refresh();
          }}
        />
      )}
    </form>
  );
}
