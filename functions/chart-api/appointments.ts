import { dayOf, todayIn } from '../../domain/appointments/day.ts';
import { isStaff, type Staff, takesPlace } from '../../domain/appointments/facts.ts';
import { clinicById } from '../../domain/region.ts';
import { inBatches } from '../../platform/chart/batches.ts';
import type { ApiAnswer } from '../../platform/handlers/answer.ts';
import type { ApiRoute } from '../../platform/handlers/api.ts';
import { languageOf } from '../../platform/handlers/language.ts';
import type { ApiRequest } from '../../platform/handlers/request.ts';
import type { World } from '../../platform/world.ts';
import { type AppointmentsAnswer, AppointmentsQuery } from '../../schemas/api/appointments.ts';
import { OkaError } from '../../schemas/errors.ts';
import { isBooked, readPage } from './appointment-page.ts';

/** Pages of one answer: a long day of one physician. */
const MOST_PAGES = 60;
/** Charts read at a time. */
const AT_ONCE = 8;

export const appointmentRoutes: Readonly<Record<string, ApiRoute>> = {
  'GET /appointments/today': {
    action: 'read-appointments',
    resource: ({ query }, { region }) => {
      const { clinic } = AppointmentsQuery.parse(query);
      if (clinicById(region, clinic) === undefined) throw new OkaError('not-found', 'clinic');
      return { clinic, about: `appointments/${clinic}` };
    },
    handle: listAppointments,
  },
};

/**
 * The day of a physician at his clinic, one page for each patient; those who do not come stand at the end. Any physician of
 * the clinic may open the day of another who is away: what is new is then new for him who reads.
 */
async function listAppointments({ query, principal, headers }: ApiRequest, world: World): Promise<ApiAnswer> {
  const { chart, region, clock } = world;
  const asked = AppointmentsQuery.parse(query);
  const clinic = clinicById(region, asked.clinic);
  if (clinic === undefined) throw new OkaError('not-found', 'clinic');
  const now = clock();
  const day = asked.date ?? todayIn(now, clinic.zone);
  const time = dayOf(day, clinic.zone);
  const own = principal.staff ?? [];
  const wanted = asked.all ? [] : asked.physician === undefined ? own : [asked.physician];
  const booked = (await chart.appointments(clinic.id, time))
    .filter(isBooked)
    .filter(({ resource }) => wanted.length === 0 || isWith(resource, { clinic: clinic.id, numbers: wanted }))
    .sort((a, b) => Number(takesPlace(b.resource)) - Number(takesPlace(a.resource)));
  // A token that names no staff number says not who reads: then he is whose day he asks for.
  const numbers = own.length > 0 ? own : wanted;
  const reader: Staff = { id: principal.id, clinic: clinic.id, numbers };
  const shown = booked.slice(0, MOST_PAGES);
  const about = {
    clinic,
    dayFrom: time.from,
    asOf: now.toISOString(),
    language: languageOf(headers),
    reader,
    principal,
  };
  const pages = await inBatches(shown, (one) => readPage(one, about, world), AT_ONCE);
  const answer: AppointmentsAnswer = {
    clinic: clinic.id,
    day,
    zone: clinic.zone,
    ...(wanted[0] === undefined ? {} : { physician: wanted[0] }),
    asOf: now.toISOString(),
    pages: pages.map(({ page }) => page),
    more: booked.length - shown.length,
  };
  const read = new Set(pages.flatMap(({ records }) => records));
  return { status: 200, json: answer, alsoAbout: [...read].map((record) => `Patient/${record}`) };
}

const isWith = ({ participant }: fhir4.Appointment, staff: Staff): boolean =>
  participant.some(({ actor, status }) => status !== 'declined' && actor && isStaff(actor, staff.clinic, staff));
