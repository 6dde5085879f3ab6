import { deriveFindings, findingsOfStudies } from '../domain/delivery/findings.ts';
import { timeOf } from '../domain/fhir/facets.ts';
import { type ChartEntry, type Facts, makeFacts } from '../domain/rules/facts.ts';
import type { ChartResourceType } from '../schemas/chart.ts';
import { OkaError } from '../schemas/errors.ts';
import { jsonOf } from './files.ts';
import { checkedZone } from './zone.ts';

/** A chart in a file, as `oka advise` and `oka rules try` judge it: a FHIR R4 Bundle of one patient or an array of resources. */

export type Moment = { readonly asOf: string | undefined; readonly zone: string };

/** Options of parseArgs that say at which moment, in which zone and in which language a chart is judged. */
export const MOMENT_OPTIONS = {
  'as-of': { type: 'string' },
  zone: { type: 'string', default: 'UTC' },
  lang: { type: 'string', default: 'ru' },
} as const;

export const MOMENT_HELP = `  CHART.json      a FHIR R4 Bundle of one patient, or an array of resources; "-" reads standard input
  --as-of         the moment to judge at, such as 2026-01-31T09:30:00+05:00;
                  default: the newest time in the chart (never the clock)
  --zone          IANA zone in whose calendar ages are counted (default UTC)
  --lang          language of what is told: ru (default) or en`;

/** @throws OkaError `wrong-use` or `configuration` for a language or zone that does not exist */
export function checkedMoment(values: {
  readonly 'as-of'?: string | undefined;
  readonly zone: string;
  readonly lang: string;
}) {
  const { lang, zone, 'as-of': asOf } = values;
  if (lang !== 'ru' && lang !== 'en') throw new OkaError('wrong-use', '--lang: ru or en');
  return { asOf, zone: checkedZone(zone), language: lang } as const;
}

/**
 * Gives the facts of a chart to `judge`. Elements that FHIR requires are read without asking: a chart in which one is absent
 * is refused, and the resource named. `settings`: what a region has chosen.
 * @throws OkaError `unreadable-file`, or `malformed-file` when it is no bundle or lacks what FHIR requires
 */
export function judgeFile<T>(
  file: string,
  moment: Moment,
  judge: (facts: Facts) => T,
  settings?: NonNullable<Facts['settings']>,
): T {
  const resources = readResources(file);
  const run = (some: readonly fhir4.FhirResource[], at: Moment): T => {
    const facts = factsOf(some, at);
    return judge(settings ? { ...facts, settings } : facts);
  };
  try {
    return run(resources, moment);
  } catch (cause) {
    if (cause instanceof OkaError) throw cause;
    const isUnreadable = (resource: fhir4.FhirResource): boolean => {
      try {
        run([resource], { ...moment, asOf: moment.asOf ?? '1970-01-01T00:00:00Z' });
        return false;
      } catch {
        return true;
      }
    };
    const place = resources.findIndex(isUnreadable) + 1;
    const name = place === 0 ? 'a resource' : `${resources[place - 1]?.resourceType} (resource ${place})`;
    throw new OkaError('malformed-file', `${file}: ${name} lacks what FHIR R4 requires of it`, { cause });
  }
}

function readResources(file: string): fhir4.FhirResource[] {
  const chart = jsonOf(file);
  const entries = Array.isArray(chart)
    ? chart
    : ((chart as fhir4.Bundle | null)?.entry ?? []).map((one) => one.resource);
  const resources = entries.filter((one): one is fhir4.FhirResource => typeof one?.resourceType === 'string');
  if (!resources.length) throw new OkaError('malformed-file', `${file} is no FHIR Bundle with resources`);
  return resources;
}

/** Findings in the chart are taken as those of active models. */
function factsOf(resources: readonly fhir4.FhirResource[], { asOf, zone }: Moment): Facts {
  const entries = resources.map(
    (resource, index): ChartEntry => ({
      record: 'chart',
      resourceType: resource.resourceType as ChartResourceType,
      id: resource.id ?? `unnamed-${index + 1}`,
      groups: {},
      resource,
    }),
  );
  const findings = findingsOfStudies(deriveFindings({ entries, elsewhere: new Set() }));
  return makeFacts({ asOf: instantOf(asOf) ?? newestTime(resources), zone, entries, findings });
}

function instantOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const at = Date.parse(text);
  if (Number.isNaN(at) || !/T.*(Z|[+-]\d\d:\d\d)$/.test(text))
    throw new OkaError('wrong-use', '--as-of: an instant with its zone, such as 2026-01-31T09:30:00+05:00');
  return new Date(at).toISOString();
}

function newestTime(resources: readonly fhir4.FhirResource[]): string {
  const newest = resources
    .flatMap((resource) => (resource.resourceType === 'Appointment' ? [] : (timeOf(resource) ?? [])))
    .sort()
    .at(-1);
  if (newest === undefined) throw new OkaError('wrong-use', '--as-of INSTANT is missing, and the chart holds no time');
  return newest;
}
