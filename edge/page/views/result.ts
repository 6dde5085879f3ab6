import { FINDING_WORDS, SEVERITY_WORDS } from '../../../schemas/words.ts';
import type { CachedResult } from '../../cache/view.ts';
import { type Html, html, nothing } from '../html.ts';
import { WORDS } from '../words.ts';
import { anchorOf, patientLine, type View } from './view.ts';

/** How this version stands on its way; what was said of an earlier one, the region may still have to say of this. */
const wayOfThis = ({ result, delivery }: CachedResult): CachedResult['delivery'] =>
  delivery !== undefined && delivery.version >= result.version ? delivery : undefined;

/** A critical result in force that no human has taken note of. */
export const isUnnoted = (one: CachedResult): boolean =>
  one.result.state === 'current' && one.result.severity === 'critical' && wayOfThis(one)?.acknowledged === undefined;

/** How the region begins a line that names a source (domain/fhir/bundle/advice.ts). */
const SOURCE = 'Source: ';

const RANK = { critical: 0, warning: 1, info: 2 } as const;
const timeOf = ({ result, delivery }: CachedResult): string => delivery?.sentAt ?? result.sourceTime;

/** What nobody has noted first, then by severity, the newest first; what was withdrawn at the end. */
export const byWeight = (a: CachedResult, b: CachedResult): number =>
  Number(isUnnoted(b)) - Number(isUnnoted(a)) ||
  Number(a.result.state === 'withdrawn') - Number(b.result.state === 'withdrawn') ||
  RANK[a.result.severity] - RANK[b.result.severity] ||
  (timeOf(a) < timeOf(b) ? 1 : -1);

/** What a result is, in small signs: severity, state of a finding, that it was seen on a preview, that it was withdrawn. */
export function badges({ t }: View, { result }: CachedResult): Html {
  const { state, severity, finding, basis } = result;
  if (state === 'withdrawn') return html`<span class="badge withdrawn">${t(WORDS.withdrawn)}</span>`;
  return html`${severity === 'info' ? nothing : html`<span class="badge ${severity}">${t(SEVERITY_WORDS[severity])}</span>`}${
    finding ? html`<span class="badge ${finding}">${t(FINDING_WORDS[finding])}</span>` : nothing
  }${basis === 'preview' ? html`<span class="badge preview">${t(WORDS.onPreview)}</span>` : nothing}`;
}

/** One result in the lines of the record. Who says it (the last line) stands above all that is said. */
export function resultCard(view: View, cached: CachedResult): Html {
  const { t } = view;
  const { result, patient } = cached;
  const lines = result.lines.slice(0, -1);
  const whoSays = result.lines.at(-1);
  const kind = result.state === 'withdrawn' ? 'withdrawn' : result.severity;
  return html`<article class="result ${kind}" id="${anchorOf(result.resultId)}">
<p>${patientLine(view, patient)}</p>
<h3>${t(result.title)}</h3>
<p>${badges(view, cached)}</p>
${whoSays ? html`<p class="says">${t(whoSays)}</p>` : nothing}
<div class="lines">${lines.map((line) => html`<p${line.en.startsWith(SOURCE) ? html` class="soft"` : nothing}>${t(line)}</p>`)}</div>
<p class="way">${wayOf(view, cached)}</p>
</article>
`;
}

/** What systems said and what a human did, apart. */
export function wayOf({ t, time, now }: View, cached: CachedResult): Html {
  const { result, learnedAt } = cached;
  const parts: (string | Html)[] = [];
  const delivery = wayOfThis(cached);
  const { delivered, acknowledged, overdueSince } = delivery ?? {};
  if (delivered?.code === 'AA') parts.push(`${t(WORDS.inRecord)} ${time.full(delivered.at)}`);
  else if (delivered) parts.push(html`<b>${t(WORDS.recordRefused)} (${delivered.code})</b>`);
  else if (cached.delivery) parts.push(t(WORDS.notInRecord));
  if (acknowledged) parts.push(`${t(WORDS.noted)}: ${acknowledged.by}, ${time.full(acknowledged.at)}`);
  else if (result.severity === 'critical' && result.state === 'current')
    parts.push(html`<b class="alarm">${t(WORDS.nobodyNoted)}</b>`);
  if (overdueSince && !acknowledged)
    parts.push(html`<b class="alarm">${t(WORDS.overdue)} ${time.full(overdueSince)}</b>`);
  const age = time.age(now.getTime() - Date.parse(result.sourceTime));
  parts.push(`${t(WORDS.version)} ${result.version}, ${time.full(result.sourceTime)} (${age} ${t(WORDS.ago)})`);
  parts.push(`${t(WORDS.known)} ${time.full(learnedAt)}`);
  return html`${parts.map((part, place) => html`${place === 0 ? '' : ' · '}${part}`)}`;
}
