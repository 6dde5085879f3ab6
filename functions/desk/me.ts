import { may } from '../../domain/access/may.ts';
import { type ROLES, verdictsOf } from '../../domain/access/roles.ts';
import { escalationOf } from '../../domain/delivery/way/states.ts';
import { RANKS } from '../../domain/desk/rank.ts';
import { inBatches } from '../../platform/chart/batches.ts';
import type { ApiAnswer } from '../../platform/handlers/answer.ts';
import { languageOf } from '../../platform/handlers/language.ts';
import type { ApiRequest } from '../../platform/handlers/request.ts';
import { small } from '../../platform/handlers/small.ts';
import type { World } from '../../platform/world.ts';
import type { DeskMe } from '../../schemas/api/desk-me.ts';
import type { Clinic } from '../../schemas/region.ts';

/** Roles that settle whose a study is, beside those who treat. */
const RECONCILERS = ['registrar', 'radiographer', 'feldsher', 'physician', 'radiologist'];
/** Critical results are counted up to here. */
export const MOST_CRITICAL = 100;

/** Who is signed in and what his pages may offer; of clinics that the region does not know nothing is said. */
export async function readMe(request: ApiRequest, world: World): Promise<ApiAnswer> {
  const { principal, headers } = request;
  const { region, clock } = world;
  const { id, roles, staff = [] } = principal;
  const name = region.people.find((one) => one.id === id)?.name ?? principal.name;
  const clinics = region.clinics.filter((clinic) => principal.clinics.includes(clinic.id));
  const isHis = (action: keyof typeof ROLES): boolean =>
    clinics.some((clinic) => may(principal, action, { clinic: clinic.id }));
  const json: DeskMe = {
    asOf: clock().toISOString(),
    id,
    ...(name === undefined ? {} : { name }),
    roles,
    staff,
    language: languageOf(headers),
    region: { title: region.title, zone: region.zone },
    clinics: await inBatches(clinics, (clinic) => atClinic(clinic, isHis('read-worklist'), world)),
    may: {
      readCharts: isHis('open-chart'),
      acknowledge: isHis('acknowledge-result'),
      order: isHis('sign-order'),
      takeAlarm: isHis('take-alarm'),
      statement: isHis('sign-statement') ? [...verdictsOf(roles)] : [],
      reconcile: roles.some((role) => RECONCILERS.includes(role)),
      changeDuty: roles.includes('duty-manager'),
    },
  };
  return small(request, { status: 200, json });
}

/** How many critical results wait there: numbers, and only for who may open them. */
async function atClinic(
  { id, title, zone }: Clinic,
  isClinical: boolean,
  { chart }: World,
): Promise<DeskMe['clinics'][number]> {
  if (!isClinical) return { id, title, zone, alarms: 0, critical: 0 };
  const [alarms, critical] = await Promise.all([
    chart.alarms(id),
    chart.work.open({ clinic: id }, { limit: MOST_CRITICAL, before: RANKS.warning }),
  ]);
  const sounding = alarms.filter((delivery) => escalationOf(delivery) === 'alarm');
  return { id, title, zone, alarms: sounding.length, critical: critical.length };
}
