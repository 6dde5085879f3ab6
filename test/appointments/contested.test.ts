import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { OkaError } from '../../schemas/errors.ts';
import type { Principal } from '../../schemas/principal.ts';
import { film } from '../identity/story.ts';
import { booking, type ClinicDay, clinicDay, type Patient, recordOf, visit } from './clinic.ts';

// It boots its stores; a busy machine needs its time.
jest.setTimeout(120_000);

const doctor: Principal = { kind: 'person', id: 'dr-12', clinics: ['north'], roles: ['physician'], staff: ['Т12'] };
const one: Patient = { number: '1', name: 'Небылицына^Анна', born: '20230201' };
const two: Patient = { number: '2', name: 'Сказкина^Инна', born: '20230201' };
const owners = { [recordOf('north', '1')]: 'north', [recordOf('north', '2')]: 'north' };

let day: ClinicDay;
beforeEach(async () => {
  day = await clinicDay([]);
  await day.receive('north', visit(one, '202602010900'));
  await day.receive('north', visit(two, '202602010900'));
  await day.receive('north', booking(one, '202602280900', { start: '202603021400' }));
});
afterEach(() => day.it.close());

/** Kinds of what is open and of what is news, on the one page of the day. */
async function shown(): Promise<{ open: string[]; news: string[] }> {
  const [page, ...others] = (await day.today(doctor, 'clinic=north&all=true')).pages;
  if (page === undefined || others.length > 0) throw new Error('one page');
  return { open: page.open.items.map(({ kind }) => kind), news: page.news.items.map(({ kind }) => kind) };
}

test('a study that stands in another patient’s chart too is on nobody’s page, and is open until somebody has settled it', async () => {
  await day.tell({ items: film(recordOf('north', '1')), owners });
  expect(await shown()).toEqual({ open: [], news: ['finding'] });
  await day.tell({ items: film(recordOf('north', '2')), owners });
  expect(await shown()).toEqual({ open: ['unreconciled'], news: [] });
});

test('a patient whose records are joined with too many others closes nobody’s day: he alone is shown by his own record', async () => {
  await day.tell({ items: film(recordOf('north', '1')), owners });
  const tooWide = jest.spyOn(day.world.chart, 'person').mockRejectedValue(new OkaError('chart-too-wide'));
  expect(await shown()).toEqual({ open: ['person-too-wide'], news: ['finding'] });
  tooWide.mockRestore();
});
