import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { TestChart } from '../chart.ts';
import { randomOf, shuffled } from '../random.ts';
import { type SenderName, type StoryInput, said, segment, timeOf, type When } from './message.ts';
import { differences, type Fingerprint, play } from './play.ts';
import { openQuietChart } from './quiet-chart.ts';

jest.setTimeout(300_000);

/** One patient from his registration to the day after; each line a message, in the order in which it happened. */
function story(): StoryInput[] {
  let minute = -40;
  const inputs: StoryInput[] = [];
  const tell = (
    sender: SenderName,
    type: string,
    segments: (at: When) => readonly string[],
    clock: When['clock'] = 'right',
  ) => {
    minute += 1;
    const at: When = { minute, clock };
    inputs.push(said(sender, type, segments(at), at));
  };
  const pid = (number: string, domain = 'HOS'): string =>
    segment('PID', {
      ...{ 1: '1', 3: `${number}^^^${domain}^PI~112-233-445 95^^^&1.2.643.100.3&ISO^SS` },
      ...{ 5: 'Небылицын^Пётр^Фомич', 7: '19480512', 8: 'M' },
    });
  const own = pid('70001');
  // Registered once more by mistake, without papers.
  const other = segment('PID', { 1: '1', 3: '70002^^^HOS^PI', 5: 'Небылицын^Петр', 7: '1948', 8: 'M' });
  const visit = (ward: string, more: Record<number, string> = {}): string =>
    segment('PV1', { 1: '1', 2: 'I', 3: ward, 19: 'V-1', 44: '20260302130000', ...more });

  tell('his', 'ADT^A28', () => [own]);
  tell('his', 'ADT^A01', (at) => [
    own,
    visit('ТЕР^12^3'),
    segment('DG1', { 1: '1', 3: 'J18.9^Пневмония^I10', 5: timeOf('his', at), 6: 'A' }),
  ]);
  tell('his', 'ADT^A31', () => [own, segment('AL1', { 1: '1', 2: 'DA', 3: 'ПЕН^Пенициллин^L', 4: 'SV' })]);
  tell('his', 'ORM^O01', (at) => order('NW', 'N-1', 'РГ-ОГК^Рентгенография^L', at));
  tell('his', 'ORM^O01', (at) => order('NW', 'N-2', 'КТ-ОГК^КТ^L', at));
  tell('lis', 'ORU^R01', (at) => potassium('7,2', 'P', at));
  tell('lis', 'ORU^R01', (at) => potassium('7,0', 'F', at));
  tell('ris', 'ORU^R01', (at) => report('Предварительно.', 'P', at));
  tell('his', 'ADT^A02', () => [own, visit('ХИР^2^1')]);
  tell('his', 'ADT^A12', () => [own, visit('ТЕР^12^3')]);
  tell('lis', 'ORU^R01', (at) => potassium('4,6', 'C', at));
  tell('his', 'ORM^O01', (at) => order('CA', 'N-2', 'КТ-ОГК^КТ^L', at));
  tell('ris', 'ORU^R01', (at) => report('Инфильтрация справа.', 'F', at));
  tell('his', 'ADT^A28', () => [other]);
  tell('his', 'ADT^A40', () => [own, 'MRG|70002^^^HOS^PI']);
  tell('his', 'SIU^S12', () => appointment('20260303100000'));
  tell('his', 'SIU^S13', () => appointment('20260304100000'));
  tell('his', 'MDM^T02', (at) => document('D-1', '', 'Выписка.', at));
  tell('his', 'MDM^T10', (at) => document('D-2', 'D-1', 'Выписка, исправлена.', at));
  tell('his', 'ADT^A37', () => [own, other]);
  tell('his', 'SIU^S15', () => appointment('20260304100000'));
  tell('his', 'ADT^A03', () => [own, visit('ТЕР^12^3', { 45: '20260302150000' })]);
  tell('his', 'ADT^A13', () => [own, visit('ТЕР^12^3')]);
  tell('his', 'ADT^A03', () => [own, visit('ТЕР^12^3', { 45: '20260302151500' })]);
  tell('district', 'ADT^A04', () => [pid('5001', 'DIS'), segment('PV1', { 1: '1', 2: 'O', 19: 'W-1' })]);
  // A clock that runs ahead must not win, nor one that gives no time at all.
  tell('his', 'ADT^A08', () => [own, visit('РЕАН^1^1')], 'ahead');
  tell('lis', 'ORU^R01', (at) => potassium('9,9', 'F', at), 'none');
  return inputs;

  function order(control: string, placer: string, service: string, at: When): string[] {
    const orc = segment('ORC', { 1: control, 2: placer, 9: timeOf('his', at) });
    return [own, orc, segment('OBR', { 1: '1', 2: placer, 4: service, 18: `A-${placer}` })];
  }
  function potassium(value: string, status: string, at: When): string[] {
    const obr = segment('OBR', {
      1: '1',
      3: 'F-1',
      4: 'БХ^Биохимия^L',
      7: '20260302110000',
      22: timeOf('lis', at),
      25: status,
    });
    return [own, obr, segment('OBX', { 1: '1', 2: 'NM', 3: 'КАЛИЙ^Калий^L', 5: value, 6: 'ммоль/л', 11: status })];
  }
  function report(text: string, status: string, at: When): string[] {
    const obr = segment('OBR', {
      1: '1',
      2: 'N-1',
      3: 'R-1',
      4: 'РГ-ОГК^Рентгенография^L',
      18: 'A-N-1',
      22: timeOf('ris', at),
      24: 'RAD',
      25: status,
    });
    return [own, obr, segment('OBX', { 1: '1', 2: 'TX', 3: 'ЗАКЛ^Заключение^L', 5: text, 11: status })];
  }
  function appointment(start: string): string[] {
    return [
      segment('SCH', { 1: 'AP-1', 2: 'AP-1', 11: `^^20^${start}`, 25: 'Booked' }),
      own,
      'RGS|1',
      segment('AIS', { 1: '1', 3: 'ТЕР^Терапевт^L', 4: start }),
    ];
  }
  function document(number: string, parent: string, text: string, at: When): string[] {
    const txa = segment('TXA', {
      1: '1',
      2: 'DS',
      3: 'TX',
      4: timeOf('his', at),
      12: number,
      13: parent,
      17: 'AU',
      19: 'AV',
    });
    return [own, txa, segment('OBX', { 1: '1', 2: 'TX', 3: 'ВЫП^Выписка^L', 5: text, 11: 'F' })];
  }
}

