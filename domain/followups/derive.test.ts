import { describe, expect, test } from '@jest/globals';
import {
  appointment,
  bornBefore,
  factsOf,
  ordered,
  patient,
  procedure,
  RECORD,
  report,
  study,
} from '../rules/examples.ts';
import type { ChartEntry } from '../rules/facts.ts';
import { followUpsOf } from './derive.ts';
import { dueOn } from './due.ts';

const adult = patient(bornBefore({ years: 60 }));
const CHEST = 'Рекомендован контроль КТ органов грудной клетки через 3 месяца.';
const at = (asOf: string, ...entries: ChartEntry[]) => followUpsOf(factsOf([adult, ...entries], { asOf }));
const MARCH = '2026-03-01T12:00:00.000Z';
const JUNE = '2026-06-01T12:00:00.000Z';
const scan = (started: string, body = 'CHEST') =>
  study('made', started, {
    modality: [{ code: 'CT' }],
    series: [{ uid: '1', modality: { code: 'CT' }, bodySite: { code: body } }],
  });

describe('the follow-up that a report recommends', () => {
  const said = report(CHEST);

  test('is proposed with its day, its sentence and what is to be done', () => {
    expect(at(MARCH, said)).toMatchObject([
      {
        record: RECORD,
        state: 'proposed',
        dueOn: '2026-05-10',
        isDueSoon: false,
        sentence: CHEST,
        source: 'report',
        what: { ru: 'Компьютерная томография: грудная клетка' },
      },
    ]);
  });
  test('is due soon a month before, and overdue when its day has passed: time alone', () => {
    expect(at('2026-04-12T12:00:00.000Z', said)).toMatchObject([{ state: 'proposed', isDueSoon: true }]);
    expect(at('2026-05-11T06:00:00.000Z', said)).toMatchObject([{ state: 'proposed' }]);
    expect(at('2026-05-12T06:00:00.000Z', said)).toMatchObject([{ state: 'overdue', isDueSoon: true }]);
  });
  test('is ordered while an order stands, overdue with it, and proposed again when it is cancelled', () => {
    const order = ordered('КТ ОГК');
    expect(at(MARCH, said, order)).toMatchObject([{ state: 'ordered', answeredBy: { by: { en: 'an order' } } }]);
    expect(at(JUNE, said, order)).toMatchObject([{ state: 'overdue' }]);
    expect(at(MARCH, said, ordered('КТ ОГК', undefined, { status: 'revoked' }))).toMatchObject([{ state: 'proposed' }]);
  });
  test('waits for an appointment that lies ahead, however late, and not for one that passed', () => {
    const booked = (start: string) => appointment('КТ органов грудной клетки', start);
    expect(at(JUNE, said, booked('2026-06-20T09:00:00Z'))).toMatchObject([{ state: 'ordered' }]);
    expect(at(JUNE, said, booked('2026-05-20T09:00:00Z'))).toMatchObject([{ state: 'overdue' }]);
    expect(at(JUNE, said, appointment('КТ ОГК', '2026-05-20T09:00:00Z', 'fulfilled'))).toMatchObject([
      { state: 'done' },
    ]);
    expect(at(JUNE, said, appointment('КТ ОГК', '2026-06-20T09:00:00Z', 'cancelled'))).toMatchObject([
      { state: 'overdue' },
    ]);
  });
  test('is done by the study, not by one of another region, of its own sitting or before it', () => {
    expect(at(JUNE, said, scan('2026-05-05T09:00:00Z'))).toMatchObject([{ state: 'done', isDueSoon: false }]);
    expect(at(JUNE, said, scan('2026-05-05T09:00:00Z', 'HEAD'))).toMatchObject([{ state: 'overdue' }]);
    expect(at(JUNE, said, scan('2026-02-01T09:00:00Z'))).toMatchObject([{ state: 'overdue' }]);
  });
  test('is declined by a human until it is done all the same', () => {
    const [one] = at(MARCH, said);
    const declined = new Map([
      [one?.id ?? '', { state: 'declined' as const, by: 'p', at: MARCH, reason: 'прежний снимок без динамики' }],
    ]);
    const stands = (asOf: string, ...entries: ChartEntry[]) =>
      followUpsOf(factsOf([adult, said, ...entries], { asOf }), declined);
    expect(stands(JUNE)).toMatchObject([{ state: 'declined', declined: { reason: 'прежний снимок без динамики' } }]);
    expect(stands(JUNE, scan('2026-05-05T09:00:00Z'))).toMatchObject([{ state: 'done' }]);
  });
  test('has the same id whatever else is in the chart, and in whatever order', () => {
    const others = [ordered('КТ ОГК'), report('Рекомендовано УЗИ почек.')];
    const ids = (entries: ChartEntry[]) => at(MARCH, ...entries).map(({ id }) => id);
    expect(ids([said, ...others])).toEqual(ids([...others, said]));
    expect(ids([said, ...others])).toContain(ids([said])[0]);
  });
  test('is no longer waited for after two years', () => {
    expect(at('2028-03-01T12:00:00.000Z', said)).toEqual([]);
  });
});

describe('a category asks for what its scale says', () => {
  test.each([
    ['BI-RADS 0', '2026-03-10', 'Дообследование'],
    ['BI-RADS 3', '2026-08-10', 'Маммография'],
    ['BI-RADS 5', '2026-02-24', 'Консультация онколога'],
    ['Lung-RADS 3', '2026-08-10', 'Низкодозная'],
    ['Lung-RADS 4A', '2026-05-10', 'Низкодозная'],
    ['Lung-RADS 4B', '2026-02-24', 'Консультация онколога'],
  ])('%s', (category, due, what) => {
    const [one, ...others] = at(MARCH, report(`Образование. ${category}.`));
    expect(others).toEqual([]);
    expect(one).toMatchObject({
      dueOn: due,
      sentence: `${category}.`,
      reason: { ru: category },
      what: { ru: expect.stringContaining(what) },
    });
  });
  test('nothing follows a normal mammogram', () => {
    expect(at(MARCH, report('Без патологии. BI-RADS 1.'))).toEqual([]);
  });
  test('a biopsy answers BI-RADS 5, a further film does not', () => {
    const said = report('Образование. BI-RADS 5.');
    const film = study('mg', '2026-02-20T09:00:00Z', { modality: [{ code: 'MG' }], series: [] });
    expect(at(MARCH, said, film)).toMatchObject([{ state: 'overdue' }]);
    expect(at(MARCH, said, ordered('Консультация онколога'))).toMatchObject([{ state: 'overdue', answeredBy: {} }]);
    expect(at(MARCH, said, procedure('Трепанобиопсия', '2026-02-20T09:00:00Z'))).toMatchObject([{ state: 'done' }]);
  });
});

test.each([
  ['2026-01-31T10:00:00Z', 1, '2026-02-28'],
  ['2026-02-10T09:00:00Z', 6, '2026-08-10'],
  ['2026-02-10T09:00:00Z', 0.5, '2026-02-25'],
  ['2026-12-15T09:00:00Z', 12, '2027-12-15'],
  ['2026-02-10T09:00:00Z', undefined, '2026-02-24'],
])('from %s in %s months it is due on %s', (from, months, due) => {
  expect(dueOn(Date.parse(from), months)).toBe(due);
});
