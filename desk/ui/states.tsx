import type { ComponentChildren } from 'preact';
import type { Refusal } from '../api/ask.ts';
import { regionNow } from '../api/clock.ts';
import type { Got } from '../api/use-get.ts';
import { config } from '../config.ts';
import { clockIn, timeIn } from '../words/times.ts';
import { useWords } from '../words/use-words.tsx';
import { REFUSALS, UI } from './words.ts';

/** Nothing to show, said in words: an empty list is not a fault. */
export const Empty = ({ children }: { children: ComponentChildren }) => <p class="state empty">{children}</p>;

/** Told to a screen reader, drawn after a moment only: most answers are quicker. */
export function Loading() {
  const { t } = useWords();
  return (
    <p class="state loading" role="status">
      {t(UI.loading)}
    </p>
  );
}

export type FailedProps = { refusal: Refusal; retry?: (() => void) | undefined };

/** A refusal in words: what it is, what to do, and the number by which an engineer finds it. */
export function Failed({ refusal, retry }: FailedProps) {
  const { t, language } = useWords();
  const known = REFUSALS[refusal.code];
  const said = (words: Refusal['message']): string => (typeof words === 'string' ? words : words[language]);
  return (
    <div class="state failed" role="alert">
      <p>
        <b>{t(UI.failed)}.</b> {known ? t(known) : `${said(refusal.message)} ${said(refusal.whatToDo)}`}
      </p>
      {refusal.traceId && <p class="soft">{t(UI.trace, { trace: refusal.traceId })}</p>}
      {retry && (
        <button type="button" onClick={retry}>
          {t(UI.retry)}
        </button>
      )}
    </div>
  );
}

/** No line: since when, and of when the data below are. */
export function Offline({ since, at }: { since: Date; at?: Date | undefined }) {
  const { t, language } = useWords();
  const { zone } = config().region;
  const shown = (time: Date): string => timeIn(time.toISOString(), { zone, language, now: regionNow() });
  return (
    <p class="state offline" role="status">
      <b>{t(UI.offline, { since: clockIn(since.toISOString(), zone) })}.</b>{' '}
      {at ? `${t(UI.lastData, { at: shown(at) })}.` : t(UI.noData)}
    </p>
  );
}

/**
 * The states of an answer, each in its place: loading, refused, offline, and the answer itself. Old data are drawn under
 * the word that they are old; a list that is empty says so in `empty`.
 */
export function Shown<Data>({
  got,
  children,
  isEmpty = () => false,
  empty,
}: {
  got: Got<Data> & { refresh?: () => void };
  children: (data: Data) => ComponentChildren;
  isEmpty?: (data: Data) => boolean;
  empty?: ComponentChildren;
}) {
  if (got.state === 'loading') return <Loading />;
  const { data } = got;
  const body =
    data === undefined ? null : isEmpty(data) && empty !== undefined ? <Empty>{empty}</Empty> : children(data);
  return (
    <>
      {got.state === 'failed' && <Failed refusal={got.refusal} retry={got.refresh} />}
      {got.state === 'offline' && <Offline since={got.since} at={got.at} />}
      {/* One element in every state: what is open inside, a dialog half filled in, outlives a lost line. */}
      {body && <div class={got.state === 'ready' ? 'now' : 'old'}>{body}</div>}
    </>
  );
}
