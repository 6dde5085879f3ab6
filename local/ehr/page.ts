import { citedInWords } from '../../schemas/cited.ts';
import type { Advice, Bilingual, DeviceFinding, Finding, Result } from '../../schemas/result.ts';
import { FINDING_WORDS, SEVERITY_WORDS } from '../../schemas/words.ts';
import { both, escapeHtml, page } from './html.ts';
import type { HeldResult, PatientRecord } from './records.ts';
import { oneLine, VERDICT, WORDS } from './words.ts';

const badge = (kind: string, words: Bilingual): string => `<span class="badge ${kind}">${both(words)}</span>`;
const list = (title: Bilingual, items: readonly string[]): string =>
  items.length === 0 ? '' : `<p><b>${both(title)}:</b></p><ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`;

/** Where a patient is seen: its times are shown on the clinic's own clock. */
export type Place = { title: Bilingual; zone: string };

/** An instant on the clock of the zone, with its offset: `22.11.2026, 07:10 GMT+5`. A date alone stays a date. */
export function inZone(time: string, zone: string): string {
  const at = new Date(time);
  if (!/T.*(Z|[+-]\d\d:\d\d)$/.test(time) || Number.isNaN(at.getTime())) return escapeHtml(time);
  const shown = new Intl.DateTimeFormat('ru-RU', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'short',
  }).format(at);
  const offset = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'shortOffset' })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')?.value;
  return `<time datetime="${escapeHtml(time)}">${shown} ${offset ?? ''}</time>`;
}

const RANK = { critical: 0, warning: 1, info: 2 } as const;
/** What is in force before what was withdrawn, then by severity, then the newest first. */
const byWeight = (a: HeldResult, b: HeldResult): number =>
  Number(a.state === 'withdrawn') - Number(b.state === 'withdrawn') ||
  RANK[a.severity] - RANK[b.severity] ||
  b.appliedAt.localeCompare(a.appliedAt);

function pictures({ pictures: held }: HeldResult): string {
  if (held.length === 0) return '';
  const figures = held.map(({ kind, file }) => {
    const title = kind === 'heat-map' ? WORDS.heatMap : WORDS.preview;
    const image = file
      ? `<img src="${escapeHtml(file)}" alt="${escapeHtml(title.ru)}">`
      : `<p class="soft">${both(WORDS.noPicture)}</p>`;
    return `<figure>${image}<figcaption>${both(title)}</figcaption></figure>`;
  });
  return `<div class="pictures">${figures.join('')}</div>`;
}

/** A calibrated probability in whole per cent; 0 and 100 would claim a certainty that no model has. */
export const percentOf = (probability: number): string => {
  const percent = Math.round(probability * 100);
  return percent < 1 ? '< 1 %' : percent > 99 ? '> 99 %' : `${percent} %`;
};

function findingBody(held: HeldResult, result: Result, finding: Finding): string {
  // The result's own sentence comes first, after the notice of a withdrawal; disclaimer and agreement have their places here.
  const sentence = held.said[result.state === 'withdrawn' ? 1 : 0];
  const probability =
    finding.state === 'not-assessed' || finding.probability === undefined
      ? ''
      : `<p class="soft">${both(WORDS.probability)}: ${escapeHtml(percentOf(finding.probability))}</p>`;
  const { agreement } = result;
  return [
    `<p>${badge(finding.state, FINDING_WORDS[finding.state])}${finding.basis === 'preview' ? badge('info', WORDS.onPreview) : ''}</p>`,
    sentence ? `<p>${both(sentence)}</p>` : '',
    probability,
    agreement
      ? `<p class="${agreement.verdict}"><b>${both(VERDICT[agreement.verdict])}:</b> ${both(agreement.reportSays)}</p>`
      : '',
    pictures(held),
  ].join('');
}

/** Words stand in both languages, figures and dates once. */
const inWords = (value: string): string =>
  /\d/.test(value) ? escapeHtml(citedInWords(value).ru) : both(citedInWords(value));

function adviceBody(held: HeldResult, result: Result, advice: Advice, zone: string): string {
  const cited = result.cited.map(
    ({ label, value, time }) =>
      `${both(label)}: ${inWords(value)}${time ? ` <span class="soft">${inZone(time, zone)}</span>` : ''}`,
  );
  const sources = advice.sources.map(({ cite, doi }) =>
    doi
      ? `${escapeHtml(cite)} <a href="https://doi.org/${encodeURI(doi)}">doi:${escapeHtml(doi)}</a>`
      : escapeHtml(cite),
  );
  return [
    `<p>${badge(held.severity, SEVERITY_WORDS[held.severity])}</p>`,
    `<p>${both(advice.detail)}</p>`,
    `<p><b>${both(WORDS.todo)}:</b> ${both(advice.action)}</p>`,
    list(WORDS.basis, cited),
    list(WORDS.missing, advice.missing.map(both)),
    list(WORDS.sources, sources),
  ].join('');
}

/** The words of another manufacturer's program as they are, and its pictures. */
function deviceBody(held: HeldResult, { says }: DeviceFinding): string {
  const lines = says.map(({ name, value }) => `${escapeHtml(name)}: ${escapeHtml(value)}`);
  return [list(WORDS.deviceSays, lines), pictures(held)].join('');
}

