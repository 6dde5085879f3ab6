import { useId, useState } from 'preact/hooks';
import type { DeskResult } from '../../schemas/api/desk-result.ts';
import { useWords } from '../words/use-words.tsx';
import { type Expected, type Mismatch, mismatches, type Repeated } from './read-back.ts';
import { ACKNOWLEDGE } from './words-acknowledge.ts';

export type ReadBackFormProps = {
  result: Pick<DeskResult, 'patient' | 'sentence'>;
  expected: Expected;
  typed: Repeated;
  change: (typed: Repeated) => void;
  send: () => void;
  isSending: boolean;
};

/** Patient and value are shown; both are repeated. What does not match is said at its field, and nothing is sent. */
export function ReadBackForm({ result, expected, typed, change, send, isSending }: ReadBackFormProps) {
  const { t } = useWords();
  const id = useId();
  const [wrong, setWrong] = useState<readonly Mismatch[]>([]);
  const { asked, birthDate } = expected;
  const { patient, sentence } = result;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const found = mismatches(expected, typed);
    setWrong(found);
    if (found.length === 0) return send();
    const first = found[0] === 'birth-year' ? `${id}-year` : `${id}-says`;
    document.getElementById(first)?.focus();
  };
  const fault = (of: Mismatch) =>
    wrong.includes(of)
      ? ({ 'aria-invalid': true, 'aria-describedby': `${id}-${of}-wrong` } as const)
      : ({ 'aria-describedby': `${id}-${of}-hint` } as const);
  return (
    <form onSubmit={submit} noValidate>
      <p>{t(ACKNOWLEDGE.why)}</p>
      <dl class="read-back">
        <dt>{t(ACKNOWLEDGE.patient)}</dt>
        <dd>
          <b>{patient.name ?? '–'}</b>
          {birthDate && ` · ${birthDate.split('-').reverse().join('.')}`}
          {patient.number && ` · № ${patient.number}`}
        </dd>
        <dt>{t(ACKNOWLEDGE.pick)}</dt>
        <dd>
          <b>{t(sentence)}</b>
          {asked.kind === 'number' && (
            <p>
              {asked.label}: <b>{asked.says}</b>
            </p>
          )}
        </dd>
      </dl>
      {birthDate ? (
        <p class="field">
          <label for={`${id}-year`}>{t(ACKNOWLEDGE.birthYear)}</label>
          <input
            id={`${id}-year`}
            inputMode="numeric"
            autocomplete="off"
            maxLength={4}
            value={typed.birthYear}
            onInput={(event) => change({ ...typed, birthYear: event.currentTarget.value })}
            {...fault('birth-year')}
          />
          <span class="soft" id={`${id}-birth-year-hint`}>
            {t(ACKNOWLEDGE.birthYearHint)}
          </span>
          {wrong.includes('birth-year') && (
            <span class="wrong" role="alert" id={`${id}-birth-year-wrong`}>
              {t(ACKNOWLEDGE.wrongYear)}
            </span>
          )}
        </p>
      ) : (
        <p class="badge warning">{t(ACKNOWLEDGE.noBirthDate)}</p>
      )}
      {asked.kind === 'number' ? (
        <p class="field">
          <label for={`${id}-says`}>{t(ACKNOWLEDGE.value, { label: asked.label })}</label>
          <input
            id={`${id}-says`}
            inputMode="decimal"
            autocomplete="off"
            maxLength={40}
            value={typed.says}
            onInput={(event) => change({ ...typed, says: event.currentTarget.value })}
            {...fault('says')}
          />
          <span class="soft" id={`${id}-says-hint`}>
            {t(ACKNOWLEDGE.valueHint)}
          </span>
        </p>
      ) : (
        <fieldset
          id={`${id}-says`}
          tabIndex={-1}
          {...(wrong.includes('says') ? { 'aria-describedby': `${id}-says-wrong` } : {})}
        >
          <legend>{t(ACKNOWLEDGE.pick)}</legend>
          {asked.choices.map((choice) => (
            <label key={choice} class="choice">
              <input
                type="radio"
                name={`${id}-choice`}
                checked={typed.says === choice}
                onChange={() => change({ ...typed, says: choice })}
              />
              {choice}
            </label>
          ))}
        </fieldset>
      )}
      {wrong.includes('says') && (
        <p class="wrong" role="alert" id={`${id}-says-wrong`}>
          {t(ACKNOWLEDGE.wrongValue)}
        </p>
      )}
      <p class="buttons">
        <button type="submit" class="main" disabled={isSending}>
          {t(isSending ? ACKNOWLEDGE.sending : ACKNOWLEDGE.send)}
        </button>
      </p>
    </form>
  );
}
