import { parseArgs } from 'node:util';
import { deriveFindings, findingsOfStudies } from '../domain/delivery/findings.ts';
import { timeOf } from '../domain/fhir/facets.ts';
import { type Card, cardOf, type Language } from '../domain/rules/cards.ts';
import { RULES } from '../domain/rules/catalogue.ts';
import { type ChartEntry, makeFacts } from '../domain/rules/facts.ts';
import { runRule } from '../domain/rules/rule.ts';
import type { ChartResourceType } from '../schemas/chart.ts';
import { OkaError } from '../schemas/errors.ts';
import { command, helped } from './command.ts';
import { jsonOf } from './files.ts';
import { checkedZone } from './zone.ts';

const HELP = `oka advise: what the rules say of a chart

usage: npx oka advise CHART.json [--as-of INSTANT] [--zone ZONE] [--lang ru|en] [--json]

  CHART.json      a FHIR R4 Bundle of one patient, or an array of resources; "-" reads standard input
  --as-of         the moment to judge at, such as 2026-01-31T09:30:00+05:00;
                  default: the newest time in the chart (never the clock)
  --zone          IANA zone in whose calendar ages are counted (default UTC)
  --lang          language of the cards: ru (default) or en
  --json          one line of JSON instead of indented JSON

It prints {"asOf", "cards", "notChecked"}: cards as CDS Hooks 2.0 has them, and every rule that
was not checked with its reason. Findings in the bundle are taken as those of active models.

examples:
  npx oka advise chart.json
  npx oka advise chart.json --as-of 2026-01-31T09:30:00Z --lang en
  npx oka read message.hl7 --json | jq .bundle | npx oka advise -

exit code: 0 the chart was read, 1 it could not be, 2 wrong use
`;

type Advised = {
  readonly asOf: string;
  readonly cards: readonly Card[];
  readonly notChecked: readonly { rule: string; title: string; state: 'does-not-apply' | 'idle'; why: string }[];
};

/** `oka advise`: prints the cards for a FHIR bundle; returns the exit code. */
export const advise = (args: string[]): Promise<number> => command('advise', () => adviseOn(parse(args)), 1);

function adviseOn({ values, positionals }: ReturnType<typeof parse>): number {
  const [file, ...more] = positionals;
  if (values.help || file === undefined || more.length > 0)
    return helped(HELP, values.help, file === undefined ? 'CHART.json is missing' : 'one CHART.json at a time');
  const language: Language = values.lang === 'en' ? 'en' : 'ru';
  const advised = adviseFile(file, { asOf: values['as-of'], zone: values.zone, language });
  process.stdout.write(`${JSON.stringify(advised, null, values.json ? undefined : 2)}\n`);
  return 0;
}

const parse = (args: string[]) => {
  const parsed = parseArgs({
    args,
    allowPositionals: true,
    options: {
      'as-of': { type: 'string' },
      zone: { type: 'string', default: 'UTC' },
      lang: { type: 'string', default: 'ru' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const { lang, zone } = parsed.values;
  if (!['ru', 'en'].includes(lang)) throw new OkaError('wrong-use', '--lang: ru or en');
  checkedZone(zone);
  return parsed;
};

/** @throws OkaError `unreadable-file`, or `malformed-file` when it is no bundle. */
function readResources(file: string): fhir4.FhirResource[] {
  const chart = jsonOf(file);
  const entries = Array.isArray(chart)
    ? chart
    : ((chart as fhir4.Bundle | null)?.entry ?? []).map((one) => one.resource);
  const resources = entries.filter((one): one is fhir4.FhirResource => typeof one?.resourceType === 'string');
  if (!resources.length) throw new OkaError('malformed-file', `${file} is no FHIR Bundle with resources`);
  return resources;
}

type AdviseOptions = { readonly asOf: string | undefined; readonly zone: string; readonly language: Language };

/**
 * Elements that FHIR requires are read without asking. A chart in which one is absent is refused, and the resource named.
 * @throws OkaError `malformed-file`
 */
function adviseFile(file: string, options: AdviseOptions): Advised {
  const resources = readResources(file);
  try {
    return adviseChart(resources, options);
  } catch (cause) {
    if (cause instanceof OkaError) throw cause;
    const place = resources.findIndex((one) => isUnreadable(one, options)) + 1;
    const name = place === 0 ? 'a resource' : `${resources[place - 1]?.resourceType} (resource ${place})`;
    throw new OkaError('malformed-file', `${file}: ${name} lacks what FHIR R4 requires of it`, { cause });
  }
}

function isUnreadable(resource: fhir4.FhirResource, options: AdviseOptions): boolean {
  try {
    adviseChart([resource], { ...options, asOf: options.asOf ?? '1970-01-01T00:00:00Z' });
    return false;
  } catch {
    return true;
  }
}

/** All rules over the resources of one patient. @throws OkaError `malformed-file` when no time can be found. */
function adviseChart(resources: readonly fhir4.FhirResource[], options: AdviseOptions): Advised {
  const { zone, language } = options;
  const asOf = instantOf(options.asOf) ?? newestTime(resources);
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
  const facts = makeFacts({ asOf, zone, entries, findings });
  const outcomes = RULES.map((rule) => ({ rule, outcome: runRule(rule, facts) }));
  return {
    asOf,
    cards: outcomes.flatMap(({ rule, outcome }) =>
      outcome.state === 'said' ? outcome.conclusions.map((one) => cardOf(one, rule.title, language)) : [],
    ),
    notChecked: outcomes.flatMap(({ rule, outcome }) =>
      outcome.state === 'said'
        ? []
        : [{ rule: rule.id, title: rule.title[language], state: outcome.state, why: outcome.why[language] }],
    ),
  };
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
