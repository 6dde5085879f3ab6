import { dayPatient } from '../../domain/clinic-day/patient.ts';
import type { World } from '../../platform/world.ts';
import type { DayPatient } from '../../schemas/api/clinic-day.ts';

/** The patient of a record, as little as the clinic-day routes tell of him. */
export async function patientOf(record: string, { chart }: World): Promise<DayPatient> {
  const [item] = await chart.newest(record, 'Patient', 1);
  return dayPatient(record, item?.resource?.resourceType === 'Patient' ? item.resource : undefined);
}
