import { type Clinics, type DayContext, openClinics } from './clinics.ts';
import { absentDoctor } from './scenes/absent-doctor.ts';
import { adults } from './scenes/adults.ts';
import { appointments } from './scenes/appointments.ts';
import { childrenAtTheHospital } from './scenes/children-at-the-hospital.ts';
import { childrenAtThePost } from './scenes/children-at-the-post.ts';
import { identities } from './scenes/identities.ts';
import { otherObjects } from './scenes/other-objects.ts';
import { records } from './scenes/records.ts';

/** The day, in the order of sending: happy ways and unhappy ones stand side by side, each named after its person. */
export function scenes(context: DayContext): Pick<Clinics, 'sent' | 'deadLinks'> {
  const clinics = openClinics(context);
  for (const play of [
    childrenAtTheHospital,
    childrenAtThePost,
    otherObjects,
    adults,
    records,
    identities,
    appointments,
    absentDoctor,
  ])
    play(clinics);
  return clinics;
}
