import { describe, expect, test } from '@jest/globals';
import { mapFrom, message, PID, resourcesOf, segment } from './example.ts';
import type { MappedInput } from './map.ts';

const orderOf = (number: string, service: string): string =>
  segment('OBR', { 1: '1', 3: number, 4: service, 7: '20260110080000', 22: '20260110093000', 25: 'F' });

type Options = { obr?: string; control?: string; receivedAt?: string };
const result = (obx: string[], { obr = 'F1', control = '1', receivedAt }: Options = {}): MappedInput =>
  mapFrom(
    'laboratory',
    message('ORU^R01', [PID, orderOf(obr, 'БХ^Биохимия^L'), ...obx], {
      application: 'LIS',
      control,
    }),
    receivedAt,
  );
const observations = (...inputs: MappedInput[]): fhir4.Observation[] =>
  resourcesOf<fhir4.Observation>('Observation', ...inputs);
const first = (obx: string): fhir4.Observation => observations(result([obx]))[0] as fhir4.Observation;

describe('values', () => {
  test('a local code, a Cyrillic unit and a decimal comma become LOINC, UCUM and a number', () => {
    expect(first('OBX|1|NM|калий ^Калий^L||5,4|ммоль/л|3,5-5,1|H|||F')).toMatchObject({
      status: 'final',
      category: [{ coding: [{ code: 'laboratory' }] }],
      code: {
        coding: [
          { system: 'http://loinc.org', code: '2823-3' },
          { system: 'https://oka.health/fhir/local/laboratory', code: 'калий' },
        ],
        text: 'Калий',
      },
      valueQuantity: { value: 5.4, unit: 'ммоль/л', system: 'http://unitsofmeasure.org', code: 'mmol/L' },
      referenceRange: [{ low: { value: 3.5 }, high: { value: 5.1 }, text: '3,5-5,1' }],
      interpretation: [{ coding: [{ code: 'H' }] }],
      effectiveDateTime: '2026-01-10T08:00:00+03:00',
      issued: '2026-01-10T09:30:00+03:00',
    });
  });

  test('a factor of the code map turns value and reference range into the unit of the map', () => {
    expect(first('OBX|1|NM|HGB^Гемоглобин^L||13,4|г/дл|12-16||||F')).toMatchObject({
      valueQuantity: { value: 134, unit: 'g/L', code: 'g/L' },
      referenceRange: [{ low: { value: 120, code: 'g/L' }, high: { value: 160 } }],
    });
  });

  test.each<[string, string, Partial<fhir4.Observation>]>([
    ['NM', '<0,5', { valueQuantity: { value: 0.5, comparator: '<' } }],
    ['NM', '1 250', { valueQuantity: { value: 1250 } }],
    ['NM', '-2.5E-3', { valueQuantity: { value: -0.0025 } }],
    ['NM', 'не опр.', { valueString: 'не опр.' }],
    ['SN', '>^100', { valueQuantity: { value: 100, comparator: '>' } }],
    ['SN', '^1^:^128', { valueRatio: { numerator: { value: 1 }, denominator: { value: 128 } } }],
    ['SN', '^2^-^5', { valueRange: { low: { value: 2 }, high: { value: 5 } } }],
    ['ST', 'отрицательно', { valueString: 'отрицательно' }],
    ['ST', 'constructor', { valueString: 'constructor' }],
    ['TX', 'строка 1~строка 2', { valueString: 'строка 1\nстрока 2' }],
    ['FT', 'a\\.br\\b', { valueString: 'a\nb' }],
    ['CWE', 'X^Слово^L', { valueCodeableConcept: { text: 'Слово' } }],
    ['IS', 'POS', { valueCodeableConcept: { text: 'POS' } }],
    ['DT', '202601', { valueDateTime: '2026-01' }],
    ['TS', '202601101030', { valueDateTime: '2026-01-10T10:30:00+03:00' }],
    ['TM', '1030', { valueTime: '10:30:00' }],
  ])('%s %s', (type, sent, expected) => {
    expect(first(`OBX|1|${type}|X^Проба^L||${sent}||||||F`)).toMatchObject(expected);
  });

  test('several numbers are several components', () => {
    const { component } = first('OBX|1|NM|X^Пульс^L||60~120|/мин|||||F');
    expect(component?.map(({ valueQuantity }) => valueQuantity?.value)).toEqual([60, 120]);
  });

  test('text of a mapped question is a number or an answer, of an unmapped one it stays text', () => {
    expect(first('OBX|1|ST|КАЛИЙ^Калий^L||5,4|ммоль/л|||||F').valueQuantity).toMatchObject({
      value: 5.4,
      code: 'mmol/L',
    });
    expect(first('OBX|1|ST|ВТЯЖ^Втяжение^L||да||||||F').valueBoolean).toBe(true);
    expect(first('OBX|1|ST|ИНОЕ^Иное^L||да||||||F').valueString).toBe('да');
  });

  test('a code and a unit without a map stay as sent and are counted', () => {
    const mapped = result(['OBX|1|NM|НОВЫЙ^Новый анализ^L||5|попугаев|||||F']);
    expect(observations(mapped)[0]).toMatchObject({
      code: { coding: [{ code: 'НОВЫЙ' }], text: 'Новый анализ' },
      valueQuantity: { value: 5, unit: 'попугаев' },
    });
    expect(observations(mapped)[0]?.valueQuantity?.code).toBeUndefined();
    expect(mapped.unmapped).toEqual({ 'observation|НОВЫЙ': 1, 'unit|попугаев': 1 });
  });

  test('notes behind an OBX are its notes; nothing sent is said to be absent', () => {
    expect(
      observations(result(['OBX|1|NM|КАЛИЙ^Калий^L||6,8|ммоль/л|||||F', 'NTE|1||Проба гемолизирована']))[0]?.note,
    ).toEqual([{ text: 'Проба гемолизирована' }]);
    expect(first('OBX|1|NM|КАЛИЙ^Калий^L||""||||||F').dataAbsentReason?.coding?.[0]?.code).toBe('unknown');
  });

  test('a document is kept in the input only, and the message says so', () => {
    const mapped = result(['OBX|1|ED|DOC^Файл^L||^application^pdf^Base64^JVBERi0=||||||F']);
    expect(observations(mapped)).toEqual([]);
    expect(mapped.messages[0]?.warnings).toEqual(['OBX-5 of type ED is kept in the input only']);
  });
});

