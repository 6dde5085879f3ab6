import { useEffect, useRef } from 'preact/hooks';
import type { DeskChart, TimelineLine } from '../../schemas/api/desk-chart.ts';
import { clinicTitle } from '../config.ts';
import { AiMark } from '../ui/badge.tsx';
import { Empty } from '../ui/states.tsx';
import { Time } from '../ui/time.tsx';
import { useWords } from '../words/use-words.tsx';
import { byDay } from './place.ts';
import { CHART, KINDS } from './words.ts';

type TimelineProps = { chart: DeskChart; sought: string | undefined; isFiltered: boolean };

/** Facts of one page by day. The fact somebody came for is marked and brought into sight; where it is not here, that is said. */
export function Timeline({ chart, sought, isFiltered }: TimelineProps) {
  const { t } = useWords();
  const found = useRef<HTMLLIElement>(null);
  const { timeline, banner } = chart;
  const isHere = sought !== undefined && timeline.some(({ reference }) => reference === sought);
  useEffect(() => {
    found.current?.scrollIntoView({ block: 'center' });
    found.current?.focus();
  }, [sought, isHere]);
  if (timeline.length === 0) return <Empty>{t(isFiltered ? CHART.nothingOfKind : CHART.nothing)}</Empty>;
  return (
    <>
      {sought !== undefined && <p role="status">{t(isHere ? CHART.sought : CHART.soughtOlder)}</p>}
      {byDay(timeline).map(({ day, lines }) => (
        <section key={day} class="day">
          <h3>{day === '' ? t(CHART.noDate) : <Time at={day} />}</h3>
          <ul class="timeline">
            {lines.map((line, place) => {
              const isSought = line.reference === sought;
              return (
                <li
                  key={`${line.reference} ${place}`}
                  class={isSought ? 'sought' : ''}
                  {...(isSought ? { ref: found, tabIndex: -1, 'aria-current': 'true' as const } : {})}
                >
                  <Line line={line} ownClinic={banner.clinic} />
                </li>
              );
            })}
          </ul>
        </section>
      ))}
    </>
  );
}

function Line({ line, ownClinic }: { line: TimelineLine; ownClinic: string }) {
  const { t } = useWords();
  const { kind, at, text, abnormal, clinic, link, ai } = line;
  const said = t(text);
  return (
    <>
      <span class="when">{at !== undefined && at.length > 10 ? <Time at={at} /> : ''}</span>{' '}
      <span class="badge">{t(KINDS[kind])}</span>{' '}
      {abnormal && (
        <span class="badge warning">
          <span class="triangle" />
          {t(kind === 'result' ? CHART.abnormal : CHART.important)}
        </span>
      )}{' '}
      {ai && <AiMark />} <span class={abnormal ? 'abnormal' : ''}>{link ? <a href={`#${link}`}>{said}</a> : said}</span>{' '}
      {clinic !== ownClinic && <span class="soft">{t(clinicTitle(clinic))}</span>}
    </>
  );
}
