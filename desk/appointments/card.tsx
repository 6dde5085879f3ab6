import type { AppointmentPage } from '../../schemas/api/appointments.ts';
import { linkTo } from '../router/match.ts';
import { dayShown } from '../shell/banner.tsx';
import { PATIENT } from '../shell/words.ts';
import { AiMark, Badge } from '../ui/badge.tsx';
import { clockIn } from '../words/times.ts';
import { useWords } from '../words/use-words.tsx';
import { Decision } from './decision.tsx';
import { DAY, KINDS, MORE, PRESSING } from './words.ts';

export const anchorOf = (id: string): string => `appointment-${id}`;

/** One patient of the day on one card: why he comes, what is new, what is open, what is to be decided. */
export function AppointmentCard({ page, zone, refresh }: { page: AppointmentPage; zone: string; refresh: () => void }) {
  const { t } = useWords();
  const { appointment, patient, chart, hiddenRecords } = page;
  const gravest = page.decide.items[0]?.severity ?? 'info';
  return (
    <article
      id={anchorOf(appointment.id)}
      class={`card day ${appointment.takesPlace ? gravest : 'cancelled'}`}
      tabIndex={-1}
    >
      <header>
        <h2>
          <span class="hour">{clockIn(appointment.start, zone)}</span> {patient.name ?? t(DAY.nameUnknown)}
        </h2>
        <span>
          {patient.birthDate ? dayShown(patient.birthDate) : t(PATIENT.bornUnknown)}
          {patient.age && `, ${patient.age}`}
          {`, ${patient.sex && patient.sex !== 'unknown' ? t(PATIENT[patient.sex]) : t(PATIENT.sexUnknown)}`}
        </span>
        {!appointment.takesPlace && <Badge kind="warning">{t(DAY.cancelled)}</Badge>}
        {appointment.with.length > 0 && (
          <span class="soft">
            {t(DAY.with)} {appointment.with.join(', ')}
          </span>
        )}
        <a class="button" href={linkTo('/patient/:record', { record: patient.record })}>
          {t(DAY.chart)}
          <span class="unseen"> {patient.name ?? t(DAY.nameUnknown)}</span>
        </a>
      </header>
      {chart === 'empty' && <p class="soft">{t(DAY.emptyChart)}</p>}
      {hiddenRecords > 0 && <p class="soft">{t(DAY.hidden, { n: hiddenRecords })}</p>}
      <div class="blocks">
        <section>
          <h3>{t(DAY.why)}</h3>
          <p class={page.why.known ? '' : 'soft'}>{page.why.text}</p>
        </section>
        <News news={page.news} />
        <Open open={page.open} />
        <section class="decide">
          <h3>{t(DAY.decide)}</h3>
          {page.decide.items.length === 0 && <p class="soft">{t(DAY.nothingToDecide)}</p>}
          {page.decide.items.map((decision) => (
            <Decision key={decision.matter} decision={decision} zone={zone} refresh={refresh} />
          ))}
          <More count={page.decide.more} />
        </section>
      </div>
    </article>
  );
}

function News({ news }: { news: AppointmentPage['news'] }) {
  const { t } = useWords();
  return (
    <section>
      <h3>{t(DAY.news)}</h3>
      <p class="soft">{news.since.text}</p>
      {news.items.length === 0 && <p class="soft">{t(DAY.nothingNew)}</p>}
      <ul class="lines">
        {news.items.map(({ kind, text, abnormal, references }) => (
          <li key={`${references.join()}${text}`} class={abnormal ? 'abnormal' : ''}>
            {kind === 'finding' ? <AiMark /> : <span class="soft">{t(KINDS[kind])}</span>}{' '}
            {abnormal && (
              <b>
                <span aria-hidden="true">▲ </span>
                <span class="unseen">{t(DAY.abnormal)}: </span>
              </b>
            )}
            {text}
          </li>
        ))}
      </ul>
      <More count={news.more} />
    </section>
  );
}

function Open({ open }: { open: AppointmentPage['open'] }) {
  const { t } = useWords();
  return (
    <section>
      <h3>{t(DAY.open)}</h3>
      {open.items.length === 0 && <p class="soft">{t(DAY.nothingOpen)}</p>}
      <ul class="lines">
        {open.items.map(({ kind, text, references }) => (
          <li key={`${references.join()}${text}`}>{PRESSING.includes(kind) ? <b>{text}</b> : text}</li>
        ))}
      </ul>
      <More count={open.more} />
    </section>
  );
}

function More({ count }: { count: number }) {
  const { n } = useWords();
  return count > 0 ? <p class="soft">{n(MORE, count)}</p> : null;
}
