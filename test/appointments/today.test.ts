import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { AppointmentPage, AppointmentsAnswer } from '../../schemas/api/appointments.ts';
import type { Principal } from '../../schemas/principal.ts';
import { snils } from '../chart-examples.ts';
import {
  booking,
  type ClinicDay,
  clinicDay,
  order,
  type Patient,
  potassium,
  prescription,
  recordOf,
  report,
  visit,
} from './clinic.ts';

// It is 2 March 2026, one in the afternoon at the clinic.
const doctor: Principal = { kind: 'person', id: 'dr-12', clinics: ['north'], roles: ['physician'], staff: ['Т12'] };
const other: Principal = { ...doctor, id: 'dr-99', staff: ['Т99'] };
const DR = 'Т12^Вымыслова^Ася';

const known: Patient = { number: '1', name: 'Небылицын^Пётр^Фомич', born: '19600512', sex: 'M' };
const empty: Patient = { number: '2', name: 'Сказкина^Алёна', born: '19900101' };
const cancelled: Patient = { number: '3', name: 'Мнимая^Пелагея', born: '19700101' };
const away: Patient = { number: '4', name: 'Набросков^Еремей', born: '19750101', sex: 'M' };
const twoCharts: Patient = { number: '5', name: 'Эскизов^Прохор', born: '19800101', sex: 'M', snils: snils(5) };
const elsewhere: Patient = { ...twoCharts, number: '55', born: '19810101', domain: 'SOUTH' };
const another: Patient = { number: '6', name: 'Макетова^Лукерья', born: '19850101' };

let day: ClinicDay;
let answer: AppointmentsAnswer;
beforeAll(async () => {
  day = await clinicDay(['critical_labs', 'ddi_warfarin_nsaid', 'follow_up_not_ordered']);
  const { receive } = day;
  await receive(
    'north',
    visit(known, '202602100900', { doctor: DR, end: '202602100930', diagnosis: 'I10^Гипертензия^I10' }),
  );
  await receive('lab', potassium(known, '202602100800', '4,1'));
  await receive('north', order(known, '202602200900', 'A-77'));
  await receive('north', report(known, '202602250900', 'R-1', 'Очаг 7 мм. Рекомендована КТ через 3 месяца.'));
  await receive('lab', potassium(known, '202603020900', '6,9', { flag: 'HH' }));
  await receive('north', booking(known, '202602280900', { start: '202603021400', reason: 'БОЛЬ^Боль в груди^L' }));
  await receive('north', booking(empty, '202602280901', { start: '202603021415' }));
  await receive('north', booking(cancelled, '202602280902', { start: '202603021430' }));
  await receive('north', booking(cancelled, '202603010902', { event: 'S15', start: '202603021430' }));
  await receive('north', booking(away, '202602280903', { start: '202603020900' }));
  await receive('north', booking(away, '202603020920', { event: 'S26', start: '202603020900' }));
  await receive('north', visit(twoCharts, '202602010900', { doctor: 'Т99^Другой' }));
  await receive('south', visit(elsewhere, '202602010900'));
  await receive('lab', potassium(elsewhere, '202602020900', '7,1'));
  await receive('north', booking(twoCharts, '202602280904', { start: '202603021445' }));
  await receive('north', booking(another, '202602280905', { start: '202603021500', doctor: 'Т99^Другой' }));
  await receive('north', booking(another, '202602280906', { number: 'late', start: '202603030000' }));
  answer = await day.today(doctor, 'clinic=north');
}, 60_000);
afterAll(() => day.it.close());

const pageOf = ({ number }: Patient, of = answer): AppointmentPage => {
  const found = of.pages.find(({ patient }) => patient.record === recordOf('north', number));
  if (found === undefined) throw new Error(`no page of ${number}`);
  return found;
};

