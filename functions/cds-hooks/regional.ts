import { may } from '../../domain/access/may.ts';
import type { RegionalChart } from '../../domain/cds-hooks/answer.ts';
import { isSamePerson } from '../../domain/cds-hooks/patient.ts';
import { groundsOf } from '../../domain/delivery/results.ts';
import { recordId } from '../../domain/fhir/identifiers.ts';
import { clinicById, type Region } from '../../domain/region.ts';
import type { Rule } from '../../domain/rules/rule.ts';
import { neededFacets, readPerson } from '../../platform/chart/person-facts.ts';
import { variableOf } from '../../platform/environment.ts';
import type { World } from '../../platform/world.ts';
import type { Prefetch } from '../../schemas/cds-hooks/request.ts';
import type { Principal } from '../../schemas/principal.ts';
import type { Bilingual } from '../../schemas/result.ts';

/** Numbers of a patient that are looked for: a clinic gives him a few, and who sends more may not keep the table busy. */
const MOST_NUMBERS = 16;

const UNKNOWN_CLINIC: Bilingual = { en: 'regional chart', ru: 'региональная карта' };

/** The regional chart of the patient of a call, and the records it was read from (for the audit). */
export type Opened = { readonly chart: RegionalChart; readonly records: readonly string[] };

/**
 * Opens the regional chart of the person whom the record system's patient is: found by a number of a domain that the
 * client's own clinics gave, and only where that number, birth date and sex agree and `may` lets the client read (contracts
 * 10 and 13). Undefined: nobody was found, or not surely he. Read is what `rules` need.
 */
export async function openRegional(
  patient: Prefetch[string] | undefined,
  principal: Principal,
  world: World,
  rules: readonly Rule[],
): Promise<Opened | undefined> {
  if (patient?.resourceType !== 'Patient') return undefined;
  const theirs = patient as unknown as fhir4.Patient;
  const { chart, region, env } = world;
  for (const record of recordsNamedBy(theirs, principal, region, variableOf(env, 'OKA_ID_KEY'))) {
    const [head, ours] = await Promise.all([chart.head(record), chart.get(record, 'Patient', record)]);
    if (head === undefined || !may(principal, 'read-chart', { clinic: head.clinic })) continue;
    if (ours?.resource?.resourceType !== 'Patient' || !isSamePerson(theirs, ours.resource)) continue;
    return open(record, world, rules);
  }
  return undefined;
}

async function open(record: string, { chart, region }: World, rules: readonly Rule[]): Promise<Opened> {
  const [records, facts, decisions] = await Promise.all([
    chart.person(record),
    readPerson(chart, record, neededFacets(region, rules)),
    chart.models.decisions(),
  ]);
  const titles = new Map(
    await Promise.all(
      records.map(async (one) => {
        const head = await chart.head(one);
        return [one, (head && clinicById(region, head.clinic)?.title) ?? UNKNOWN_CLINIC] as const;
      }),
    ),
  );
  const { entries, findings } = groundsOf({ ...facts, region, decisions });
  return { chart: { entries, findings, sourceOf: (one) => titles.get(one) ?? UNKNOWN_CLINIC }, records };
}

/** Records that an identifier of the patient names in a domain of the client's clinics: the first few. */
function recordsNamedBy(patient: fhir4.Patient, { clinics }: Principal, region: Region, idKey: string): string[] {
  const owned = region.clinics.filter(({ id }) => clinics.includes(id));
  const named = (patient.identifier ?? []).flatMap(({ system, value }) =>
    owned.flatMap(({ oid, domains }) =>
      domains
        .filter((domain) => system === `urn:oid:${domain.oid}` && value !== undefined && value.trim() !== '')
        .map((domain) => ({ oid, domain: domain.oid, value: value as string })),
    ),
  );
  return named.slice(0, MOST_NUMBERS).map(({ oid, domain, value }) => recordId(idKey, oid, domain, value));
}
