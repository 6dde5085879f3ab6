import type { Verdict } from '../../schemas/api/desk-statement.ts';
import { REASON_WORDS } from '../../schemas/statement-words.ts';
import { FINDING_WORDS } from '../../schemas/words.ts';
import { useWords } from '../words/use-words.tsx';
import type { Need, StatementDraft } from './statement.ts';
import { RESULT } from './words.ts';
import { STATEMENT, VERDICTS } from './words-statement.ts';

const STATES = ['present', 'indeterminate', 'absent'] as const;
const SIDES = { L: RESULT.left, R: RESULT.right, both: RESULT.both } as const;
const REASON_CODES = Object.keys(REASON_WORDS) as (keyof typeof REASON_WORDS)[];
/** What can be wrong with advice; the others speak of a picture. */
const OF_ADVICE: readonly (keyof typeof REASON_WORDS)[] = [
  'known-before',
  'clinically-unlikely',
  'wrong-patient',
  'other',
];
const SIDE_CODES = Object.keys(SIDES) as (keyof typeof SIDES)[];

type FieldsProps = {
  draft: StatementDraft;
  change: (next: StatementDraft) => void;
  verdicts: readonly Verdict[];
  needs: readonly Need[];
  isImage: boolean;
  id: string;
};

/** Leaves a member out where a list stands at "not stated". */
function withOr(draft: StatementDraft, key: 'reason' | 'state' | 'side', value: string): StatementDraft {
  const next: Record<string, unknown> = { ...draft };
  if (value === '') delete next[key];
  else next[key] = value;
  return next as StatementDraft;
}

export function StatementFields({ draft, change, verdicts, needs, isImage, id }: FieldsProps) {
  const { t } = useWords();
  const { verdict } = draft;
  const wrong = (need: Need) =>
    needs.includes(need) ? { 'aria-invalid': true, 'aria-describedby': `${id}-needs` } : {};
  return (
    <>
      <fieldset {...(needs.includes('verdict') ? { 'aria-describedby': `${id}-needs` } : {})}>
        <legend>{t(STATEMENT.verdict)}</legend>
        {verdicts.map((one) => (
          <label key={one} class="choice">
            <input
              type="radio"
              name={`${id}-verdict`}
              checked={verdict === one}
              onChange={() => change({ ...draft, verdict: one })}
            />
            {t(VERDICTS[one])}
          </label>
        ))}
      </fieldset>
      {verdict === 'corrects' && (
        <>
          <label class="field">
            {t(STATEMENT.correctedState)}
            <select
              value={draft.state ?? ''}
              onChange={(event) => change(withOr(draft, 'state', event.currentTarget.value))}
              {...wrong('correction')}
            >
              <option value="">{t(STATEMENT.keepState)}</option>
              {STATES.map((state) => (
                <option key={state} value={state}>
                  {t(FINDING_WORDS[state])}
                </option>
              ))}
            </select>
          </label>
          <label class="field">
            {t(STATEMENT.side)}
            <select
              value={draft.side ?? ''}
              onChange={(event) => change(withOr(draft, 'side', event.currentTarget.value))}
            >
              <option value="">{t(STATEMENT.keepState)}</option>
              {SIDE_CODES.map((side) => (
                <option key={side} value={side}>
                  {t(SIDES[side])}
                </option>
              ))}
            </select>
          </label>
          <label class="field">
            {t(STATEMENT.correctedWords)}
            <textarea
              rows={3}
              maxLength={2000}
              value={draft.correctedWords}
              onInput={(event) => change({ ...draft, correctedWords: event.currentTarget.value })}
            />
          </label>
        </>
      )}
      {(verdict === 'disagrees' || verdict === 'corrects') && (
        <>
          <label class="field">
            {t(STATEMENT.reason)}
            <select
              value={draft.reason ?? ''}
              onChange={(event) => change(withOr(draft, 'reason', event.currentTarget.value))}
              {...wrong('reason')}
            >
              <option value="">{t(STATEMENT.chooseReason)}</option>
              {(isImage ? REASON_CODES : OF_ADVICE).map((code) => (
                <option key={code} value={code}>
                  {t(REASON_WORDS[code])}
                </option>
              ))}
            </select>
          </label>
          <label class="field">
            {t(STATEMENT.words)}
            <textarea
              rows={3}
              maxLength={2000}
              value={draft.words}
              onInput={(event) => change({ ...draft, words: event.currentTarget.value })}
              {...wrong('words')}
            />
            <span class="soft">{t(STATEMENT.wordsNeeded)}</span>
          </label>
        </>
      )}
    </>
  );
}
