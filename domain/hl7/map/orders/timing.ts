import { lookUp } from '../../look-up.ts';
import type { Repetition, Segment } from '../../read/message.ts';
import { readTimeOfDay } from '../../time.ts';
import type { Draft } from '../draft.ts';
import type { OrderBlock } from './orders.ts';

/** When and how often something is to be done or taken, from one TQ1 or one repetition of TQ. */
export type Schedule = {
  readonly timing: fhir4.Timing | undefined;
  /** As sent: `TID`, `Q6H`. */
  readonly pattern: string | undefined;
  readonly start: string | undefined;
  readonly end: string | undefined;
  readonly asNeeded: boolean;
  /** Condition and instruction in words. */
  readonly text: string | undefined;
};

type Repeat = NonNullable<fhir4.Timing['repeat']>;

/** HL7 table 0335: repeat patterns without a number in them. */
const PATTERNS: Readonly<Record<string, Repeat>> = {
  ONCE: { count: 1 },
  QD: { frequency: 1, period: 1, periodUnit: 'd' },
  DAILY: { frequency: 1, period: 1, periodUnit: 'd' },
  QAM: { frequency: 1, period: 1, periodUnit: 'd', when: ['MORN'] },
  QPM: { frequency: 1, period: 1, periodUnit: 'd', when: ['EVE'] },
  QHS: { frequency: 1, period: 1, periodUnit: 'd', when: ['HS'] },
  QOD: { frequency: 1, period: 2, periodUnit: 'd' },
  BID: { frequency: 2, period: 1, periodUnit: 'd' },
  TID: { frequency: 3, period: 1, periodUnit: 'd' },
  QID: { frequency: 4, period: 1, periodUnit: 'd' },
};
/** `Q6H`, `Q2D`, `5ID`: HL7 table 0335; `J` is a day of the week there and left as text. */
const PERIODS: Readonly<Record<string, Repeat['periodUnit']>> = { S: 's', M: 'min', H: 'h', D: 'd', W: 'wk', L: 'mo' };

function repeatOf(pattern: string): Repeat | undefined {
  const known = lookUp(PATTERNS, pattern);
  if (known !== undefined) return known;
  const [, every, unit] = /^Q(\d{1,3})([SMHDWL])$/.exec(pattern) ?? [];
  const periodUnit = lookUp(PERIODS, unit);
  if (every !== undefined && periodUnit !== undefined && Number(every) > 0)
    return { frequency: 1, period: Number(every), periodUnit };
  const times = /^(\d{1,2})ID$/.exec(pattern)?.[1];
  return times === undefined || Number(times) === 0
    ? undefined
    : { frequency: Number(times), period: 1, periodUnit: 'd' };
}

type Parts = {
  readonly pattern: string | undefined;
  readonly times: readonly (string | undefined)[];
  readonly start: string | undefined;
  readonly end: string | undefined;
  readonly words: readonly (string | undefined)[];
};

function scheduleOf({ pattern, times, start, end, words }: Parts, draft: Draft): Schedule {
  const [from, to] = [draft.time(start)?.dateTime, draft.time(end)?.dateTime];
  const asNeeded = /^PRN/i.test(pattern ?? '');
  const named = pattern?.toUpperCase().replace(/^PRN\s*/, '');
  const repeat = named ? repeatOf(named) : undefined;
  const timeOfDay = times.map((time) => readTimeOfDay(time?.replaceAll(':', ''))).filter((time) => time !== undefined);
  // FHIR R4 tim-9, tim-10: times of day take the place of `when`.
  const { when, ...counted } = repeat ?? {};
  const whole: Repeat = {
    ...counted,
    ...(timeOfDay.length > 0 ? { timeOfDay } : when && { when }),
    ...((from ?? to) && { boundsPeriod: { ...(from && { start: from }), ...(to && { end: to }) } }),
  };
  const hasRepeat = Object.keys(whole).length > 0;
  const text = [...new Set(words.filter((word) => word !== undefined))].join('; ');
  return {
    timing:
      hasRepeat || named
        ? { ...(hasRepeat && { repeat: whole }), ...(named && { code: { text: pattern as string } }) }
        : undefined,
    pattern,
    start: from,
    end: to,
    asNeeded,
    text: text === '' ? undefined : text,
  };
}

/** TQ1 (HL7 v2.5.1 ch. 4.5.4). */
const ofTq1 = (tq1: Segment, draft: Draft): Schedule =>
  scheduleOf(
    {
      pattern: tq1.text(3),
      times: tq1.repetitions(4).map((repetition) => repetition.text()),
      start: tq1.text(7),
      end: tq1.text(8),
      words: [tq1.text(10), tq1.text(11)],
    },
    draft,
  );

/** TQ (ch. 2.A.81), in ORC-7, OBR-27 and RXE-1 up to v2.4: interval TQ.2, start TQ.4, end TQ.5, condition TQ.7, text TQ.8. */
const ofTq = (tq: Repetition, draft: Draft): Schedule =>
  scheduleOf(
    {
      pattern: tq.text(2, 1),
      times: (tq.text(2, 2) ?? '').split(','),
      start: tq.text(4),
      end: tq.text(5),
      words: [tq.text(7), tq.text(8)],
    },
    draft,
  );

/** The schedules of an order: its TQ1, else the TQ of RXE-1, ORC-7 or OBR-27. */
export function schedulesOf({ tq1, rxe, orc, obr }: OrderBlock, draft: Draft): Schedule[] {
  const sent =
    tq1.length > 0
      ? tq1.map((one) => ofTq1(one, draft))
      : [rxe?.repetitions(1), orc?.repetitions(7), obr?.repetitions(27)]
          .map((repetitions) => (repetitions ?? []).map((one) => ofTq(one, draft)))
          .find((schedules) => schedules.some(({ timing, text }) => timing !== undefined || text !== undefined));
  return (sent ?? []).filter(({ timing, text, asNeeded }) => timing !== undefined || text !== undefined || asNeeded);
}

/** TQ1-9, TQ.6 in OBR-27 and ORC-7, or OBR-5 (tables 0485, 0027) → FHIR priority. */
export function priorityOf({ obr, orc, tq1 }: OrderBlock): fhir4.ServiceRequest['priority'] | undefined {
  const sent = obr?.text(27, 6) ?? tq1[0]?.text(9) ?? orc?.text(7, 6) ?? obr?.text(5);
  const known: Readonly<Record<string, fhir4.ServiceRequest['priority']>> = {
    S: 'stat',
    A: 'asap',
    P: 'urgent',
    U: 'urgent',
    R: 'routine',
  };
  return lookUp(known, sent?.charAt(0).toUpperCase());
}
