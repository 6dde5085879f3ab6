import {
  AppointmentContent,
  AppointmentState,
  AppointmentTime,
  contentOf,
  type OrderContent,
  Whose,
} from '../contents.ts';
import type { WorklistFact } from '../facts.ts';

/** An appointment that stands. */
export type Booked = {
  readonly fact: WorklistFact;
  readonly whose: Whose;
  readonly content: AppointmentContent;
  readonly start: string | undefined;
  readonly timed: boolean;
};

const NOTHING: AppointmentContent = { placers: [], fillers: [], services: [], stations: [] };

export const bookedIn = (facts: readonly WorklistFact[]): Booked[] =>
  facts.flatMap((fact) => {
    const whose = contentOf(fact, 'whose', Whose);
    if (fact.kind !== 'appointment' || whose === undefined) return [];
    if (contentOf(fact, 'state', AppointmentState)?.booked !== true) return [];
    const time = contentOf(fact, 'time', AppointmentTime);
    const content = contentOf(fact, 'content', AppointmentContent) ?? NOTHING;
    return [{ fact, whose, content, start: time?.start, timed: time?.timed ?? false }];
  });

/** Whether an appointment says that it is for this order, by its number (SCH-26, SCH-27). */
export const isForOrder = ({ content }: Booked, order: OrderContent): boolean =>
  (order.placer !== undefined && content.placers.includes(order.placer)) ||
  (order.filler !== undefined && content.fillers.includes(order.filler));

/** Whether it names no order, and is for what this one asks for. */
export const isForService = ({ content }: Booked, order: OrderContent): boolean => {
  if (content.placers.length + content.fillers.length > 0) return false;
  const asked = new Set(
    [order.procedure, ...order.steps.map(({ protocol }) => protocol)].flatMap(
      (code) => code?.value.toLowerCase() ?? [],
    ),
  );
  return content.services.some(({ value }) => asked.has(value.toLowerCase()));
};
