import { clinicById } from '../../domain/region.ts';
import type { Subject } from '../../platform/handlers/api.ts';
import type { World } from '../../platform/world.ts';
import { OkaError } from '../../schemas/errors.ts';

/** @throws OkaError `not-found`: an empty list of a clinic that is none would read as “nothing waits”. */
export function ofClinic(clinic: string, about: string, { region }: World): Subject {
  if (clinicById(region, clinic) === undefined) throw new OkaError('not-found', about);
  return { clinic, about };
}
