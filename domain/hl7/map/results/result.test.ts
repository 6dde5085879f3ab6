import { describe, expect, test } from '@jest/globals';
import { mapFrom, message, PID, resourcesOf, segment } from '../example.ts';
import type { MappedInput } from '../map.ts';

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
    ['NM', '>=1,5', { valueQuantity: { value: 1.5, comparator: '>=' } }],
    ['SN', '<^0,5', { valueQuantity: { value: 0.5, comparator: '<' } }],
    ['SN', '^182', { valueQuantity: { value: 182 } }],
    ['SN', '^1^/^4', { valueRatio: { numerator: { value: 1 }, denominator: { value: 4 } } }],
    ['SN', '>^1^:^128', { valueString: '>1:128' }],
    ['SN', '^2^+', { valueString: '2+' }],
    ['SN', '<>^5', { valueString: '<>5' }],
    ['CNE', 'A^Первый^L', { valueCodeableConcept: { text: 'Первый' } }],
    ['CF', '1^Форма^L', { valueCodeableConcept: { text: 'Форма' } }],
    ['DTM', '20260110', { valueDateTime: '2026-01-10' }],
    ['DTM', 'вчера', { valueString: 'вчера' }],
    ['DR', '202601^202602', { valuePeriod: { start: '2026-01', end: '2026-02' } }],
    ['XCN', 'Т1^Вымыслова^Ася', { valueString: 'Вымыслова Ася' }],
    ['XPN', 'Небылицын^Пётр', { valueString: 'Небылицын Пётр' }],
    ['PN', 'Небылицын^Пётр', { valueString: 'Небылицын Пётр' }],
    ['XAD', 'ул. Сказочная&1^^Берёзово', { valueString: 'ул. Сказочная 1 Берёзово' }],
    ['XTN', '^PRN^PH^^7^495^1234567', { valueString: 'PRN PH 7 495 1234567' }],
    ['CX', '123^^^HOS', { valueString: '123 HOS' }],
    ['EI', 'N-1^HOS', { valueString: 'N-1 HOS' }],
    ['HD', '1.2.840.1', { valueString: '1.2.840.1' }],
    ['NA', '1^2^3', { valueString: '1 2 3' }],
    ['MO', '12,50^RUB', { valueQuantity: { value: 12.5, code: 'RUB' } }],
    ['CP', '100&USD^UP', { valueQuantity: { value: 100, code: 'USD' } }],
    ['CQ', '5^мл', { valueQuantity: { value: 5, unit: 'мл' } }],
    ['ID', 'Y', { valueCodeableConcept: { text: 'Y' } }],
    ['', 'без типа', { valueString: 'без типа' }],
    ['QQQ', 'a^b', { valueString: 'a^b' }],
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

  test('who found it, how, with what and where on the body', () => {
    expect(
      first(
        'OBX|1|NM|X^Проба^L||5||1-2~3-4|H~A|||F|||20260110070000|ЛАБ^Лаборатория^L|Т7^Вымыслова^Ася|М1^Метод^L|АН-5|20260110081500|LA^Левая рука^L|||Центральная лаборатория',
      ),
    ).toMatchObject({
      effectiveDateTime: '2026-01-10T07:00:00+03:00',
      issued: '2026-01-10T09:30:00+03:00',
      performer: [{ display: 'Вымыслова Ася' }, { display: 'Центральная лаборатория' }],
      method: { text: 'Метод' },
      device: { identifier: { value: 'АН-5' } },
      bodySite: { text: 'Левая рука' },
      referenceRange: [{ text: '1-2' }, { text: '3-4' }],
      interpretation: [{ coding: [{ code: 'H' }] }, { coding: [{ code: 'A' }] }],
    });
  });

  test.each([
    ['F', 'final'],
    ['U', 'final'],
    ['V', 'final'],
    ['C', 'corrected'],
    ['B', 'amended'],
    ['P', 'preliminary'],
    ['R', 'preliminary'],
    ['S', 'preliminary'],
    ['I', 'registered'],
    ['X', 'cancelled'],
    ['?', 'unknown'],
  ])('OBX-11 %s is %s', (sent, status) => {
    expect(first(`OBX|1|NM|X^Проба^L||5||||||${sent}`).status).toBe(status);
  });

  test.each(['N', 'O', 'D', 'W'])('OBX-11 %s is no fact', (sent) => {
    expect(observations(result([`OBX|1|NM|X^Проба^L||5||||||${sent}`]))).toEqual([]);
  });

  test('a value that cannot be had is not given, even where one is sent', () => {
    const [read] = observations(result(['OBX|1|NM|X^Проба^L||5||||||X', 'NTE|1||Гемолиз']));
    expect(read).toMatchObject({
      dataAbsentReason: { coding: [{ code: 'not-performed' }] },
      note: [{ text: 'Гемолиз' }],
    });
    expect(read?.valueQuantity).toBeUndefined();
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

  test('a result made final without its value keeps the value that came before', () => {
    const preliminary = result([potassium('5,4', 'P')]);
    const final = result([potassium('', 'U')]);
    expect(observations(final)).toEqual([]);
    expect(observations(final, preliminary)).toMatchObject([{ status: 'final', valueQuantity: { value: 5.4 } }]);
    expect(observations(preliminary, final)).toEqual(observations(final, preliminary));
  });

  test('a message with one result of a report leaves the others in it, a withdrawn one leaves it', () => {
    const sodium = 'OBX|2|NM|НАТРИЙ^Натрий^L||140|ммоль/л|||||F';
    const both = result([potassium('5'), sodium]);
    const members = (...inputs: MappedInput[]) =>
      resourcesOf<fhir4.DiagnosticReport>('DiagnosticReport', ...inputs)[0]?.result?.length;
    expect(members(both)).toBe(2);
    expect(members(both, result([potassium('4', 'C')]))).toBe(2);
    expect(members(both, result([potassium('', 'D')]))).toBe(1);
    expect(members(result([potassium('', 'D')]), both)).toBe(1);
  });

  test('panels under one number are one report with the notes of all, open while one of them is', () => {
    const panel = (state: string, at: string): string =>
      segment('OBR', { 3: 'F1', 4: 'ОАК^Кровь^L', 22: at, 25: state });
    const send = (...segments: string[]) =>
      mapFrom('laboratory', message('ORU^R01', [PID, ...segments], { application: 'LIS' }));
    const both = (state: string) =>
      send(panel('F', '20260110093000'), 'NTE|1||Первая', panel(state, '20260110094500'), 'NTE|1||Вторая');
    const report = (mapped: MappedInput) => resourcesOf<fhir4.DiagnosticReport>('DiagnosticReport', mapped)[0];
    expect(report(both('P'))).toMatchObject({
      status: 'partial',
      conclusion: 'Первая\nВторая',
      issued: '2026-01-10T09:45:00+03:00',
    });
    const completes = (mapped: MappedInput) =>
      mapped.write.items.some(({ resourceType }) => resourceType === 'ServiceRequest');
    expect([completes(both('P')), completes(both('F'))]).toEqual([false, true]);
    expect(report(both('C'))?.status).toBe('corrected');
    expect(report(both('X'))?.status).toBe('final');
    expect(report(send(panel('X', '20260110093000')))).toBeUndefined();
  });

  test('sensitivities are members of the germ that they were tested on, whichever comes first', () => {
    const culture = mapFrom(
      'laboratory',
      message(
        'ORU^R01',
        [PID, orderOf('M1', 'ПОСЕВ^Посев^L'), 'OBX|1|CWE|МО^Микроорганизм^L|1|ECOLI^E. coli^L||||||F'],
        {
          application: 'LIS',
        },
      ),
    );
    const child = segment('OBR', {
      3: 'M2',
      4: 'АЧ^Антибиотики^L',
      22: '20260110093000',
      25: 'F',
      26: 'МО&Микроорганизм&L^1',
      29: '^M1',
    });
    const sensitivities = mapFrom(
      'laboratory',
      message('ORU^R01', [PID, child, 'OBX|1|SN|АМП^Ампициллин^L||<=^2|мг/л||S|||F'], { application: 'LIS' }),
    );
    expect(observations(sensitivities)).toHaveLength(1);
    const germ = (...inputs: MappedInput[]) =>
      observations(...inputs).find(({ code }) => code.text === 'Микроорганизм');
    expect(germ(sensitivities, culture)?.hasMember).toEqual([
      { reference: `Observation/${observations(sensitivities)[0]?.id}` },
    ]);
    expect(germ(culture, sensitivities)).toEqual(germ(sensitivities, culture));
  });

  test('each patient of a message gets his own results', () => {
    const other = PID.replace('70001', '70002');
    const mapped = mapFrom(
      'laboratory',
      message(
        'ORU^R01',
        [
          PID,
          orderOf('F1', 'A^А^L'),
          potassium('4'),
          other,
          orderOf('F2', 'A^А^L'),
          potassium('6'),
          PID,
          orderOf('F3', 'A^А^L'),
        ],
        { application: 'LIS' },
      ),
    );
    const [one, two] = mapped.records;
    expect(mapped.records).toHaveLength(2);
    const values = observations(mapped).map(({ subject, valueQuantity }) => [subject?.reference, valueQuantity?.value]);
    expect(values.sort()).toEqual(
      [
        [`Patient/${one}`, 4],
        [`Patient/${two}`, 6],
      ].sort(),
    );
    const reports = resourcesOf<fhir4.DiagnosticReport>('DiagnosticReport', mapped);
    expect(reports.filter(({ subject }) => subject?.reference === `Patient/${one}`)).toHaveLength(2);
  });

  test('a note on the patient is a remark of its own, and equal however often it is sent', () => {
    const noted = (control: string) =>
      mapFrom(
        'laboratory',
        message('ORU^R01', [PID, 'NTE|1||Боится уколов', orderOf('F1', 'A^А^L')], { application: 'LIS', control }),
      );
    expect(observations(noted('1'), noted('2'))).toMatchObject([{ valueString: 'Боится уколов' }]);
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
