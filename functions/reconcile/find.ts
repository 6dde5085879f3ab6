import { recordId } from '../../domain/fhir/identifiers.ts';
import { clinicById } from '../../domain/region.ts';
import { variableOf } from '../../platform/environment.ts';
import type { World } from '../../platform/world.ts';
import type { ReconcileCandidate } from '../../schemas/api/reconcile.ts';
import { candidatesFrom } from './candidates.ts';
import { ownStudy } from './read-item.ts';

/**
 * The record of a number that the clinic itself has given, as one more candidate; undefined: nobody has it. An exact number
 * alone: there is no search by name, and none is wanted.
 * @throws OkaError `not-found` for a study that is not the clinic's
 */
export async function findCandidate(
  clinicId: string,
  item: string,
  number: string,
  world: World,
): Promise<ReconcileCandidate | undefined> {
  const [, record = '', study = ''] = item.split('~');
  const listed = await ownStudy(clinicId, record, study, world);
  const clinic = clinicById(world.region, clinicId);
  const idKey = variableOf(world.env, 'OKA_ID_KEY');
  const leads = (clinic?.domains ?? []).map(({ oid }) => ({
    record: recordId(idKey, clinic?.oid ?? '', oid, number),
    why: 'searched' as const,
  }));
  const found = await candidatesFrom(listed, leads, clinicId, world);
  return found.find(({ isRegistered }) => isRegistered) ?? found[0];
}
