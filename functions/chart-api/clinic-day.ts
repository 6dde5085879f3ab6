import { dayOf, todayIn } from '../../domain/appointments/day.ts';
import { pageOf } from '../../domain/appointments/page.ts';
import { dayAppointment } from '../../domain/clinic-day/card.ts';
import { clinicById } from '../../domain/region.ts';
import { inBatches } from '../../platform/chart/batches.ts';
import { startOf } from '../../platform/chart/day-lists.ts';
import type { ApiAnswer } from '../../platform/handlers/answer.ts';
import type { ApiRoute } from '../../platform/handlers/api.ts';
import type { ApiRequest } from '../../platform/handlers/request.ts';
import { holds, small, tagOf } from '../../platform/handlers/small.ts';
import type { World } from '../../platform/world.ts';
import {
  type ClinicAppointmentsAnswer,
  ClinicAppointmentsQuery,
  type DayAppointment,
} from '../../schemas/api/clinic-day.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { Clinic } from '../../schemas/region.ts';
import { type Booked, isBooked, readPageInput } from './appointment-page.ts';
import { keepActs } from './clinic-acts.ts';
import { listOrders } from './clinic-orders.ts';
import { patientOf } from './clinic-patient.ts';
import { listResults } from './clinic-results.ts';

const MOST_APPOINTMENTS = 12;
const AT_ONCE = 8;

/** Contract 13: the edge reads of its own clinic, and of no other. */
const READ_CLINIC_DAY = 'read-clinic-day' as const;

const route = (handle: (request: ApiRequest, clinic: Clinic, world: World) => Promise<ApiAnswer>): ApiRoute => ({
  action: READ_CLINIC_DAY,
  resource: ({ query }, world) => ({ clinic: clinicOf(query, world).id, about: `clinic-day/${query.clinic}` }),
  handle: (request, world) => handle(request, clinicOf(request.query, world), world),
});

/** What the edge of a clinic keeps for days when the region is away. */
export const clinicDayRoutes: Readonly<Record<string, ApiRoute>> = {
  'GET /clinic-day/results': route(listResults),
  'GET /clinic-day/appointments': route(listAppointments),
  'GET /clinic-day/orders': route(listOrders),
  'POST /clinic-day/acts': { ...route(keepActs), action: 'tell-page-acts' },
};

function clinicOf({ clinic }: ApiRequest['query'], { region }: World): Clinic {
  const found = clinicById(region, String(clinic));
  if (found === undefined) throw new OkaError('not-found', 'clinic');
  return found;
}

/**
 * A dozen appointments of a day with their cards. What they are made of is asked first: where nothing has changed since the
 * caller's tag no chart is read.
 */
async function listAppointments(request: ApiRequest, clinic: Clinic, world: World): Promise<ApiAnswer> {
  const { chart, clock } = world;
  const { date, after } = ClinicAppointmentsQuery.parse(request.query);
  const [now, today] = [clock().toISOString(), todayIn(clock(), clinic.zone)];
  const day = date ?? today;
  const time = dayOf(day, clinic.zone);
  const all = (await chart.appointments(clinic.id, time)).filter(isBooked);
  const left = after === undefined ? all : all.filter((one) => placeOf(one) > after);
  const shown = left.slice(0, MOST_APPOINTMENTS);
  const last = shown.at(-1);
  const next = left.length > shown.length && last !== undefined ? placeOf(last) : undefined;
  const etag = tagOf([today, next, await inBatches(shown, (one) => stateOf(one, world), AT_ONCE)]);
  if (holds(request, etag)) return { status: 304, headers: { etag } };
  const read = await inBatches(
    shown,
    (one) => readOne(one, { clinic, dayFrom: time.from, now }, request, world),
    AT_ONCE,
  );
  const json: ClinicAppointmentsAnswer = {
    ...{ clinic: clinic.id, day, zone: clinic.zone, asOf: now },
    appointments: read.map(({ appointment }) => appointment),
    ...(next === undefined ? {} : { next }),
  };
  const records = new Set(read.flatMap((one) => one.records));
  const alsoAbout = [...records].map((record) => `Patient/${record}`);
  return small(request, { status: 200, json, headers: { etag }, alsoAbout });
}

const placeOf = ({ resource, id }: Booked): string => `${startOf(resource)}#${id}`;

/** All that a card follows from, in few reads: every fact raises the revision, every answer changes a delivery. */
async function stateOf({ record, id, rev }: Booked, { chart }: World): Promise<unknown> {
  const [head, advice, deliveries] = await Promise.all([
    chart.head(record),
    chart.advice(record),
    chart.deliveries(record),
  ]);
  return [id, rev, head?.revision, advice?.revision, deliveries];
}

type Asked = { readonly clinic: Clinic; readonly dayFrom: string; readonly now: string };

/** What is new is new for the physician whom the appointment is with. */
async function readOne(
  item: Booked,
  { clinic, dayFrom, now }: Asked,
  { principal }: ApiRequest,
  world: World,
): Promise<{ readonly appointment: DayAppointment; readonly records: readonly string[] }> {
  const numbers = item.resource.participant.flatMap(({ actor }) => actor?.identifier?.value ?? []);
  const about = {
    ...{ clinic, dayFrom, asOf: now, principal, language: 'ru' as const, action: READ_CLINIC_DAY },
    reader: { clinic: clinic.id, numbers },
  } as const;
  const { input, records } = await readPageInput(item, about, world);
  const pages = { ru: pageOf(input), en: pageOf({ ...input, language: 'en' }) };
  return { appointment: dayAppointment(pages, await patientOf(item.record, world)), records };
}
