import { type Html, html, nothing } from '../html.ts';
import type { Waiting } from '../sources.ts';
import { WAITING, WORDS } from '../words.ts';
import { formKey, type Shown, type View } from './view.ts';

const ORDER = { trouble: 0, waits: 1, good: 2, off: 3 } as const;

/** What waits and since when, in plain words: no patient stands here, so an engineer may read it. */
export async function waitingPage(view: View): Promise<Shown> {
  const { t, sources } = view;
  const lines = [...(await sources.waiting())].sort((a, b) => ORDER[a.state] - ORDER[b.state]);
  const body = html`${consultForm(view)}
${lines.length === 0 ? html`<p class="empty">${t(WORDS.waitsNothing)}</p>` : html`<div class="rows">${lines.map((one) => line(view, one))}</div>`}`;
  return { title: WORDS.waiting, body, records: [] };
}

function line({ t, time, now }: View, { title, state, count, bytes, since, says, whatToDo }: Waiting): Html {
  const isAged = since !== undefined && state !== 'good';
  return html`<div class="row ${state}">
<p class="signs"><span class="badge ${state}">${t(WAITING[state])}</span></p>
<div><p><b>${t(title)}</b>${count ? html`: ${count}` : nothing}${bytes ? html` <span class="soft">(${size(bytes)})</span>` : nothing}${
    isAged
      ? html`, ${t(WORDS.since)} ${time.full(since)} <span class="soft">(${time.age(now.getTime() - Date.parse(since))})</span>`
      : nothing
  }</p>
${says ? html`<p>${t(says)}</p>` : nothing}
${whatToDo ? html`<p><b>${t(WORDS.whatToDo)}:</b> ${t(whatToDo)}</p>` : nothing}</div>
</div>`;
}

const size = (bytes: number): string =>
  bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KiB` : `${(bytes / 1024 / 1024).toFixed(1)} MiB`;

/** The line gives way to a live consult at the post: one press before it, ended by itself. */
function consultForm(view: View): Html {
  const { t, time, sources, session, now } = view;
  if (sources.consult === undefined || session === undefined) return nothing;
  const until = sources.consult.until();
  const isOn = until !== undefined && Date.parse(until) > now.getTime();
  const button = (minutes: number, label: string): Html =>
    html`<button name="minutes" value="${minutes}">${label}</button>`;
  return html`<section class="form consult${isOn ? ' on' : ''}"><h2>${t(WORDS.consult)}</h2>
<p>${isOn ? html`${t(WORDS.consultOn)} <b>${time.clock(until)}</b>` : t(WORDS.consultOff)}</p>
<form method="post" action="/consult">${formKey(view)}${
    isOn ? button(0, t(WORDS.end)) : [button(30, t(WORDS.begin30)), button(60, t(WORDS.begin60))]
  }</form></section>`;
}
