import { useId, useState } from 'preact/hooks';
import type { ActAnswer } from '../../schemas/api/desk-acts.ts';
import type { DeskCard } from '../../schemas/api/desk-chart.ts';
import { SendingSays } from '../result/sending-says.tsx';
import { useSend } from '../result/use-send.ts';
import { useDraft } from '../session/use-draft.ts';
import { Dialog } from '../ui/dialog.tsx';
import { useWords } from '../words/use-words.tsx';
import { NOT_FOLLOWED, OVERRIDE } from './words-override.ts';

type Typed = { readonly reason?: keyof typeof NOT_FOLLOWED; readonly words: string };
const EMPTY: Typed = { words: '' };
const REASONS = Object.keys(NOT_FOLLOWED) as (keyof typeof NOT_FOLLOWED)[];

/**
 * A physician does not follow a rule's card, and says why: kept on the result's way under his name, for whoever comes after
 * him. It takes no critical result off anybody's list: that is done by acknowledging it.
 */
export function Override({ card, close, kept }: { card: DeskCard; close: () => void; kept: () => void }) {
  const { t } = useWords();
  const id = useId();
  const { record, resultId, version, summary } = card;
  const [typed, change, done] = useDraft<Typed>(`override ${resultId} ${version}`, EMPTY);
  const [isMissing, setMissing] = useState(false);
  const path = `/desk-api/results/${encodeURIComponent(record)}/${encodeURIComponent(resultId)}/acted`;
  const { sending, send } = useSend<ActAnswer>(path, () => {
    done();
    kept();
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setMissing(typed.reason === undefined);
    if (typed.reason === undefined) return;
    const words = typed.words.trim();
    const why = [t(NOT_FOLLOWED[typed.reason]), ...(words === '' ? [] : [words])].join('. ');
    void send({ version, what: t(OVERRIDE.says, { why }).slice(0, 500) });
  };
  return (
    <Dialog title={t(OVERRIDE.title)} onClose={close}>
      <form onSubmit={submit} noValidate>
        <p>
          <b>{t(summary)}</b>
        </p>
        <fieldset {...(isMissing ? { 'aria-describedby': `${id}-missing` } : {})}>
          <legend>{t(OVERRIDE.why)}</legend>
          {REASONS.map((reason) => (
            <label key={reason} class="choice">
              <input
                type="radio"
                name={`${id}-reason`}
                checked={typed.reason === reason}
                onChange={() => change({ ...typed, reason })}
              />
              {t(NOT_FOLLOWED[reason])}
            </label>
          ))}
        </fieldset>
        <label class="field">
          {t(OVERRIDE.words)}
          <textarea
            rows={2}
            maxLength={300}
            value={typed.words}
            onInput={(event) => change({ ...typed, words: event.currentTarget.value })}
          />
        </label>
        {isMissing && (
          <p class="wrong" role="alert" id={`${id}-missing`}>
            {t(OVERRIDE.choose)}
          </p>
        )}
        <p class="soft">{t(OVERRIDE.what)}</p>
        <p class="buttons">
          <button type="submit" class="main" disabled={sending.state === 'sending'}>
            {t(OVERRIDE.send)}
          </button>
        </p>
        <SendingSays sending={sending} notSent={OVERRIDE.notSent} onShowNew={close} />
      </form>
    </Dialog>
  );
}
