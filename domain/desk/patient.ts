import type { DayPatient } from '../../schemas/api/clinic-day.ts';
import type { DeskPatient } from '../../schemas/api/desk-parts.ts';

/** The line by which a patient is told from another one; the record stays in addresses, it is no number of a clinic. */
export function deskPatient({ record: _record, domain: _domain, ...patient }: DayPatient): DeskPatient {
  return patient;
}
