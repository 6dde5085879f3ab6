import type { AppointmentPage } from '../../schemas/api/appointments.ts';
import type { DayAppointment, DayCard, DayPatient } from '../../schemas/api/clinic-day.ts';

/** An appointment with its card in both languages; the pages are of one appointment, each in its language. */
export function dayAppointment(
  { ru, en }: { readonly ru: AppointmentPage; readonly en: AppointmentPage },
  patient: DayPatient,
): DayAppointment {
  const { id, start, end, status, takesPlace, with: people } = ru.appointment;
  return {
    ...{ id, start, ...(end ? { end } : {}), status, takesPlace, with: people },
    patient,
    chart: ru.chart,
    card: { ru: cardOf(ru), en: cardOf(en) },
  };
}

/** Without references and orders: at the edge's page nothing is opened further and nothing is signed. */
function cardOf({ why, news, open, decide }: AppointmentPage): DayCard {
  return {
    why: { known: why.known, text: why.text },
    news: news.items.map(({ at, text, abnormal }) => ({ ...(at ? { at } : {}), text, abnormal })),
    newsMore: news.more,
    newsSince: news.since.text,
    open: open.items.map(({ text }) => text),
    openMore: open.more,
    decide: decide.items.map(({ severity, summary, action, facts, unacknowledgedSince }) => ({
      ...{ severity, summary, action, facts },
      ...(unacknowledgedSince ? { unacknowledgedSince } : {}),
    })),
    decideMore: decide.more,
  };
}
