import type { AppointmentsAnswer } from '../../schemas/api/appointments.ts';
import type { DeskMe } from '../../schemas/api/desk-me.ts';
import { regionNow } from '../api/clock.ts';
import { usePolled } from '../api/use-get.ts';
import type { PageProps } from '../pages.ts';
import { go } from '../router/use-hash.ts';
import { useKnownMe } from '../shell/nav.tsx';
import { Empty, Shown } from '../ui/states.tsx';
import { WithTime } from '../ui/with-time.tsx';
import { clockIn, dayIn } from '../words/times.ts';
import { useWords } from '../words/use-words.tsx';
import { AppointmentCard, anchorOf } from './card.tsx';
import { dayAfter } from './days.ts';
import { DAY } from './words.ts';

/** New results are taken in this often; the page of a day is the heaviest question of the desk. */
const EVERY_MS = 60_000;

type Wanted = { readonly clinic: string; readonly date: string; readonly all: boolean };
const dayLink = ({ clinic, date, all }: Wanted): string =>
  `#/?${new URLSearchParams({ clinic, date, all: String(all) })}`;

/** The day of a physician: his patients by the hour, a card for each. */
export default function AppointmentsPage({ query }: PageProps) {
  const { t } = useWords();
  const me = useKnownMe();
  return (
    <>
      <h1>{t(DAY.title)}</h1>
      <Shown got={me}>
        {({ clinics, staff }) => {
          const clinic = clinics.find(({ id }) => id === query.get('clinic')) ?? clinics[0];
          if (clinic === undefined) return <Empty>{t(DAY.noClinic)}</Empty>;
          const asked = query.get('date');
          const date = asked && /^\d{4}-\d\d-\d\d$/.test(asked) ? asked : dayIn(regionNow(), clinic.zone);
          // Who has no patients of his own (a registrar) begins with everybody's.
          const all = (query.get('all') ?? String(staff.length === 0)) === 'true';
          const wanted = { clinic: clinic.id, date, all };
          return <Day wanted={wanted} clinics={clinics} zone={clinic.zone} />;
        }}
      </Shown>
    </>
  );
}

function Day({ wanted, clinics, zone }: { wanted: Wanted; clinics: DeskMe['clinics']; zone: string }) {
  const { t } = useWords();
  const { clinic, date, all } = wanted;
  const got = usePolled<AppointmentsAnswer>(
    `/appointments/today?${new URLSearchParams({ clinic, date, ...(all ? { all: 'true' } : {}) })}`,
    EVERY_MS,
  );
  return (
    <>
      <Picker wanted={wanted} clinics={clinics} zone={zone} />
      <Shown got={got} isEmpty={({ pages }) => pages.length === 0} empty={t(all ? DAY.none : DAY.noneMine)}>
        {({ pages, asOf, more }) => (
          <>
            <p class="soft summary">
              <WithTime words={DAY.asOf} at={asOf} zone={zone} />
            </p>
            {more > 0 && <p class="notice">{t(DAY.more, { n: more })}</p>}
            <div class="days">
              <Hours pages={pages} zone={zone} />
              <div>
                {pages.map((page) => (
                  <AppointmentCard key={page.appointment.id} page={page} zone={zone} refresh={got.refresh} />
                ))}
              </div>
            </div>
          </>
        )}
      </Shown>
    </>
  );
}

/** The hours of the day beside the cards: a step to each. */
function Hours({ pages, zone }: { pages: AppointmentsAnswer['pages']; zone: string }) {
  const { t } = useWords();
  return (
    <ol class="hours" aria-label={t(DAY.list)}>
      {pages.map(({ appointment: { id, start, takesPlace }, patient, decide }) => (
        <li key={id}>
          <button
            type="button"
            class="quiet"
            onClick={() => {
              const card = document.getElementById(anchorOf(id));
              card?.scrollIntoView();
              card?.focus({ preventScroll: true });
            }}
          >
            <b>{clockIn(start, zone)}</b>{' '}
            {takesPlace ? (patient.name ?? t(DAY.nameUnknown)) : <s>{patient.name ?? t(DAY.nameUnknown)}</s>}
            {decide.items.some(({ severity }) => severity === 'critical') && <b class="late"> ‼</b>}
          </button>
        </li>
      ))}
    </ol>
  );
}

function Picker({ wanted, clinics, zone }: { wanted: Wanted; clinics: DeskMe['clinics']; zone: string }) {
  const { t } = useWords();
  const today = dayIn(regionNow(), zone);
  const to = (more: Partial<Wanted>): void => go(dayLink({ ...wanted, ...more }));
  return (
    <form class="filters" onSubmit={(event) => event.preventDefault()}>
      <span class="row">
        <button type="button" onClick={() => to({ date: dayAfter(wanted.date, -1) })}>
          <span aria-hidden="true">‹</span>
          <span class="unseen">{t(DAY.before)}</span>
        </button>
        <label>
          <span class="unseen">{t(DAY.day)}</span>
          <input
            type="date"
            value={wanted.date}
            onChange={({ currentTarget: { value } }) => value !== '' && to({ date: value })}
          />
        </label>
        <button type="button" onClick={() => to({ date: dayAfter(wanted.date, 1) })}>
          <span aria-hidden="true">›</span>
          <span class="unseen">{t(DAY.after)}</span>
        </button>
        <button type="button" aria-pressed={wanted.date === today} onClick={() => to({ date: today })}>
          {t(DAY.today)}
        </button>
      </span>
      {clinics.length > 1 && (
        <label>
          {t(DAY.clinic)}{' '}
          <select value={wanted.clinic} onChange={({ currentTarget }) => to({ clinic: currentTarget.value })}>
            {clinics.map(({ id, title }) => (
              <option key={id} value={id}>
                {t(title)}
              </option>
            ))}
          </select>
        </label>
      )}
      <fieldset class="row">
        <legend class="unseen">{t(DAY.whose)}</legend>
        <button type="button" aria-pressed={!wanted.all} onClick={() => to({ all: false })}>
          {t(DAY.mine)}
        </button>
        <button type="button" aria-pressed={wanted.all} onClick={() => to({ all: true })}>
          {t(DAY.everyone)}
        </button>
      </fieldset>
    </form>
  );
}
