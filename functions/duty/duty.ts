import { deputiesOf, isAbsent } from '../../domain/duty/absence.ts';
import { onDuty } from '../../domain/duty/on-duty.ts';
import { hasEdge, silenceOf } from '../../domain/duty/silence.ts';
import type { ApiRequest } from '../../platform/handlers/request.ts';
import type { World } from '../../platform/world.ts';
import type { DutyAnswer } from '../../schemas/api/duty.ts';
import { DUTY_ROLES, type DutyRole } from '../../schemas/duty.ts';
import type { Clinic } from '../../schemas/region.ts';
import { mayChangeAll } from './changes.ts';

/** Who is on duty at `at`, now unless asked; names of staff, no telephone numbers and no patient data. */
export async function readDuty(
  { query, principal }: ApiRequest,
  clinic: Clinic,
  { chart, region, clock }: World,
): Promise<DutyAnswer> {
  const asOf = clock().toISOString();
  const at = query.at === undefined ? asOf : String(query.at);
  // A change that is over by now may have held at an instant that is past.
  const changes = await chart.duty.changes([at, asOf].sort()[0] ?? at);
  const { toldOf: _, ...contact } = await chart.contacts.of(clinic.id);
  const staff = region.people.filter(({ clinics }) => clinics.includes(clinic.id));
  const known = new Set(region.people.map(({ id }) => id));
  const of = (role: DutyRole): DutyAnswer['onDuty'][DutyRole] =>
    onDuty(region, changes, { clinic: clinic.id, role, at }).map(({ person, ...rest }) => ({
      ...{ person: person.id, name: person.name },
      ...rest,
    }));
  return {
    ...{ clinic: clinic.id, title: clinic.title, zone: clinic.zone, at, asOf },
    onDuty: Object.fromEntries(DUTY_ROLES.map((role) => [role, of(role)])) as DutyAnswer['onDuty'],
    people: staff.map(({ id, name, roles }) => {
      const absent = isAbsent(id, changes, at);
      const deputies = absent ? deputiesOf(id, region, changes, at).map((person) => person.id) : [];
      return { person: id, name, roles, isAbsent: absent, deputies };
    }),
    changes: changes.filter(({ clinic: of, change }) => of === clinic.id && known.has(change.person)),
    mayChange: mayChangeAll(principal) ? 'everything' : 'own-absence',
    gateway: region.gateway !== undefined,
    ...(hasEdge(clinic) ? { contact: { ...contact, ...silenceOf(contact, region, asOf) } } : {}),
  };
}
