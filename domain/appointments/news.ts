import type { NewsLine } from '../../schemas/api/appointments.ts';
import type { Finding, Result } from '../../schemas/result.ts';
import { studiesBehind } from '../delivery/of-study.ts';
import { clipTo, conceptText, type Fact, factsOfType, referenceOf, shortDay } from './facts.ts';
import type { PageInput } from './page.ts';
import { isSinceSeen } from './seen.ts';
import { isAbnormal, valuesText } from './values.ts';

/** What a glance takes in; the rest is counted and stands in the chart. */
const MOST_LINES = 5;
const MOST_CHARACTERS = 100;

/** Of two equal lines the graver first, then the newer, then by what it is. */
const byWeight = (a: NewsLine, b: NewsLine): number =>
  Number(b.abnormal) - Number(a.abnormal) ||
  compare(b.at ?? '', a.at ?? '') ||
  compare(a.references[0] ?? '', b.references[0] ?? '');
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * What has become known since the physician last saw the patient: results, findings, reports, documents, diagnoses and
 * medicines; by when their sources said it, not by when the sample was taken: what comes late is new too.
 */
export function newsOf(input: PageInput, since: string): { items: NewsLine[]; more: number } {
  const { facts, results } = input;
  const fresh = facts.filter((one) => isSinceSeen(one, since));
  const findings = results.filter(({ sourceTime }) => sourceTime > since).flatMap((one) => findingLine(one, input));
  const reports = reportLines(fresh, input);
  const told = new Set([...reports, ...findings].flatMap(({ references }) => references));
  const lines = [
    ...findings,
    ...reports,
    ...looseValues(fresh, told, input),
    ...fresh.flatMap((one) => otherLine(one, told, input)),
  ].sort(byWeight);
  const shown = lines.slice(0, MOST_LINES).map((line) => ({
    ...line,
    text: clipTo(`${line.at === undefined ? '' : `${shortDay(line.at, input)} `}${line.text}`, MOST_CHARACTERS),
  }));
  return { items: shown, more: lines.length - shown.length };
}

const AI = { en: 'AI', ru: 'ИИ' };
const SAYS: Readonly<Record<Exclude<Finding['state'], 'not-assessed'>, { en: string; ru: string }>> = {
  present: { en: 'signs present, not confirmed', ru: 'признаки есть, не подтверждено врачом' },
  absent: { en: 'no signs above the threshold', ru: 'признаков выше порога нет' },
  indeterminate: { en: 'neither found nor excluded', ru: 'не подтверждено и не исключено' },
};

/** What models say; not assessed is no news but something open. */
function findingLine({ content, state, sourceTime, cited }: Result, { language }: PageInput): NewsLine[] {
  if (state !== 'current') return [];
  const references = cited.map(({ reference }) => reference);
  if (content.kind === 'device-finding') {
    const words = `${AI[language]} ${content.device.name}`;
    return [{ kind: 'finding', at: sourceTime, text: words, abnormal: false, references }];
  }
  if (content.kind !== 'finding' || content.state === 'not-assessed') return [];
  const text = `${AI[language]}: ${content.label.title[language]} – ${SAYS[content.state][language]}`;
  return [
    {
      kind: 'finding',
      at: sourceTime,
      text,
      abnormal: content.state === 'present',
      references: [...references, `ImagingStudy/${content.study.id}`],
    },
  ];
}

/** A laboratory's report is its values, those outside their range first; a radiologist's is his conclusion. */
function reportLines(fresh: readonly Fact[], input: PageInput): NewsLine[] {
  const values = new Map(factsOfType(input.facts, 'Observation').map((one) => [referenceOf(one), one]));
  return factsOfType(fresh, 'DiagnosticReport').flatMap((fact) => {
    const { resource, saidAt } = fact;
    if (['entered-in-error', 'cancelled', 'registered'].includes(resource.status)) return [];
    const own = (resource.result ?? []).flatMap(({ reference }) => values.get(reference ?? '') ?? []);
    const measured = valuesText(
      own.map((one) => one.resource),
      input.language,
    );
    const name = conceptText(resource.code);
    const said = resource.conclusion ?? measured;
    const text = [name, said].filter(Boolean).join(': ');
    if (text === '') return [];
    return [
      {
        kind: resource.conclusion === undefined && own.length > 0 ? 'result' : 'report',
        at: resource.effectiveDateTime ?? resource.issued ?? saidAt,
        text,
        abnormal: own.some((one) => isAbnormal(one.resource)),
        references: [referenceOf(fact), ...own.map(referenceOf), ...studiesBehind(resource)],
      },
    ];
  });
}

/** Values that no report names, one line for all of them. */
function looseValues(fresh: readonly Fact[], told: ReadonlySet<string>, input: PageInput): NewsLine[] {
  const loose = factsOfType(fresh, 'Observation').filter(
    (one) => !told.has(referenceOf(one)) && !['entered-in-error', 'cancelled'].includes(one.resource.status),
  );
  const text = valuesText(
    loose.map((one) => one.resource),
    input.language,
  );
  const at = loose
    .map(({ resource, saidAt }) => resource.effectiveDateTime ?? saidAt)
    .sort()
    .at(-1);
  if (text === '' || at === undefined) return [];
  const abnormal = loose.some((one) => isAbnormal(one.resource));
  return [{ kind: 'result', at, text, abnormal, references: loose.map(referenceOf) }];
}

const WORDS = {
  study: { en: 'Images', ru: 'Снимки' },
  diagnosis: { en: 'Diagnosis', ru: 'Диагноз' },
  medicine: { en: 'Prescribed', ru: 'Назначено' },
  allergy: { en: 'Allergy', ru: 'Аллергия' },
  document: { en: 'Document', ru: 'Документ' },
} as const;

function otherLine(fact: Fact, told: ReadonlySet<string>, { language }: PageInput): NewsLine[] {
  const { resource, saidAt } = fact;
  if (told.has(referenceOf(fact)) || isSilent(resource)) return [];
  const line = (kind: keyof typeof WORDS, what: string | undefined, at: string | undefined): NewsLine[] => {
    const text = [WORDS[kind][language], what].filter(Boolean).join(': ');
    return [{ kind, at: at ?? saidAt, text, abnormal: kind === 'allergy', references: [referenceOf(fact)] }];
  };
  switch (resource.resourceType) {
    case 'DocumentReference':
      return line('document', resource.description ?? conceptText(resource.type), resource.date);
    case 'ImagingStudy':
      return line('study', resource.description ?? resource.modality?.[0]?.code, resource.started);
    case 'Condition':
      return line('diagnosis', conceptText(resource.code), resource.recordedDate);
    case 'MedicationRequest':
      return line('medicine', conceptText(resource.medicationCodeableConcept), resource.authoredOn);
    case 'AllergyIntolerance':
      return line('allergy', conceptText(resource.code), resource.recordedDate);
    default:
      return [];
  }
}

const SILENT = new Set(['entered-in-error', 'cancelled', 'stopped', 'superseded', 'revoked']);
const isSilent = (resource: fhir4.FhirResource): boolean => {
  const { status } = resource as { status?: unknown };
  return typeof status === 'string' && SILENT.has(status);
};
