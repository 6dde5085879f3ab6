import type { OpenLine } from '../../schemas/api/appointments.ts';
import type { Result } from '../../schemas/result.ts';
import { clipTo, conceptText, type Fact, factsOfType, referenceOf, shortDay, whenOf } from './facts.ts';
import type { PageInput } from './page.ts';

const MOST_LINES = 5;
const MOST_CHARACTERS = 100;
/** An order that nobody answered in half a year is no longer waited for. */
const WAITED_DAYS = 180;
const DAY_MS = 24 * 3600_000;

const WORDS = {
  unacknowledged: { en: 'Critical, nobody has taken note', ru: 'Критическое, никто не отметил' },
  noted: { en: 'Critical, noted by you and still so', ru: 'Критическое, вы отметили, не устранено' },
  'order-without-result': { en: 'Ordered, no result', ru: 'Назначено, результата нет' },
  'study-incomplete': { en: 'Study incomplete', ru: 'Исследование неполное' },
  'not-assessed': { en: 'AI could not assess', ru: 'ИИ не смог оценить' },
  unreconciled: {
    en: 'Studies that may be another patient’s are not shown',
    ru: 'Не показаны исследования, возможно, другого пациента',
  },
  identity: {
    en: 'Another record may be his: not shown until settled',
    ru: 'Есть карта, возможно, его же: не показана до проверки',
  },
  'person-too-wide': {
    en: 'Joined with more than 32 records: this one alone is shown',
    ru: 'Объединена более чем с 32 картами: показана только эта',
  },
} as const;

/** What waits for somebody, the gravest kind first, then the longest waiting. */
const ORDER: readonly OpenLine['kind'][] = [
  'unacknowledged',
  'noted',
  'person-too-wide',
  'identity',
  'unreconciled',
  'order-without-result',
  'study-incomplete',
  'not-assessed',
];

