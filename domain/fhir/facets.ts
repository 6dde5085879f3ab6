import { LOINC } from './systems.ts';

/**
 * What a rule asks a chart for: `Observation:<system>|<code>` with the first LOINC coding, else the first coding; for all
 * other resources their type. An observation without a coded name is only `Observation`. `#` separates parts of index
 * keys and is therefore written `%23`.
 */
export function facetOf(resource: fhir4.FhirResource): string {
  if (resource.resourceType !== 'Observation') return resource.resourceType;
  const codings = resource.code?.coding ?? [];
  const coding = codings.find(({ system, code }) => system === LOINC && code) ?? codings.find(({ code }) => code);
  return coding?.code === undefined ? 'Observation' : observationFacet(coding.system ?? '', coding.code);
}

/** The facet of observations with this code. */
export const observationFacet = (system: string, code: string): string =>
  `Observation:${system}|${code}`.replaceAll('%', '%25').replaceAll('#', '%23');

const TIMES = [
  'effectiveDateTime',
  'effectiveInstant',
  'effectivePeriod',
  'onsetDateTime',
  'onsetPeriod',
  'started',
  'start',
  'period',
  'issued',
  'recordedDate',
  'authoredOn',
  'occurrenceDateTime',
  'performedDateTime',
  'whenHandedOver',
  'date',
] as const;

/**
 * The clinical time of a resource as an instant in UTC, or undefined where it states none. A time of less precision is
 * read as its beginning (`1950` → 1950-01-01T00:00:00.000Z): good for ordering, never for ages (contract 12).
 */
export function timeOf(resource: fhir4.FhirResource): string | undefined {
  const members = resource as unknown as Readonly<Record<string, unknown>>;
  for (const name of TIMES) {
    const said = members[name];
    const text = typeof said === 'object' && said !== null ? (said as fhir4.Period).start : said;
    const instant = typeof text === 'string' ? beginningOf(text) : undefined;
    if (instant !== undefined) return instant;
  }
  return undefined;
}

/** FHIR R4 §2.24.0.1 `dateTime`: a date, or a time of day that has its zone; anything else is no time we know. */
const DATE_TIME = /^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?$/;

function beginningOf(dateTime: string): string | undefined {
  if (!DATE_TIME.test(dateTime)) return undefined;
  const milliseconds = Date.parse(dateTime);
  return Number.isNaN(milliseconds) ? undefined : new Date(milliseconds).toISOString();
}