describe('names and stamps', () => {
  const potassium = (value: string, status = 'F'): string => `OBX|1|NM|КАЛИЙ^Калий^L||${value}|ммоль/л|||||${status}`;

  test('the control id takes no part: the same result again is the same observation', () => {
    const [one, again] = [result([potassium('5,4')]), result([potassium('5,4')], { control: '99' })];
    expect(again.write).toEqual(one.write);
  });

  test('equal OBX of one order are told apart by their place, also over several OBR', () => {
    const obr = orderOf('F1', 'ОАК^Кровь^L');
    const values = observations(result([potassium('4'), potassium('5'), obr, potassium('6')])).map(
      ({ valueQuantity }) => valueQuantity?.value,
    );
    expect(values.sort()).toEqual([4, 5, 6]);
    expect(resourcesOf('DiagnosticReport', result([potassium('4'), obr, potassium('6')]))).toHaveLength(1);
  });

  test('a correction replaces in any order, a deletion withdraws', () => {
    const preliminary = result([potassium('5,4', 'P')]);
    const corrected = result([potassium('4,5', 'C')]);
    const deleted = result([potassium('', 'D')]);
    expect(observations(corrected, preliminary)).toMatchObject([
      { status: 'corrected', valueQuantity: { value: 4.5 } },
    ]);
    expect(observations(corrected, preliminary)).toEqual(observations(preliminary, corrected));
    expect(observations(deleted, corrected, preliminary)).toEqual([]);
  });

  test('the stamp has the time of OBR-22; a clock ahead of receipt is doubted', () => {
    const stampOf = (mapped: MappedInput) =>
      mapped.write.items.find(({ resourceType }) => resourceType === 'Observation')?.groups.base?.stamp;
    expect(stampOf(result([potassium('5')]))).toMatchObject({ time: '2026-01-10T06:30:00.000Z', rank: 20 });
    expect(stampOf(result([potassium('5')], { receivedAt: '2026-01-10T06:00:00.000Z' }))?.doubtful).toBe(true);
  });

  test('an order without the number by which its sender counts is quarantined', () => {
    expect(result([potassium('5')], { obr: '' }).messages[0]?.error).toEqual({ code: 'no-identity', detail: 'OBR-3' });
  });
});