function body(held: HeldResult, zone: string): string {
  const { result } = held;
  if (!result) return held.said.map((line) => `<p>${both(line)}</p>`).join('');
  if (result.content.kind === 'device-finding') return deviceBody(held, result.content);
  return result.content.kind === 'finding'
    ? findingBody(held, result, result.content)
    : adviceBody(held, result, result.content, zone);
}

/** What was looked for, not what was found: "Pneumonia" alone would read as a diagnosis. */
const soughtIn = ({ label: { title } }: Finding): Bilingual => ({
  ru: `${WORDS.soughtBy.ru}: ${title.ru.toLowerCase()}`,
  en: `${WORDS.soughtBy.en}: ${title.en.toLowerCase()}`,
});

function card(held: HeldResult, zone: string): string {
  const { result, version, history, state, severity } = held;
  const producer = result ? `${escapeHtml(result.producer)} ${escapeHtml(result.producerVersion)}, ` : '';
  const title = result?.content.kind === 'finding' ? soughtIn(result.content) : oneLine(held);
  const says = result?.content.kind === 'advice' ? WORDS.byRule : WORDS.unconfirmed;
  const versions = history
    .toReversed()
    .map((one) => `${both(WORDS.version)} ${one.version}, ${inZone(one.at, zone)}: ${escapeHtml(one.words)}`);
  return `<article class="${state === 'withdrawn' ? 'withdrawn' : severity}">
<h3>${both(title)}</h3>
<p class="unconfirmed">${both(says)}</p>
${state === 'withdrawn' ? `<p><b>${both(WORDS.withdrawn)}</b></p>` : ''}
<div class="body">${body(held, zone)}</div>
<p class="soft">${producer}${both(WORDS.version)} ${version}, ${both(WORDS.applied)} ${inZone(held.appliedAt, zone)}</p>
${history.length > 1 ? `<details><summary>${both(WORDS.versions)}: ${history.length}</summary>${list(WORDS.versions, versions)}</details>` : ''}
</article>`;
}

const nameOf = ({ patient }: PatientRecord): Bilingual =>
  patient.name === '' ? WORDS.noName : { ru: patient.name, en: patient.name };

/** One patient as the record system shows him: advice and findings of the AI; the record's id is the file's name. */
export function patientPage(record: PatientRecord, { title: clinic, zone }: Place): string {
  const { patient, results } = record;
  const sorted = results.toSorted(byWeight);
  const isAi = ({ result }: HeldResult): boolean => result !== undefined && result.content.kind !== 'advice';
  const findings = sorted.filter(isAi);
  const advice = sorted.filter((held) => !isAi(held));
  const section = (title: Bilingual, cards: readonly HeldResult[]): string =>
    cards.length === 0
      ? ''
      : `<section><h2>${both(title)}</h2>${cards.map((held) => card(held, zone)).join('\n')}</section>`;
  // Of rules and AI the one with the graver card comes first; the rules where they are equal.
  const rank = ([first]: readonly HeldResult[]): number => (first?.state === 'current' ? RANK[first.severity] : 9);
  const byRules = section(WORDS.advice, advice);
  const byAi = section(WORDS.findings, findings);
  const sections = rank(findings) < rank(advice) ? [byAi, byRules] : [byRules, byAi];
  const identifiers = patient.identifiers.map(escapeHtml).join(', ');
  return page(
    nameOf(record).ru,
    `<p><a href="index.html">${both(WORDS.patients)}</a></p>
<h1>${both(nameOf(record))}</h1>
<p class="soft">${both(WORDS.born)}: ${patient.birthDate ? inWords(patient.birthDate) : both(WORDS.unknown)}${identifiers ? ` · ${identifiers}` : ''} · ${both(clinic)}</p>
${sections.join('\n')}
${results.length === 0 ? `<p>${both(WORDS.nothing)}</p>` : ''}`,
  );
}

/** The list of a record system's patients; who has something critical in force stands first. */
export function indexPage(records: readonly PatientRecord[], title: Bilingual): string {
  const weight = ({ results }: PatientRecord): number =>
    Math.min(9, ...results.filter(({ state }) => state === 'current').map(({ severity }) => RANK[severity]));
  const rows = records
    .toSorted((a, b) => weight(a) - weight(b) || a.patient.name.localeCompare(b.patient.name, 'ru'))
    .map((record) => {
      const lines = record.results
        .filter(({ state }) => state === 'current')
        .toSorted(byWeight)
        .map(
          (held) =>
            `<div>${held.severity === 'info' ? '' : badge(held.severity, SEVERITY_WORDS[held.severity])}${held.result !== undefined && held.result.content.kind !== 'advice' ? badge('info', WORDS.ai) : ''}${both(oneLine(held))}</div>`,
        );
      return `<tr><td><a href="${record.record}.html">${both(nameOf(record))}</a><div class="soft">${inWords(record.patient.birthDate ?? '')}</div></td><td>${lines.join('')}</td></tr>`;
    });
  return page(
    title.ru,
    `<h1>${both(title)}</h1>
<p class="unconfirmed">${both(WORDS.whoSays)}</p>
<table><thead><tr><th>${both(WORDS.patient)}</th><th>${both(WORDS.latest)}</th></tr></thead><tbody>
${rows.join('\n')}
</tbody></table>`,
  );
}
