import { may } from '../../domain/access/may.ts';
import { recordId } from '../../domain/fhir/identifiers.ts';
import { clinicById } from '../../domain/region.ts';
import { variableOf } from '../../platform/environment.ts';
import type { ApiAnswer } from '../../platform/handlers/answer.ts';
import { bodyOf } from '../../platform/handlers/body.ts';
import type { ApiRequest } from '../../platform/handlers/request.ts';
import type { World } from '../../platform/world.ts';
import { type FindAnswer, FindBody, type FoundPerson } from '../../schemas/api/desk-find.ts';
import type { Principal } from '../../schemas/principal.ts';
import { patientLine, visibleRecords } from './reader.ts';

type Number = FindBody['identifiers'][number];

/**
 * The persons that a record system's numbers lead to. A number says whose record it is by its domain (contract 2), never by
 * its digits alone; national numbers name no record and lead nowhere here. What was merged leads to the record it went into.
 */
export async function findPerson({ body, principal }: ApiRequest, world: World): Promise<ApiAnswer> {
  const { identifiers } = bodyOf(FindBody, body);
  const records = await standing(recordsNamed(identifiers, principal, world), principal, world);
  const found: FoundPerson[] = [];
  for (const record of records) {
    if (found.some((person) => person.records.includes(record))) continue;
    const person = await personOf(record, principal, world);
    if (person) found.push(person);
  }
  const json: FindAnswer = { asOf: world.clock().toISOString(), found };
  return { status: 200, json, alsoAbout: found.map(({ record }) => `Patient/${record}`) };
}

/** `urn:oid:1.2.3` and `1.2.3` name the same domain. */
const oidOf = (system: string): string => system.replace(/^urn:oid:/i, '');

function recordsNamed(identifiers: readonly Number[], { clinics }: Principal, { region, env }: World): string[] {
  const idKey = variableOf(env, 'OKA_ID_KEY');
  const own = region.clinics.filter(({ id }) => clinics.includes(id));
  return identifiers.flatMap(({ system, value }) =>
    own.flatMap(({ oid, domains }) =>
      domains.filter((domain) => domain.oid === oidOf(system)).map((domain) => recordId(idKey, oid, domain.oid, value)),
    ),
  );
}

/** Those that something was written to and that the reader may open, each once. */
async function standing(named: readonly string[], principal: Principal, { chart }: World): Promise<string[]> {
  const read = await Promise.all(
    named.map(async (record) => {
      const survivor = (await chart.survivor(record)) ?? record;
      const head = await chart.head(survivor);
      return head && may(principal, 'open-chart', head) ? [head.record] : [];
    }),
  );
  return [...new Set(read.flat())];
}

async function personOf(record: string, principal: Principal, world: World): Promise<FoundPerson | undefined> {
  const { chart, region } = world;
  const { clinicOf } = await visibleRecords(record, principal, world);
  const clinic = clinicById(region, clinicOf.get(record) ?? '');
  if (clinic === undefined) return undefined;
  const [item] = await chart.newest(record, 'Patient', 1);
  const stored = item?.resource?.resourceType === 'Patient' ? (item.resource.identifier ?? []) : [];
  return {
    record,
    records: [...clinicOf.keys()],
    clinic: clinic.id,
    clinicTitle: clinic.title,
    patient: await patientLine(record, world),
    identifiers: stored.flatMap(({ system, value }) =>
      system && value && isOfRegion(oidOf(system), world) ? [{ system: oidOf(system), value }] : [],
    ),
  };
}

/** National numbers stay where they are: they are not needed to tell two patients apart here. */
const isOfRegion = (oid: string, { region }: World): boolean =>
  region.clinics.some(({ domains }) => domains.some((domain) => domain.oid === oid));
