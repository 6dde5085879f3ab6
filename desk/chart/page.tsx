import { useState } from 'preact/hooks';
import type { DeskChart, TimelineKind } from '../../schemas/api/desk-chart.ts';
import { useGet } from '../api/use-get.ts';
import type { PageProps } from '../pages.ts';
import { linkTo } from '../router/match.ts';
import { Empty, Shown } from '../ui/states.tsx';
import { useWords } from '../words/use-words.tsx';
import { Card } from './card.tsx';
import { Kinds } from './kinds.tsx';
import { chartPath } from './place.ts';
import { Timeline } from './timeline.tsx';
import { CHART } from './words.ts';

/** A patient's chart: what asks for a decision now, then everything by date, a page at a time. */
export default function ChartPage({ params, query }: PageProps) {
  const { t } = useWords();
  const record = params.record ?? '';
  const [kinds, setKinds] = useState<readonly TimelineKind[]>([]);
  // Each step into the past, so that one can go back; a chart of years is never whole in the page.
  const [past, setPast] = useState<readonly string[]>([]);
  const got = useGet<DeskChart>(chartPath(record, { kinds, before: past.at(-1) }));
  const first = past.length === 0;
  return (
    <article class="chart">
      <h1>{t(CHART.title)}</h1>
      <Shown got={got}>
        {(chart) => (
          <>
            {chart.hiddenRecords > 0 && <p class="badge warning">{t(CHART.hidden, { n: chart.hiddenRecords })}</p>}
            {chart.unreconciled > 0 && (
              <p class="badge warning">
                {t(CHART.unreconciled, { n: chart.unreconciled })}{' '}
                <a href={linkTo('/reconcile')}>{t(CHART.toReconcile)}</a>
              </p>
            )}
            {first && (
              <section aria-labelledby="cards">
                <h2 id="cards">{t(CHART.cards)}</h2>
                {chart.cards.length === 0 && <Empty>{t(CHART.noCards)}</Empty>}
                {chart.cards.map((card) => (
                  <Card key={card.resultId} card={card} may={chart.may.order} refresh={got.refresh} />
                ))}
                {chart.cardsMore > 0 && <p class="soft">{t(CHART.cardsMore, { n: chart.cardsMore })}</p>}
              </section>
            )}
            <section aria-labelledby="timeline">
              <h2 id="timeline">{t(CHART.timeline)}</h2>
              <Kinds
                counts={chart.counts}
                chosen={kinds}
                choose={(next) => {
                  setKinds(next);
                  setPast([]);
                }}
              />
              <Timeline chart={chart} sought={query.get('fact') ?? undefined} isFiltered={kinds.length > 0} />
              <p class="buttons">
                {!first && (
                  <button type="button" onClick={() => setPast([])}>
                    {t(CHART.newest)}
                  </button>
                )}
                {chart.before === undefined ? (
                  chart.timeline.length > 0 && <span class="soft">{t(CHART.beginning)}</span>
                ) : (
                  <button
                    type="button"
                    onClick={() => {
                      if (chart.before !== undefined) setPast([...past, chart.before]);
                      document.getElementById('timeline')?.scrollIntoView();
                    }}
                  >
                    {t(CHART.older)}
                  </button>
                )}
              </p>
            </section>
          </>
        )}
      </Shown>
    </article>
  );
}
