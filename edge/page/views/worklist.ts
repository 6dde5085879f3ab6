import { randomUUID } from 'node:crypto';
import { dateIn } from '../../../domain/rules/precision.ts';
import type { DayOrder } from '../../../schemas/api/clinic-day.ts';
import type { WorklistItem } from '../../worklist/item.ts';
import { type Html, html, nothing } from '../html.ts';
import { DOUBTS, STATES, WORDS } from '../words.ts';
import { formKey, patientLine, type Shown, type View } from './view.ts';

/** Of an order that leads to no examination any more. */
const OVER: ReadonlySet<string> = new Set(['completed', 'revoked', 'entered-in-error', 'cancelled', 'stopped']);

/** What the modalities are to do, the orders of the region beside it, and the form for whoever comes without an order. */
export function worklistPage(view: View, query: URLSearchParams): Shown {
  const { t, cache, sources } = view;
  const items = sources.worklist?.items() ?? [];
  // What was made here and is reported to nobody yet is no examination that somebody waits for.
  const orders = (cache?.orders() ?? []).filter(
    ({ status, accession }) => !OVER.has(status) && sources.worklist?.knows(accession) !== true,
  );
  const said = { added: WORDS.added, 'not-added': WORDS.notAdded }[query.get('walk-in') ?? ''];
  const body = html`${said ? html`<p class="note" role="status">${t(said)}</p>` : nothing}
${
  sources.worklist === undefined
    ? html`<p class="empty">${t(WORDS.worklistOff)}</p>`
    : items.length === 0
      ? html`<p class="empty">${t(WORDS.worklistEmpty)}</p>`
      : html`<div class="rows">${items.map((item) => itemRow(view, item))}</div>`
}
${orders.length > 0 ? html`<h2>${t(WORDS.elsewhere)}</h2><div class="rows">${orders.map((one) => orderRow(view, one))}</div>` : nothing}
${sources.worklist ? walkInForm(view) : nothing}`;
  const records = [...orders.map(({ patient }) => patient.record), ...items.map(({ id }) => `worklist/${id}`)];
  return { title: WORDS.worklist, body, records };
}

function itemRow(view: View, item: WorklistItem): Html {
  const { t, time, zone, now } = view;
  const { patient, start, timed, priority, provisional, state, doubts, orderCame } = item;
  const name = [patient.family, patient.given, patient.middle].filter(Boolean).join(' ');
  const who = {
    record: item.id,
    ...(name ? { name } : {}),
    ...(patient.birthDate ? { birthDate: patient.birthDate } : {}),
    number: patient.id,
  };
  const isToday = start !== undefined && dateIn(start, zone) === dateIn(now.toISOString(), zone);
  // The hour alone is today's: an examination of another day says which.
  const when =
    start === undefined ? '–' : !timed ? time.day(dateIn(start, zone)) : isToday ? time.clock(start) : time.full(start);
  return html`<div class="row">
<p class="clock">${when}</p>
<div><p>${patientLine(view, who)}</p>
<p>${item.description || item.procedure?.meaning || '–'} <span class="soft">${[item.modality, item.stationName, item.location].filter(Boolean).join(', ')}</span></p>
${doubts.length > 0 ? html`<p class="alarm">${t(WORDS.doubts)}: ${doubts.map((one) => t(DOUBTS[one])).join(', ')}</p>` : nothing}
${orderCame.length > 0 ? html`<p class="soft">${t(WORDS.orderCame)}</p>` : nothing}
${provisional ? walkInActs(view, item) : nothing}</div>
<p class="signs">${priority === 'ROUTINE' ? nothing : html`<span class="badge critical">${t(WORDS.urgent)}</span>`}${
    provisional ? html`<span class="badge warning">${t(WORDS.provisional)}</span>` : nothing
  }<span class="badge">${t(STATES[state])}</span> <span class="soft">${item.accession}</span></p>
</div>`;
}

/** What a person decides of a walk-in: each order that may be his, with what tells it from others. */
function walkInActs(view: View, { id, orderCame }: WorklistItem): Html {
  const { t, time, sources } = view;
  const orders = (sources.worklist?.items() ?? []).filter((one) => orderCame.includes(one.id));
  const form = (action: string, more: Html, label: string): Html =>
    html`<form method="post" action="/worklist/${action}">${formKey(view)}<input type="hidden" name="id" value="${id}">${more}<button>${label}</button></form>`;
  return html`${orders.map((one) =>
    form(
      'join',
      html`<input type="hidden" name="order" value="${one.id}"><span class="soft">${[one.accession, one.description, one.start && time.full(one.start)].filter(Boolean).join(' · ')}</span> `,
      t(WORDS.isThatOrder),
    ),
  )}${form('drop', html``, t(WORDS.wentAway))}`;
}

function orderRow(
  view: View,
  { patient, service, accession, priority, occurrence, authoredOn, reason, requester }: DayOrder,
): Html {
  const { t, time } = view;
  const when = occurrence ?? authoredOn;
  const isUrgent = priority === 'stat' || priority === 'urgent' || priority === 'asap';
  return html`<div class="row">
<p class="clock">${when ? time.full(when) : '–'}</p>
<div><p>${patientLine(view, patient)}</p>
<p>${service.text ?? service.codings[0]?.code ?? '–'} <span class="soft">${[reason, requester].filter(Boolean).join(' · ')}</span></p></div>
<p class="signs">${isUrgent ? html`<span class="badge critical">${t(WORDS.urgent)}</span>` : nothing}<span class="soft">${accession}</span></p>
</div>`;
}

/** DICOM's codes of what stands in most clinics; a clinic's own list takes its place. */
const MODALITIES = ['DX', 'CR', 'MG', 'US', 'CT', 'MR', 'ECG', 'XC'] as const;

function walkInForm(view: View): Html {
  const { t, sources } = view;
  const field = (name: string, label: string, more: Html): Html => html`<label for="${name}">${label}${more}</label>`;
  const text = (name: string, isNeeded = false): Html =>
    html`<input id="${name}" name="${name}" maxlength="64" autocomplete="off"${isNeeded ? html` required` : nothing}>`;
  const modalities = sources.modalities ?? MODALITIES;
  return html`<section class="form"><h2>${t(WORDS.walkIn)}</h2><p class="soft">${t(WORDS.walkInHint)}</p>
<form method="post" action="/worklist/walk-in">${formKey(view)}<input type="hidden" name="request" value="${randomUUID()}">
${field('family', t(WORDS.family), text('family', true))}
${field('given', t(WORDS.given), text('given'))}
${field('middle', t(WORDS.middle), text('middle'))}
${field('birthDate', t(WORDS.birthDate), html`<input id="birthDate" name="birthDate" type="date">`)}
${field('sex', t(WORDS.sex), html`<select id="sex" name="sex"><option value="">${t(WORDS.unknown)}</option><option value="female">${t(WORDS.female)}</option><option value="male">${t(WORDS.male)}</option></select>`)}
${field('patientId', t(WORDS.patientNumber), text('patientId'))}
${field('modality', t(WORDS.modality), html`<select id="modality" name="modality">${modalities.map((one) => html`<option>${one}</option>`)}</select>`)}
${field('description', t(WORDS.service), text('description'))}
<label class="check"><input type="checkbox" name="urgent" value="yes"> ${t(WORDS.urgent)}</label>
<button>${t(WORDS.add)}</button></form></section>`;
}