/** What is open: obligations that nobody has met, orders without a result, studies and findings that are not whole. */
export function openOf(input: PageInput): { items: OpenLine[]; more: number } {
  const { language, unreconciled, proposals, tooWide } = input;
  const line = (kind: OpenLine['kind'], what: string, since: string | undefined, references: string[]): OpenLine => {
    const day = since === undefined ? '' : ` (${shortDay(since, input)})`;
    const text = clipTo(
      what === '' ? WORDS[kind][language] : `${WORDS[kind][language]}: ${what}`,
      MOST_CHARACTERS - day.length,
    );
    return { kind, ...(since === undefined ? {} : { since }), text: `${text}${day}`, references };
  };
  const lines = [
    ...unacknowledged(input).map(({ result, since }) =>
      line(
        'unacknowledged',
        titleOf(result, language),
        since,
        result.cited.map(({ reference }) => reference),
      ),
    ),
    ...noted(input).map(({ result, since }) =>
      line(
        'noted',
        titleOf(result, language),
        since,
        result.cited.map(({ reference }) => reference),
      ),
    ),
    ...(tooWide ? [line('person-too-wide', '', undefined, [])] : []),
    ...(proposals > 0 ? [line('identity', String(proposals), undefined, [])] : []),
    ...(unreconciled > 0 ? [line('unreconciled', String(unreconciled), undefined, [])] : []),
    ...unanswered(input).map((fact) =>
      line('order-without-result', conceptText(fact.resource.code) ?? '', fact.resource.authoredOn, [
        referenceOf(fact),
      ]),
    ),
    ...unfinished(input).map(({ kind, result, study }) =>
      line(kind, titleOf(result, language), result.sourceTime, [study]),
    ),
  ];
  const sorted = lines.sort(
    (a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || ((a.since ?? '') < (b.since ?? '') ? -1 : 1),
  );
  return { items: sorted.slice(0, MOST_LINES), more: Math.max(0, sorted.length - MOST_LINES) };
}

const titleOf = ({ content }: Result, language: 'ru' | 'en'): string =>
  content.kind === 'advice'
    ? content.summary[language]
    : content.kind === 'finding'
      ? content.label.title[language]
      : content.device.name;

/** Critical results that stand, were sent, and that no human has taken note of; the newest version counts. */
export function unacknowledged({ results, deliveries }: Pick<PageInput, 'results' | 'deliveries'>) {
  return results.flatMap((result) => {
    if (result.state !== 'current' || result.severity !== 'critical') return [];
    const sent = deliveries.filter((one) => one.resultId === result.resultId);
    if (sent.some(({ acknowledged, version }) => acknowledged !== undefined && version >= result.version)) return [];
    return [{ result, since: sent.map((one) => one.sentAt).sort()[0] ?? result.sourceTime }];
  });
}

/**
 * Critical results that stand and that this physician has taken note of: they are not put to him as a decision again, but a
 * page on which nothing is open would say that they are over.
 */
function noted({ results, deliveries, reader }: PageInput) {
  return results.flatMap((result) => {
    if (result.state !== 'current' || result.severity !== 'critical') return [];
    const since = deliveries.flatMap(({ resultId, version, acknowledged }) =>
      resultId === result.resultId && version >= result.version && acknowledged && acknowledged.by === reader.id
        ? [acknowledged.at]
        : [],
    );
    return since.length > 0 ? [{ result, since: since.toSorted()[0] }] : [];
  });
}

/** Statuses under which a report, study or value answers nothing: taken back, or announced and not there yet. */
const NO_ANSWER: ReadonlySet<string> = new Set(['entered-in-error', 'cancelled', 'registered', 'not-done']);

/** Orders in force without a report, study or value that names them, of the last half year. */
function unanswered({ facts, asOf }: PageInput): (Fact & { resource: fhir4.ServiceRequest })[] {
  const answers = facts.filter(
    ({ resource }) =>
      ['DiagnosticReport', 'ImagingStudy', 'Observation', 'Procedure'].includes(resource.resourceType) &&
      !NO_ANSWER.has((resource as { status?: string }).status ?? ''),
  );
  const based = new Set(
    answers.flatMap(({ resource }) =>
      ((resource as { basedOn?: fhir4.Reference[] }).basedOn ?? []).map(({ reference }) => reference),
    ),
  );
  const numbers = new Set(
    answers.flatMap(({ resource }) => numbersOf((resource as { identifier?: fhir4.Identifier[] }).identifier)),
  );
  return factsOfType(facts, 'ServiceRequest').filter((fact) => {
    const { status, intent, authoredOn, identifier } = fact.resource;
    const at = whenOf(authoredOn ?? fact.saidAt)?.latest ?? 0;
    return (
      ['active', 'on-hold', 'unknown'].includes(status) &&
      intent !== 'proposal' &&
      at > Date.parse(asOf) - WAITED_DAYS * DAY_MS &&
      !based.has(referenceOf(fact)) &&
      !numbersOf(identifier).some((number) => numbers.has(number))
    );
  });
}

const numbersOf = (identifiers: readonly fhir4.Identifier[] = []): string[] =>
  identifiers.flatMap(({ system, value, type }) =>
    value === undefined ? [] : [`${system}|${type?.coding?.[0]?.code ?? ''}|${value}`],
  );

type Unfinished = {
  readonly kind: 'study-incomplete' | 'not-assessed';
  readonly result: Result;
  readonly study: string;
};

/** A finding that was not assessed, or of a study whose images have not all come, while no radiologist has reported it. */
function unfinished({ results, facts }: PageInput): Unfinished[] {
  const reported = new Set(
    factsOfType(facts, 'DiagnosticReport').flatMap(({ resource }) =>
      ['final', 'amended', 'corrected', 'appended'].includes(resource.status)
        ? (resource.imagingStudy ?? []).map(({ reference }) => reference)
        : [],
    ),
  );
  return results.flatMap((result): Unfinished[] => {
    const { content, state } = result;
    if (state !== 'current' || content.kind !== 'finding') return [];
    const study = `ImagingStudy/${content.study.id}`;
    if (reported.has(study)) return [];
    if (content.incomplete || content.reason === 'study-incomplete')
      return [{ kind: 'study-incomplete', result, study }];
    return content.state === 'not-assessed' ? [{ kind: 'not-assessed', result, study }] : [];
  });
}