let chart: TestChart;
let inputs: StoryInput[];
let inOrder: Fingerprint;
beforeAll(async () => {
  chart = await openQuietChart();
  inputs = story();
  inOrder = await play(chart, inputs, () => true);
});
afterAll(() => chart.close());

/** The resources of a type, as the fingerprint has them. */
const resources = <T extends fhir4.FhirResource>(type: T['resourceType']): T[] =>
  Object.entries(inOrder)
    .filter(([name]) => name.startsWith(`${type} `))
    .flatMap(([, text]) => (JSON.parse(text) as { resource?: T }).resource ?? []);

describe('the story of one patient in order', () => {
  test('no message is refused', () => {
    expect(Object.keys(inOrder).filter((name) => name.startsWith('input '))).toEqual([]);
  });

  test('ends in the visit discharged from the ward to which it came back', () => {
    const [visit] = resources<fhir4.Encounter>('Encounter').filter(
      ({ identifier }) => identifier?.[0]?.value === 'V-1',
    );
    expect(visit).toMatchObject({ status: 'finished', period: { end: '2026-03-02T15:15:00+05:00' } });
    expect(visit?.location?.at(-1)?.location.display).toContain('ТЕР');
  });

  test('ends in one order open, the other revoked, the appointment cancelled', () => {
    const orders = resources<fhir4.ServiceRequest>('ServiceRequest');
    const status = (number: string) =>
      orders.find((order) => order.identifier?.some(({ value }) => value === number))?.status;
    expect(status('N-1')).not.toBe('revoked');
    expect(status('N-2')).toBe('revoked');
    expect(resources<fhir4.Appointment>('Appointment').map((one) => one.status)).toEqual(['cancelled']);
  });

  test('ends in the corrected potassium, with no critical result left', () => {
    const potassium = resources<fhir4.Observation>('Observation').filter(
      ({ code }) => code.coding?.[0]?.code === '2823-3',
    );
    expect(potassium.map(({ status, valueQuantity }) => [status, valueQuantity?.value])).toEqual([['corrected', 4.6]]);
    expect(Object.keys(inOrder).filter((name) => name.startsWith('result potassium'))).toEqual([]);
  });

  test('ends in the final report and the document that replaces the other', () => {
    expect(
      resources<fhir4.DiagnosticReport>('DiagnosticReport').map(({ status, conclusion }) => [status, conclusion]),
    ).toContainEqual(['final', 'Инфильтрация справа.']);
    expect(
      resources<fhir4.DocumentReference>('DocumentReference')
        .map(({ status }) => status)
        .sort(),
    ).toEqual(['current', 'superseded']);
  });

  test('ends with one person in two hospitals, and the record that was merged and parted by itself', () => {
    const persons = Object.entries(inOrder).filter(([name]) => name.startsWith('person '));
    expect(persons.map(([, records]) => records.split(',').length).sort()).toEqual([1, 2, 2]);
  });
});

test.each([1, 2, 3, 4, 5])('shuffled and doubled (seed %i) it ends in the same charts and results', async (seed) => {
  const random = randomOf(seed);
  const repeats = inputs.filter(() => random() < 0.4);
  const other = await play(chart, shuffled([...inputs, ...repeats], random), () => random() < 0.3);
  expect(differences(inOrder, other)).toEqual([]);
});

test('told backwards it ends in the same charts and results', async () => {
  expect(differences(inOrder, await play(chart, inputs.toReversed(), () => false))).toEqual([]);
});
