import type { Change, Meanwhile } from '../../cache/view.ts';
import { type Html, html, nothing } from '../html.ts';
import { CHANGES, WORDS } from '../words.ts';
import { badges, isUnnoted } from './result.ts';
import { anchorOf, formKey, patientLine, type Shown, type View } from './view.ts';

const ORDER = ['withdrawn', 'new', 'changed', 'acknowledged', 'appointment-changed', 'appointment-new'] as const;
/** What the region tells after an outage goes back so far (schemas/edge/cache.ts). */
const TOLD_MS = 72 * 3600_000;

/** Outages that this user has not ticked as seen. */
export const unseenBy = (user: string | undefined, all: readonly Meanwhile[]): Meanwhile[] =>
  all.filter(({ seenBy, changes, to }) => (changes.length > 0 || to === undefined) && !seenBy.includes(user ?? ''));

/** What came to be while the region was away. It stays until the reader ticks it: nobody misses it by looking elsewhere. */
export function meanwhilePage(view: View): Shown {
  const all = view.cache?.meanwhile() ?? [];
  const body =
    all.length === 0
      ? html`<p class="empty">${view.t(WORDS.noOutage)}</p>`
      : html`${all.map((one) => outage(view, one))}`;
  const records = all.flatMap(({ changes }) =>
    changes.flatMap(({ result, appointment }) => result?.result.record ?? appointment?.patient.record ?? []),
  );
  return { title: WORDS.meanwhile, body, records };
}

function outage(view: View, { id, from, to, changes, seenBy }: Meanwhile): Html {
  const { t, time, session } = view;
  const sorted = [...changes].sort(
    (a, b) => weight(a) - weight(b) || ORDER.indexOf(a.what) - ORDER.indexOf(b.what) || (a.at < b.at ? 1 : -1),
  );
  const hasSeen = seenBy.includes(session?.user ?? '');
  const isLong = Date.parse(to ?? view.now.toISOString()) - Date.parse(from) > TOLD_MS;
  return html`<section class="outage${hasSeen ? ' seen' : ''}">
<h2>${t(WORDS.outage)}: ${time.full(from)} ${t(WORDS.until)} ${to ? time.full(to) : t(WORDS.stillReading)}</h2>
${isLong ? html`<p class="note">${t(WORDS.atMost72)}</p>` : nothing}
${sorted.length === 0 ? html`<p class="empty">${t(WORDS.nothingChanged)}</p>` : html`<ul class="changes">${sorted.map((one) => change(view, one))}</ul>`}
<form method="post" action="/meanwhile/seen">${formKey(view)}<input type="hidden" name="id" value="${id}">${
    hasSeen || to === undefined ? nothing : html`<button>${t(WORDS.seen)}</button>`
  } <span class="soft">${seenBy.length > 0 ? `${t(WORDS.seenBy)}: ${seenBy.join(', ')}` : t(WORDS.unseen)}</span></form>
</section>
`;
}

/** A critical result that nobody has noted comes before all else. */
const weight = ({ result }: Change): number => (result && isUnnoted(result) ? 0 : 1);

function change(view: View, { what, at, result, appointment }: Change): Html {
  const { t, time } = view;
  const said = result
    ? html`${patientLine(view, result.patient)}<br>${badges(view, result)}<a href="/results#${anchorOf(result.result.resultId)}">${t(result.result.title)}</a>
<span class="soft">${t(result.result.lines.at(-1) ?? WORDS.results)}</span>`
    : html`${patientLine(view, appointment?.patient)}<br>${appointment ? time.full(appointment.start) : ''}${
        appointment && !appointment.takesPlace ? html` <span class="badge">${t(WORDS.notTaking)}</span>` : nothing
      }`;
  return html`<li><span class="badge change">${t(CHANGES[what])}</span> <span class="soft">${time.full(at)}</span><br>${said}</li>`;
}
