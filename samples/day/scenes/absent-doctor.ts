import type { Clinics } from '../clinics.ts';
import { ABSENT } from '../people.ts';
import { potassium } from '../values.ts';

/**
 * A woman whose doctor is not at work today: her potassium is critical. Nobody asks the absent; whoever is on duty is asked
 * by the desk and by SMS, and takes note.
 */
export function absentDoctor({ comes, laboratory }: Clinics): void {
  const patient = comes(ABSENT.patient, 60, undefined, {}, `${ABSENT.staff}^Отлучкин`);
  laboratory(patient, 45, 'L-9025', [potassium('6,9', 'HH')]);
}
