import type { DeskTrace, DeskTraceLine } from '../../schemas/api/desk-trace.ts';
import { usePolled } from '../api/use-get.ts';
import type { PageProps } from '../pages.ts';
import { linkTo } from '../router/match.ts';
import { Shown } from '../ui/states.tsx';
import { Time } from '../ui/time.tsx';
import { useWords } from '../words/use-words.tsx';
import { isByHuman, TRACE } from './words.ts';

/** The way of a result from the image to whoever answers for it: one line down the page, systems and humans apart. */
export default function TracePage({ params }: PageProps) {
  const { t } = useWords();
  const { record = '', resultId = '' } = params;
  const got = usePolled<DeskTrace>(
    `/desk-api/results/${encodeURIComponent(record)}/${encodeURIComponent(resultId)}/trace`,
  );
  return (
    <article class="trace">
      <h1>{t(TRACE.title)}</h1>
      <p>
        <a href={linkTo('/patient/:record/result/:resultId', { record, resultId })}>{t(TRACE.back)}</a>
      </p>
      <Shown got={got} isEmpty={({ lines }) => lines.length === 0} empty={t(TRACE.empty)}>
        {(trace) => (
          <>
            <p>
              {t(trace.title)} <span class="soft">{t(TRACE.version, { version: trace.version })}</span>
            </p>
            <p class="soft">{t(TRACE.legend)}</p>
            <ol class="way">
              {trace.lines.map((line, place) => (
                <Step key={`${place} ${line.step} ${line.at ?? ''}`} line={line} />
              ))}
            </ol>
          </>
        )}
      </Shown>
    </article>
  );
}

function Step({ line: { step, at, text, mood } }: { line: DeskTraceLine }) {
  const { t } = useWords();
  const byHuman = isByHuman(step);
  return (
    <li class={`${mood} ${byHuman ? 'human' : 'system'}`}>
      <span class="when">
        {at ? <Time at={at} /> : mood === 'waits' ? t(TRACE.waits) : <span class="soft">{t(TRACE.noTime)}</span>}
      </span>
      <span class="what">
        {mood === 'failed' && <b class="late">! </b>}
        {t(text)} <span class="soft">{t(byHuman ? TRACE.humans : TRACE.systems)}</span>
      </span>
    </li>
  );
}
