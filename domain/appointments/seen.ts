import type { SinceLine } from '../../schemas/api/appointments.ts';
import { type Fact, factsOfType, isStaff, shortDay, whenOf } from './facts.ts';
import type { PageInput } from './page.ts';

/** Where nobody knows when the physician last saw the patient, so much is shown as new. */
const SHOWN_DAYS = 30;
const DAY_MS = 24 * 3600_000;

type Seen = { readonly by: Exclude<SinceLine['by'], 'unknown'>; readonly at: number };

/**
 * When this physician last saw the patient before the day of the page: a visit that names him, or an appointment with him
 * that was kept. Where there is none, the last result of the patient that he took note of; else it is not known, which is
 * said. A visit ends what is new: taking note of one result from afar does not, while a visit is known.
 */
export function lastSeen(input: PageInput): SinceLine {
  const { asOf, language } = input;
  const seen = [...visits(input), ...kept(input)].sort((a, b) => b.at - a.at)[0] ?? noted(input)[0];
  if (seen === undefined) {
    const at = new Date(Date.parse(asOf) - SHOWN_DAYS * DAY_MS).toISOString();
    const text =
      language === 'ru'
        ? `Когда вы видели пациента, неизвестно; показано за ${SHOWN_DAYS} дней`
        : `When you last saw him is not known; of the last ${SHOWN_DAYS} days`;
    return { by: 'unknown', at, text };
  }
  const at = new Date(seen.at).toISOString();
  return { by: seen.by, at, text: `${WORDS[seen.by][language]} ${shortDay(at, input)}` };
}

const WORDS = {
  visit: { en: 'Since your visit of', ru: 'После вашего осмотра' },
  appointment: { en: 'Since his appointment with you of', ru: 'После приёма у вас' },
  acknowledgement: { en: 'Since you took note of a result,', ru: 'С тех пор, как вы отметили результат,' },
} as const;

function visits({ facts, reader, dayFrom }: PageInput): Seen[] {
  return factsOfType(facts, 'Encounter').flatMap(({ resource, clinic }) => {
    const { participant = [], period, status } = resource;
    const named = participant.some(({ individual }) => individual && isStaff(individual, clinic, reader));
    if (!named || ['cancelled', 'entered-in-error', 'planned'].includes(status)) return [];
    return before(period?.end ?? period?.start, dayFrom).map((at) => ({ by: 'visit' as const, at }));
  });
}

const KEPT = new Set(['fulfilled', 'arrived', 'checked-in']);

function kept({ facts, reader, dayFrom, appointment }: PageInput): Seen[] {
  return factsOfType(facts, 'Appointment').flatMap(({ resource, clinic, id }) => {
    const withHim = resource.participant.some(
      ({ actor, status }) => status !== 'declined' && actor && isStaff(actor, clinic, reader),
    );
    if (!withHim || id === appointment.id || !KEPT.has(resource.status)) return [];
    return before(resource.start, dayFrom).map((at) => ({ by: 'appointment' as const, at }));
  });
}

function noted({ deliveries, reader }: PageInput): Seen[] {
  const mine = deliveries.flatMap(({ acknowledged }) =>
    acknowledged && acknowledged.by === reader.id ? [Date.parse(acknowledged.at)] : [],
  );
  return mine.sort((a, b) => b - a).map((at) => ({ by: 'acknowledgement' as const, at }));
}

/** A visit of a day alone is read as its beginning: rather show a thing twice than not at all. */
const before = (time: string | undefined, dayFrom: string): number[] => {
  const at = whenOf(time)?.earliest;
  return at !== undefined && at < Date.parse(dayFrom) ? [at] : [];
};

/** Whether a source has said it, or a result has been told, since then. */
export const isSinceSeen = ({ saidAt }: Pick<Fact, 'saidAt'>, since: string): boolean => saidAt > since;
