import { bodyOf } from '../../platform/handlers/body.ts';
import type { ApiRequest } from '../../platform/handlers/request.ts';
import type { World } from '../../platform/world.ts';
import { TellContact } from '../../schemas/api/duty.ts';
import type { Clinic } from '../../schemas/region.ts';

/** The edge of a clinic is there, by the clock of the region; of its record system it tells by its own. */
export async function hearClinic(
  { body }: ApiRequest,
  { id: clinic }: Clinic,
  { chart, clock }: World,
): Promise<{ heardAt: string }> {
  const { at, recordSystem } = bodyOf(TellContact, body);
  const now = clock();
  await chart.contacts.heard(clinic, now);
  if (recordSystem) await chart.contacts.ehrSaid(clinic, { at, since: recordSystem.silentSince });
  return { heardAt: now.toISOString() };
}