describe('my appointments today', () => {
  test('are those of the physician on the clinic’s own day, by the clock, and behind them those that do not take place', () => {
    expect(answer).toMatchObject({ day: '2026-03-02', zone: 'Asia/Yekaterinburg', physician: 'Т12', more: 0 });
    const listed = answer.pages.map(({ patient, appointment }) => [patient.record, appointment.status]);
    expect(listed).toEqual([
      [recordOf('north', '1'), 'booked'],
      [recordOf('north', '2'), 'booked'],
      [recordOf('north', '5'), 'booked'],
      [recordOf('north', '4'), 'noshow'],
      [recordOf('north', '3'), 'cancelled'],
    ]);
    expect(answer.pages.map(({ appointment }) => appointment.takesPlace)).toEqual([true, true, true, false, false]);
  });

  test('say who it is and why he comes', () => {
    expect(pageOf(known)).toMatchObject({
      patient: { name: 'Небылицын Пётр Фомич', birthDate: '1960-05-12', age: '65 лет', sex: 'male' },
      why: { known: true, text: 'Боль в груди' },
    });
    expect(pageOf(empty).why).toMatchObject({ known: false, text: 'Причина не указана' });
  });

  test('say what is new since this physician saw him, and since when that is', () => {
    const { news } = pageOf(known);
    expect(news.since).toMatchObject({ by: 'visit', text: 'После вашего осмотра 10.02' });
    expect(news.items.map(({ kind, text, abnormal }) => [kind, text, abnormal])).toEqual([
      ['result', '02.03 Биохимия: Калий 6,9 ммоль/л ↑↑', true],
      ['report', '25.02 КТ органов грудной клетки: Очаг 7 мм. Рекомендована КТ через 3 месяца.', false],
    ]);
  });

  test('name what is open', () => {
    expect(pageOf(known).open.items.map(({ kind, text }) => [kind, text])).toEqual([
      ['unacknowledged', expect.stringContaining('Критическое, никто не отметил: ')],
      ['order-without-result', 'Назначено, результата нет: Рентгенография ОГК (20.02)'],
    ]);
  });

  test('put to decision the gravest first, each with an order ready to be signed', () => {
    const { items } = pageOf(known).decide;
    expect(items.map(({ matter, severity }) => [matter.split(':')[0], severity])).toEqual([
      ['potassium', 'critical'],
      ['follow_up_not_ordered', 'info'],
    ]);
    expect(items[0]).toMatchObject({ unacknowledgedSince: expect.any(String), rule: { id: 'critical_labs' } });
    expect(items[0]?.orders[0]?.actions[0]).toMatchObject({
      type: 'create',
      resource: {
        resourceType: 'ServiceRequest',
        status: 'draft',
        priority: 'stat',
        code: { coding: [{ system: 'http://loinc.org', code: '2823-3' }] },
        subject: { reference: `Patient/${recordOf('north', '1')}` },
      },
    });
    expect(items[1]?.orders[0]?.label).toContain('Компьютерная томография');
  });

  test('of a patient of whom the region knows nothing, say so', () => {
    const page = pageOf(empty);
    expect(page).toMatchObject({ chart: 'empty', open: { items: [] }, decide: { items: [] }, news: { items: [] } });
    expect(page.news.since).toMatchObject({ by: 'unknown', text: expect.stringContaining('неизвестно') });
  });

  test('of a patient who may have another record, say that it is not shown, and show nothing of it', () => {
    const page = pageOf(twoCharts);
    expect(page.open.items).toMatchObject([{ kind: 'identity' }]);
    expect(JSON.stringify(page)).not.toContain('7,1');
    expect(page.decide.items).toEqual([]);
  });

  test('opened by another physician of the clinic, say what is new for him, who has never seen the patient', async () => {
    const theirs = await day.today(other, 'clinic=north&physician=Т12');
    expect(theirs.pages).toHaveLength(answer.pages.length);
    expect(pageOf(known, theirs).news.since).toMatchObject({ by: 'unknown' });
    expect(pageOf(twoCharts, theirs).news.since).toMatchObject({ by: 'visit' });
    const his = await day.today(other, 'clinic=north');
    expect(his.pages.map(({ patient }) => patient.record)).toEqual([recordOf('north', '6')]);
    const all = await day.today(other, 'clinic=north&all=true');
    expect(all.pages).toHaveLength(6);
  });

  test('speak English to whoever asks for it', async () => {
    const page = pageOf(known, await day.today(doctor, 'clinic=north', { 'accept-language': 'en' }));
    expect(page.news.since.text).toBe('Since your visit of 02-10');
    expect(page.decide.items[0]?.orders[0]?.label).toBe('Measure again: Potassium');
  });

  test('of another day are asked for by its date', async () => {
    const tomorrow = await day.today(doctor, 'clinic=north&date=2026-03-03');
    expect(tomorrow.pages.map(({ appointment }) => appointment.start)).toEqual(['2026-03-03T00:00:00+05:00']);
  });

  test('are for people of the clinic alone, and every chart that was read is written down', async () => {
    const target = '/appointments/today?clinic=north';
    const stranger: Principal = { ...doctor, clinics: ['south'] };
    expect((await day.ask(stranger, target)).status).toBe(403);
    expect((await day.ask({ ...doctor, kind: 'operator', clinics: [] }, target)).status).toBe(403);
    expect((await day.ask({ ...doctor, kind: 'ehr' }, target)).status).toBe(403);
    expect((await day.ask(doctor, '/appointments/today?clinic=nowhere')).status).toBe(404);
    expect((await day.ask(doctor, '/appointments/today?clinic=north&date=2026-02-30')).status).toBe(400);
    const { objects, clock } = day.world;
    const kept = await objects.list('audit', clock().toISOString().slice(0, 10).replaceAll('-', '/'));
    const events = await Promise.all(
      kept.map(async ({ key }) => Buffer.from(await objects.get('audit', key)).toString()),
    );
    const read = events.filter((one) => one.includes('read-appointments') && one.includes('"outcome":"0"'));
    expect(read.length).toBeGreaterThan(0);
    expect(read[0]).toContain(`Patient/${recordOf('north', '1')}`);
  });
});

