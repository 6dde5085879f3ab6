import type { TimelineLine } from '../../schemas/api/desk-chart.ts';
import type { Bilingual, Result } from '../../schemas/result.ts';
import { conceptText, type Fact, referenceOf } from '../appointments/facts.ts';
import { isAbnormal, valuesText } from '../appointments/values.ts';
import { timeOf } from '../fhir/facets.ts';
import { isOfAi, sentenceOf } from './sentence.ts';
import { keptStatement } from './statement/resource.ts';
import { ROLE_WORDS, VERDICT_WORDS } from './statement/words.ts';

/** A line with the instant it is ordered by; nobody said when: it stands at the end. */
export type Placed = { readonly line: TimelineLine; readonly place: string };

const NO_TIME = '0000';

/** All facts and results of a person by their date, the newest first. What was taken back, and what only points on, is left out. */
export function timelineOf(
  facts: readonly Fact[],
  results: readonly Result[],
  clinicOf: ReadonlyMap<string, string>,
): Placed[] {
  const lines = [
    ...facts.flatMap((fact) => placed(lineOf(fact), timeOf(fact.resource))),
    ...results.flatMap((result) => placed(resultLine(result, clinicOf.get(result.record)), takenAt(result))),
  ];
  return lines.sort((a, b) => (a.place > b.place ? -1 : a.place < b.place ? 1 : 0));
}

const placed = (line: TimelineLine | undefined, instant: string | undefined): Placed[] =>
  line === undefined ? [] : [{ line, place: `${instant ?? NO_TIME}#${line.reference}` }];

/** When what it speaks of was: the newest time among its facts. */
const takenAt = ({ cited, sourceTime }: Result): string => {
  const times = cited.flatMap(({ time }) =>
    Number.isNaN(Date.parse(time ?? '')) ? [] : [new Date(time ?? '').toISOString()],
  );
  return times.sort().at(-1) ?? sourceTime;
};

function resultLine(result: Result, clinic: string | undefined): TimelineLine | undefined {
  const { record, resultId, content, state, sourceTime, severity } = result;
  if (clinic === undefined || state !== 'current') return undefined;
  const isFinding = content.kind === 'finding';
  return {
    kind: isOfAi(result) ? 'finding' : 'advice',
    at: takenAt(result) || sourceTime,
    text: sentenceOf(result),
    abnormal: isFinding ? content.state === 'present' : severity !== 'info',
    clinic,
    reference: `Result/${resultId}`,
    link: `/patient/${record}/result/${resultId}`,
    ...(isOfAi(result) ? { ai: true as const } : {}),
  };
}

const WORDS = {
  study: { ru: 'Снимки', en: 'Images' },
  visit: { ru: 'Посещение', en: 'Visit' },
  appointment: { ru: 'Приём', en: 'Appointment' },
  diagnosis: { ru: 'Диагноз', en: 'Diagnosis' },
  medicine: { ru: 'Назначено', en: 'Prescribed' },
  dispensed: { ru: 'Выдано', en: 'Dispensed' },
  allergy: { ru: 'Аллергия', en: 'Allergy' },
  order: { ru: 'Направление', en: 'Order' },
  procedure: { ru: 'Вмешательство', en: 'Procedure' },
  immunization: { ru: 'Прививка', en: 'Immunization' },
  document: { ru: 'Документ', en: 'Document' },
  report: { ru: 'Заключение', en: 'Report' },
} as const satisfies Record<string, Bilingual>;

/** HL7 v3 ActCode as the mapping of PV1-2 writes them, in the words of a clinic. */
const VISITS: Readonly<Record<string, Bilingual>> = {
  AMB: { ru: 'амбулаторно', en: 'ambulatory' },
  IMP: { ru: 'стационар', en: 'inpatient' },
  ACUTE: { ru: 'стационар', en: 'inpatient' },
  NONAC: { ru: 'стационар', en: 'inpatient' },
  EMER: { ru: 'неотложно', en: 'emergency' },
  OBSENC: { ru: 'наблюдение', en: 'observation' },
  PRENC: { ru: 'перед госпитализацией', en: 'pre-admission' },
  SS: { ru: 'дневной стационар', en: 'day hospital' },
  HH: { ru: 'на дому', en: 'at home' },
  VR: { ru: 'дистанционно', en: 'remote' },
};

const GONE = new Set(['entered-in-error']);
/** Ended, and shown as ended. */
const ENDED: Readonly<Record<string, Bilingual>> = {
  cancelled: { ru: 'отменено', en: 'cancelled' },
  revoked: { ru: 'отозвано', en: 'withdrawn' },
  stopped: { ru: 'прекращено', en: 'stopped' },
  completed: { ru: 'завершено', en: 'completed' },
  noshow: { ru: 'пациент не пришёл', en: 'did not come' },
};

function lineOf(fact: Fact): TimelineLine | undefined {
  const { resource, record, clinic } = fact;
  const { status } = resource as { status?: unknown };
  if (typeof status === 'string' && GONE.has(status)) return undefined;
  const what = whatOf(resource, record);
  if (what === undefined) return undefined;
  const { kind, text, abnormal = false, link, at } = what;
  return {
    kind,
    ...(at ? { at } : {}),
    text,
    abnormal,
    clinic,
    reference: referenceOf(fact),
    ...(link ? { link } : {}),
  };
}

