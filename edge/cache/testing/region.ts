import type {
  ClinicResultsAnswer,
  DayAppointment,
  DayOrder,
  DayPatient,
  DayResult,
} from '../../../schemas/api/clinic-day.ts';
import { OkaError } from '../../../schemas/errors.ts';
import type { RegionReader } from '../region.ts';

type Told = ClinicResultsAnswer['results'][number];

const BY_RULE = {
  ru: 'Рассчитано по опубликованному правилу из данных карты; решает врач',
  en: 'Calculated by a published rule from the record; the physician decides',
};
export const recordOf = (number: number): string => `0a0b0c0d-0000-8000-8000-${String(number).padStart(12, '0')}`;
export const idOf = (number: number): string => number.toString(16).padStart(64, '0');

/** An invented patient with a name that is easy to look for. */
export const somebody = (number: number, name = `Вымышленная${number} Анна`): DayPatient => ({
  record: recordOf(number),
  name,
  birthDate: '1956-04-02',
  number: `N${number}`,
});

/** A result of the patient of the same number. */
export function toldResult(number: number, changedAt: string, changes: Partial<DayResult> = {}): Told {
  const ids = { resultId: idOf(number), record: recordOf(number) };
  const result: DayResult = {
    ...{ ...ids, version: 1, state: 'current', severity: 'critical', kind: 'advice' },
    title: { ru: `Калий 7,${number}`, en: `Potassium 7.${number}` },
    lines: [{ ru: `КРИТИЧЕСКИ ВАЖНО: калий 7,${number}`, en: `CRITICAL: potassium 7.${number}` }, BY_RULE],
    sourceTime: changedAt,
    ...changes,
  };
  return { result, delivery: { ...ids, version: result.version, sentAt: changedAt, changedAt } };
}

/** A region that a test fills, takes away and brings back. Cursor and pages are as those of the real one. */
export class PlayedRegion implements Pick<RegionReader, 'results' | 'appointments' | 'orders'> {
  now: Date;
  told: Told[] = [];
  patients: DayPatient[] = [];
  appointmentsOf = new Map<string, DayAppointment[]>();
  imaging: DayOrder[] = [];
  /** What is thrown instead of an answer. */
  fault: OkaError | undefined;
  pageSize = 100;
  dayPageSize = 100;
  /** Pages of a day that stood as they were told before. */
  unchanged: string[] = [];
  asked: string[] = [];

  constructor(now: Date) {
    this.now = now;
  }

  #asOf(what: string): string {
    this.asked.push(what);
    if (this.fault) throw this.fault;
    return this.now.toISOString();
  }

  readonly results: RegionReader['results'] = async (since) => {
    const asOf = this.#asOf(`results ${since ?? ''}`.trim());
    const from = [since ?? '', new Date(this.now.getTime() - 72 * 3600_000).toISOString()].sort().at(-1) ?? '';
    const placeOf = ({ delivery }: Told): string => `${delivery.changedAt}#${delivery.record}#${delivery.resultId}`;
    const all = this.told.filter((one) => placeOf(one) > from).sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
    const results = all.slice(0, this.pageSize);
    const more = all.length > results.length;
    const records = new Set(results.map(({ result }) => result.record));
    const last = results.at(-1);
    return {
      ...{ clinic: 'north', asOf, results, more },
      patients: this.patients.filter(({ record }) => records.has(record)),
      cursor: more && last ? placeOf(last) : new Date(this.now.getTime() - 120_000).toISOString(),
    };
  };

  readonly appointments: RegionReader['appointments'] = async (day, after = '0', etag) => {
    const asOf = this.#asOf(`appointments ${day}`);
    const all = this.appointmentsOf.get(day) ?? [];
    const until = Number(after) + this.dayPageSize;
    const appointments = all.slice(Number(after), until);
    const tag = JSON.stringify(appointments);
    if (tag === etag) {
      this.unchanged.push(`${day} ${after}`);
      return undefined;
    }
    const next = until < all.length ? { next: String(until) } : {};
    return { answer: { clinic: 'north', day, zone: 'Asia/Yekaterinburg', asOf, appointments, ...next }, etag: tag };
  };

  readonly orders: RegionReader['orders'] = async (etag) => {
    const asOf = this.#asOf('orders');
    const tag = JSON.stringify(this.imaging);
    if (tag === etag) return undefined;
    return { answer: { clinic: 'north', asOf, orders: this.imaging, more: false }, etag: tag };
  };

  goAway(): void {
    this.fault = new OkaError('unavailable');
  }
}
