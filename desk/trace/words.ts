import type { TraceStep } from '../../schemas/api/desk-trace.ts';
import type { Bilingual } from '../words/words.ts';

export const TRACE = {
  title: { ru: 'Путь результата', en: 'The way of the result' },
  back: { ru: 'К результату', en: 'To the result' },
  systems: { ru: 'система', en: 'system' },
  humans: { ru: 'человек', en: 'human' },
  noTime: { ru: 'время не записано', en: 'the time was not recorded' },
  waits: { ru: 'ещё нет', en: 'not yet' },
  version: { ru: 'версия {version}', en: 'version {version}' },
  empty: { ru: 'О пути этого результата ничего не записано.', en: 'Nothing was recorded of the way of this result.' },
  legend: {
    ru: 'Круг – система, квадрат – человек, «!» – сбой или просрочка. «Доставлено» говорит система, «принято» – только человек.',
    en: 'A circle is a system, a square a human, “!” a failure or a deadline that is over. “Delivered” is what a system says, “acknowledged” only what a human does.',
  },
} as const satisfies Record<string, Bilingual>;

/** Steps that only a human takes (ARCHITECTURE, "Words"): what systems said never stands among them. */
const BY_HUMANS: ReadonlySet<TraceStep> = new Set<TraceStep>([
  'read',
  'acknowledged',
  'acted',
  'alarm-taken',
  'statement',
  'report',
]);
export const isByHuman = (step: TraceStep): boolean => BY_HUMANS.has(step);
