import { holderOf } from '../../domain/identity/holder.ts';
import { COMPARED, linkDecision, type Verdict } from '../../domain/identity/link.ts';
import { OMS_OID } from '../../domain/identity/oms.ts';
import { SNILS_OID } from '../../domain/identity/snils.ts';
import type { IdentityAnswer } from '../../schemas/api/answers.ts';
import type { IdentityPair } from '../chart/chart.ts';
import type { World } from '../world.ts';

type Side = IdentityAnswer['sides'][number];
const NATIONAL: Readonly<Record<string, string>> = { [`urn:oid:${SNILS_OID}`]: 'snils', [`urn:oid:${OMS_OID}`]: 'oms' };

/** Enough to compare two numbers by eye or on the telephone, too little to use one: four signs at most, half at most. */
function masked(value: string): string {
  const shown = Math.min(4, Math.floor(value.length / 2));
  return '•'.repeat(value.length - shown) + value.slice(value.length - shown);
}

/** A pair with both sides, for people of `clinic`: what each record says of its patient, what agrees and what does not. */
export async function pairAnswer(pair: IdentityPair, clinic: string, world: World): Promise<IdentityAnswer> {
  const patients = await Promise.all(pair.records.map((record) => patientOf(record, world)));
  const [one, other] = patients as [fhir4.Patient, fhir4.Patient];
  const { compared } = linkDecision(holderOf(one), holderOf(other));
  const where = (verdict: Verdict) => COMPARED.filter((name) => compared[name] === verdict);
  const sides = await Promise.all(pair.records.map((record, at) => sideOf(record, patients[at], clinic, world)));
  return {
    id: pair.records.join('~'),
    ...stateOf(pair),
    ...(pair.since === undefined ? {} : { since: pair.since }),
    numbers: pair.shared.map(({ system, value }) => ({ system, value: masked(value) })),
    agrees: where('agrees'),
    differs: where('differs'),
    unknown: where('unknown'),
    sides: sides as [Side, Side],
  };
}

/** A decision holds until it is taken back; without one, what stands is the number's doing, a clinic's merge, or open. */
function stateOf({ together, decision }: IdentityPair): Pick<IdentityAnswer, 'state' | 'decided'> {
  const decided =
    decision === undefined || decision.state === 'open'
      ? { by: 'derived' }
      : { by: decision.by ?? 'clinic', at: decision.stamp.time };
  if (together) return { state: 'linked', decided };
  return decision?.state === 'apart' ? { state: 'apart', decided } : { state: 'waiting' };
}

async function patientOf(record: string, { chart }: World): Promise<fhir4.Patient> {
  const resource = (await chart.get(record, 'Patient', record))?.resource;
  return resource?.resourceType === 'Patient' ? resource : { resourceType: 'Patient' };
}

async function sideOf(
  record: string,
  patient: fhir4.Patient | undefined,
  clinic: string,
  { chart }: World,
): Promise<Side> {
  const owner = (await chart.head(record))?.clinic ?? '';
  const { identifier = [], birthDate, gender, name = [] } = patient ?? {};
  const identifiers = identifier.flatMap(({ system = '', value }) => {
    if (value === undefined) return [];
    const isPlain = NATIONAL[system] === undefined && owner === clinic;
    return [{ system: NATIONAL[system] ?? system, value: isPlain ? value : masked(value) }];
  });
  return {
    record,
    clinic: owner,
    identifiers,
    ...(birthDate === undefined ? {} : { birthDate }),
    ...(gender === undefined ? {} : { sex: gender }),
    names: name
      .map(({ text, family = '', given = [] }) => text ?? [family, ...given].join(' '))
      .filter((one) => one !== ''),
  };
}