test('what the physician has taken note of is open no longer, and stands before him again only when it is critical to others', async () => {
  const record = recordOf('north', '1');
  const { results = [] } = (await day.world.chart.advice(record)) ?? {};
  const critical = results.find(({ severity }) => severity === 'critical');
  if (critical === undefined) throw new Error('nothing critical');
  await day.world.chart.changeDelivery(
    record,
    critical.resultId,
    (stored) => stored && { ...stored, acknowledged: { at: '2026-03-02T07:30:00.000Z', by: 'dr-12' } },
  );
  const mine = pageOf(known, await day.today(doctor, 'clinic=north'));
  expect(mine.open.items.map(({ kind }) => kind)).toEqual(['noted', 'order-without-result']);
  expect(mine.decide.items.map(({ severity }) => severity)).toEqual(['info']);
  expect(mine.news.since.by).toBe('visit');
  const theirs = pageOf(known, await day.today(other, 'clinic=north&physician=Т12'));
  expect(theirs.decide.items[0]).toMatchObject({ severity: 'critical' });
  expect(theirs.decide.items[0]).not.toHaveProperty('unacknowledgedSince');
});

test('a medicine that should not be taken with another can be stopped by one signature', async () => {
  await day.receive('north', prescription(another, '202603010900', 'ВАРФ^Варфарин'));
  await day.receive('north', prescription(another, '202603010901', 'ДИКЛ^Диклофенак'));
  const page = pageOf(another, await day.today(other, 'clinic=north'));
  expect(page.news.items.map(({ text }) => text)).toContain('01.03 Назначено: Варфарин');
  const [decision] = page.decide.items;
  expect(decision?.matter).toBe('ddi_warfarin_nsaid');
  expect(decision?.orders.map(({ label }) => label).sort()).toEqual(['Отменить: Варфарин', 'Отменить: Диклофенак']);
  expect(decision?.orders[0]?.actions[0]).toMatchObject({
    type: 'update',
    resource: { resourceType: 'MedicationRequest', status: 'stopped' },
  });
});
