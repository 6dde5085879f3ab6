import type { DayAppointment, DayCard } from '../../../schemas/api/clinic-day.ts';
import { SEVERITY_WORDS } from '../../../schemas/words.ts';
import type { CachedResult } from '../../cache/view.ts';
import { type Html, html, nothing } from '../html.ts';
import { WORDS } from '../words.ts';
import { badges, byWeight } from './result.ts';
import { anchorOf, patientLine, type Shown, type View } from './view.ts';

/** The appointments of a day in the order of the clock, each with its card and the results that are known of the patient. */
export function todayPage(view: View, query: URLSearchParams, today: string): Shown {
  const { t, time, cache } = view;
  const days = cache?.days() ?? [today];
  const asked = query.get('day') ?? today;
  const day = days.includes(asked) ? asked : today;
  const held = cache?.day(day);
  const ofRecord = Map.groupBy(cache?.results() ?? [], ({ result }) => result.record);
  const appointments = [...(held?.appointments ?? [])].sort(
    (a, b) => Number(b.takesPlace) - Number(a.takesPlace) || (a.start < b.start ? -1 : 1),
  );
  const choice = days.map((one) =>
    one === day ? html`<b aria-current="date">${time.day(one)}</b>` : html`<a href="/?day=${one}">${time.day(one)}</a>`,
  );
  const empty = held === undefined ? WORDS.dayUnknown : WORDS.noAppointments;
  const body = html`<p class="days">${choice}</p>
${held ? html`<p class="soft">${t(WORDS.asOf)} ${time.full(held.asOf)}</p>` : nothing}
${appointments.length === 0 ? html`<p class="empty">${t(empty)}</p>` : nothing}
${appointments.map((one) => appointmentCard(view, one, ofRecord.get(one.patient.record) ?? []))}`;
  return { title: WORDS.today, body, records: appointments.map(({ patient }) => patient.record) };
}

function appointmentCard(view: View, one: DayAppointment, results: readonly CachedResult[]): Html {
  const { t, time, language } = view;
  const card = one.card[language];
  return html`<article class="visit${one.takesPlace ? '' : ' off'}">
<p class="clock">${time.clock(one.start)}${one.end ? html`<span class="soft">–${time.clock(one.end)}</span>` : nothing}</p>
<div>
<p>${patientLine(view, one.patient)}${one.takesPlace ? nothing : html` <span class="badge">${t(WORDS.notTaking)}</span>`}</p>
<p class="soft">${one.with.length > 0 ? html`${t(WORDS.with)} ${one.with.join(', ')} · ` : nothing}${card.why.text}</p>
${one.chart === 'empty' ? html`<p class="soft">${t(WORDS.emptyChart)}</p>` : cardBody(view, card)}
${resultLines(view, results)}
</div>
</article>
`;
}

function cardBody({ t, time }: View, { decide, decideMore, open, openMore, news, newsMore, newsSince }: DayCard): Html {
  const more = (count: number): Html => (count > 0 ? html`<li class="soft">${t(WORDS.more)} ${count}</li>` : nothing);
  const decisions = decide.map(
    ({ severity, summary, action, facts, unacknowledgedSince }) => html`<li class="decide ${severity}">
${severity === 'info' ? nothing : html`<span class="badge ${severity}">${t(SEVERITY_WORDS[severity])}</span>`}<b>${summary}</b>
<span class="action">${action}</span>
<span class="soft">${facts.join(' · ')}</span>
${unacknowledgedSince ? html`<b class="alarm">${t(WORDS.nobodyNoted)}, ${t(WORDS.since)} ${time.full(unacknowledgedSince)}</b>` : nothing}</li>`,
  );
  return html`${decide.length > 0 ? html`<h4>${t(WORDS.toDecide)}</h4><ul>${decisions}${more(decideMore)}</ul>` : nothing}
${open.length > 0 ? html`<h4>${t(WORDS.open)}</h4><ul>${open.map((text) => html`<li>${text}</li>`)}${more(openMore)}</ul>` : nothing}
${
  news.length > 0
    ? html`<h4>${t(WORDS.news)} <span class="soft">${newsSince}</span></h4><ul>${news.map(
        ({ text, abnormal }) => html`<li>${abnormal ? html`<b>${text}</b>` : text}</li>`,
      )}${more(newsMore)}</ul>`
    : nothing
}`;
}

function resultLines(view: View, results: readonly CachedResult[]): Html {
  if (results.length === 0) return nothing;
  const lines = [...results].sort(byWeight).map(
    (
      one,
    ) => html`<li>${badges(view, one)}<a href="/results#${anchorOf(one.result.resultId)}">${view.t(one.result.title)}</a>
<span class="soft">${view.t(one.result.lines.at(-1) ?? WORDS.results)}</span></li>`,
  );
  return html`<h4>${view.t(WORDS.hisResults)}</h4><ul>${lines}</ul>`;
}
