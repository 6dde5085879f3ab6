import type { DutyChange, StoredDutyChange } from '../../schemas/duty.ts';
import { RegionFile } from '../../schemas/region.ts';

const clinic = (id: string, number: number, zone: string) => ({
  id,
  title: { en: `${id} hospital`, ru: `больница ${id}` },
  oid: `1.2.643.5.1.13.13.12.2.88.${number}`,
  zone,
  domains: [],
  senders: [],
  ehr: 'mis',
});
const person = (id: string, more: object = {}) => ({ id, name: `Dr ${id}`, clinics: ['north'], ...more });
const everyDay = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/**
 * An invented region of two clinics in two zones. `north`: days by `day`, nights by `night`; `south` has no duty of its own.
 * The region's is `first`, then `second`. Berlin moves its clocks, Yekaterinburg does not.
 */
export const dutyRegion = (change: object = {}): RegionFile =>
  RegionFile.parse({
    id: 'duty',
    title: { en: 'Duty', ru: 'Дежурство' },
    zone: 'Asia/Yekaterinburg',
    audience: 'https://oka.test',
    clinics: [clinic('north', 1, 'Europe/Berlin'), clinic('south', 2, 'Asia/Yekaterinburg')],
    ehrs: [{ id: 'mis', title: { en: 'MIS', ru: 'МИС' }, replaces: true }],
    critical: { deadlineSeconds: 900 },
    people: [
      person('day', { deputies: ['deputy', 'other'], staff: [{ clinic: 'north', number: 'T1' }] }),
      ...['night', 'deputy', 'other', 'first', 'second'].map((id) => person(id)),
    ],
    duty: [
      { clinic: 'north', days: everyDay, from: '08:00', to: '20:00', people: ['day'] },
      { clinic: 'north', days: everyDay, from: '20:00', to: '08:00', people: ['night'] },
      { days: everyDay, from: '00:00', to: '00:00', people: ['first', 'second'] },
    ],
    ...change,
  });

let told = 0;
/** A change as it is stored; the later it is made the newer it is. */
export function toldChange(change: DutyChange, more: Partial<StoredDutyChange> = {}): StoredDutyChange {
  told += 1;
  const at = new Date(Date.UTC(2026, 0, 1, 0, 0, told)).toISOString();
  const id = told.toString(16).padStart(32, '0');
  return { id, clinic: 'north', change, said: { by: 'manager', at }, ...more };
}