type What = Pick<TimelineLine, 'kind' | 'text'> & {
  readonly abnormal?: boolean;
  readonly link?: string;
  readonly at?: string | undefined;
};

function whatOf(resource: fhir4.FhirResource, record: string): What | undefined {
  switch (resource.resourceType) {
    case 'Observation':
      return observed(resource);
    case 'DiagnosticReport':
      // A laboratory's report is its values, and they have lines of their own.
      if (resource.conclusion === undefined && (resource.result ?? []).length > 0) return undefined;
      return {
        kind: 'report',
        text: same(`${conceptText(resource.code) ?? WORDS.report.ru}: ${resource.conclusion ?? ''}`.replace(/: $/, '')),
        at: resource.effectiveDateTime ?? resource.issued,
      };
    case 'DocumentReference':
      return {
        kind: 'document',
        text: labelled('document', resource.description ?? conceptText(resource.type)),
        at: resource.date,
        ...(resource.id ? { link: `/patient/${record}/document/${resource.id}` } : {}),
      };
    case 'ImagingStudy':
      return studyLine(resource, record);
    case 'Encounter':
      return {
        kind: 'visit',
        text: labelled(
          'visit',
          conceptText(resource.serviceType) ?? VISITS[resource.class?.code ?? ''] ?? resource.class?.display,
        ),
        at: resource.period?.start,
      };
    case 'Appointment':
      return {
        kind: 'visit',
        text: labelled('appointment', endedIn(resource.status, resource.description)),
        at: resource.start,
      };
    case 'Condition':
      return {
        kind: 'diagnosis',
        text: labelled('diagnosis', conceptText(resource.code)),
        at: resource.onsetDateTime ?? resource.recordedDate,
      };
    case 'MedicationRequest':
      return {
        kind: 'medicine',
        text: labelled('medicine', endedIn(resource.status, conceptText(resource.medicationCodeableConcept))),
        at: resource.authoredOn,
      };
    case 'MedicationDispense':
      return {
        kind: 'medicine',
        text: labelled('dispensed', conceptText(resource.medicationCodeableConcept)),
        at: resource.whenHandedOver,
      };
    case 'AllergyIntolerance':
      return {
        kind: 'allergy',
        text: labelled('allergy', conceptText(resource.code)),
        abnormal: true,
        at: resource.recordedDate,
      };
    case 'ServiceRequest':
      return {
        kind: 'order',
        text: labelled('order', endedIn(resource.status, conceptText(resource.code))),
        at: resource.authoredOn ?? resource.occurrenceDateTime,
      };
    case 'Procedure':
      return {
        kind: 'procedure',
        text: labelled('procedure', conceptText(resource.code)),
        at: resource.performedDateTime,
      };
    case 'Immunization':
      return {
        kind: 'immunization',
        text: labelled('immunization', conceptText(resource.vaccineCode)),
        at: resource.occurrenceDateTime,
      };
    default:
      return undefined;
  }
}

const same = (text: string): Bilingual => ({ ru: text, en: text });

/** `Диагноз: …`: what its source wrote stands as it is in both languages. */
function labelled(word: keyof typeof WORDS, what: string | Bilingual | undefined): Bilingual {
  const { ru, en } = WORDS[word];
  if (what === undefined || what === '') return { ru, en };
  const said = typeof what === 'string' ? same(what) : what;
  return { ru: `${ru}: ${said.ru}`, en: `${en}: ${said.en}` };
}

function endedIn(status: string, what: string | undefined): Bilingual | undefined {
  const ended = ENDED[status];
  if (ended === undefined) return what === undefined ? undefined : same(what);
  return what === undefined ? ended : { ru: `${what} (${ended.ru})`, en: `${what} (${ended.en})` };
}

function observed(resource: fhir4.Observation): What | undefined {
  const at = resource.effectiveDateTime ?? resource.effectivePeriod?.start ?? resource.issued;
  const kept = keptStatement(resource);
  if (kept !== undefined) {
    const { by, verdict, resultId, record } = kept.statement;
    const [words, role] = [VERDICT_WORDS[verdict], ROLE_WORDS[by.role] ?? same(by.role)];
    const name = by.name ?? by.id;
    const text = { ru: `${words.ru}: ${name}, ${role.ru}`, en: `${words.en}: ${name}, ${role.en}` };
    return { kind: 'statement', text, at, link: `/patient/${record}/result/${resultId}` };
  }
  const [ru, en] = [valuesText([resource], 'ru'), valuesText([resource], 'en')];
  return ru === '' ? undefined : { kind: 'result', text: { ru, en }, abnormal: isAbnormal(resource), at };
}

function studyLine({ description, modality, started, identifier }: fhir4.ImagingStudy, record: string): What {
  const uid = identifier?.find(({ value }) => value?.startsWith('urn:oid:'))?.value?.slice('urn:oid:'.length);
  return {
    kind: 'study',
    text: labelled('study', description ?? modality?.[0]?.code),
    at: started,
    ...(uid ? { link: `/patient/${record}/study/${uid}` } : {}),
  };
}
