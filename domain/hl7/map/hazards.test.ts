import { describe, expect, test } from '@jest/globals';
import type { ChartResourceType } from '../../../schemas/chart.ts';
import { assemble } from '../../fhir/assemble.ts';
import { chartOf, mapFrom, message, PID, resourcesOf, segment } from './example.ts';
import type { MappedInput } from './map.ts';

type Order = {
  readonly number?: string;
  readonly state?: string;
  readonly reported?: string;
  readonly sentAt?: string;
};

/** A laboratory's answer about the patient of the other tests. */
const laboratory = (
  obx: readonly string[],
  { number = 'F1', state = 'F', reported = '20260110093000', sentAt = '20260110101500' }: Order = {},
): MappedInput => {
  const obr = segment('OBR', { 1: '1', 3: number, 4: 'БХ^Биохимия^L', 7: '20260110080000', 22: reported, 25: state });
  return mapFrom('laboratory', message('ORU^R01', [PID, obr, ...obx], { application: 'LIS', sentAt }));
};

const values = (...inputs: MappedInput[]): Record<string, number | undefined> =>
  Object.fromEntries(
    resourcesOf<fhir4.Observation>('Observation', ...inputs).map(({ code, valueQuantity }) => [
      code.text ?? '',
      valueQuantity?.value,
    ]),
  );

describe('analytes without a code', () => {
  test.each([
    ['the name', '^Калий^', '^Натрий^'],
    ['the name as an alternate', '^^^^Калий^L', '^^^^Натрий^L'],
    ['an alternate code', '^^^K^Калий^L', '^^^NA^Натрий^L'],
  ])('are told apart by %s: the correction of one leaves the other', (_, potassium, sodium) => {
    const both = laboratory([`OBX|1|NM|${potassium}||5,1|ммоль/л|||||F`, `OBX|2|NM|${sodium}||140|ммоль/л|||||F`]);
    const one = laboratory([`OBX|1|NM|${sodium}||141|ммоль/л|||||C`], { state: 'C', reported: '20260110110000' });
    expect(values(both, one)).toEqual({ Калий: 5.1, Натрий: 141 });
    expect(values(one, both)).toEqual({ Калий: 5.1, Натрий: 141 });
  });
});

const OTHER = 'PID|1||70002^^^HOS^PI||Вымышленный^Кузьма||19700101|M';
const V1 = segment('PV1', { 2: 'I', 19: 'V-1' });
const V2 = segment('PV1', { 2: 'I', 19: 'V-2' });

describe('a message of two patients, which its type does not know', () => {
  test.each<[string, ChartResourceType, readonly string[], readonly string[]]>([
    ['ORM^O01', 'ServiceRequest', ['ORC|NW|A1', 'OBR|1|A1||X^Рентген^L'], ['ORC|NW|A2', 'OBR|1|A2||X^Рентген^L']],
    ['RDE^O11', 'MedicationRequest', ['ORC|NW|A1', 'RXE||ВАРФ^^L|1||mg'], ['ORC|NW|A2', 'RXE||ВАРФ^^L|1||mg']],
    ['RDS^O13', 'MedicationDispense', ['ORC|RE|A1', 'RXD|1|ВАРФ^^L|20260110'], ['ORC|RE|A2', 'RXD|1|ВАРФ^^L|20260110']],
    ['VXU^V04', 'Immunization', ['RXA|0|1|20260101||20^^CVX|1'], ['RXA|0|1|20260101||21^^CVX|1']],
    [
      'MDM^T02',
      'DocumentReference',
      ['TXA|1|CN||||||||||D1', 'OBX|1|TX|||а'],
      ['TXA|1|CN||||||||||D2', 'OBX|1|TX|||б'],
    ],
    ['ADT^A08', 'AllergyIntolerance', [V1, 'AL1|1|DA|ПЕН^Пенициллин^L'], [V2, 'AL1|1|DA|АЦК^Аспирин^L']],
    ['ADT^A31', 'AllergyIntolerance', ['AL1|1|DA|ПЕН^Пенициллин^L'], ['AL1|1|DA|АЦК^Аспирин^L']],
    ['PPR^PC1', 'Condition', ['PRB|AD|20260110|I10^^I10|P1'], ['PRB|AD|20260110|E11^^I10|P2']],
  ])('%s: nobody gets what is of the other', (type, resource, ofOne, ofOther) => {
    const sayings = [
      mapFrom('hospital', message(type, [PID, ...ofOne])),
      mapFrom('hospital', message(type, [OTHER, ...ofOther])),
    ];
    const records = sayings.map(({ records: [record] }) => record);
    const both = mapFrom('hospital', message(type, [PID, ...ofOne, OTHER, ...ofOther]));
    for (const [place, record] of records.entries())
      expect(resourcesOfRecord(resource, record, both)).toEqual(
        resourcesOfRecord(resource, record, sayings[place] as MappedInput),
      );
    expect(resourcesOf(resource, both)).toHaveLength(2);
  });
});

const resourcesOfRecord = (type: ChartResourceType, record: string | undefined, input: MappedInput) =>
  chartOf(input).flatMap((item) =>
    item.record === record && item.resourceType === type ? (assemble(item) ?? []) : [],
  );

describe('a report of radiology', () => {
  const obr = (service: string, state: string): string =>
    segment('OBR', {
      3: 'F9',
      4: `${service}^${service}^L`,
      7: '20260110080000',
      22: '20260110093000',
      24: 'RAD',
      25: state,
    });
  const report = (...segments: string[]): fhir4.DiagnosticReport | undefined =>
    resourcesOf<fhir4.DiagnosticReport>(
      'DiagnosticReport',
      mapFrom('hospital', message('ORU^R01', [PID, ...segments], { application: 'RIS' })),
    )[0];

  test('says what a number is and in which unit', () => {
    const told = report(
      obr('ЭХО', 'F'),
      'OBX|1|TX|T^Текст^L||Левый желудочек расширен',
      'OBX|2|NM|EF^ФВ ЛЖ^L||35|%',
      'OBX|3|SN|AO^Аорта^L||>^3,5|см',
      'OBX|4|ST|DOSE^Доза^L||1,2|мЗв',
    );
    expect(told?.conclusion).toBe('Левый желудочек расширен\nФВ ЛЖ: 35 %\nАорта: >3,5 см\nДоза: 1,2 мЗв');
  });

  test('of several examinations stands while one of them does, and is open while one of them is', () => {
    const text = 'OBX|1|TX|T^Текст^L||Без очагов';
    expect(report(obr('КТ', 'X'), obr('РГ', 'F'), text)).toMatchObject({
      status: 'final',
      code: { text: 'РГ' },
      conclusion: 'Без очагов',
    });
    expect(report(obr('КТ', 'F'), text, obr('РГ', 'P'))).toMatchObject({ status: 'partial', code: { text: 'КТ' } });
    expect(report(obr('КТ', 'X'), obr('РГ', 'X'))).toBeUndefined();
  });
});

describe('an allergy', () => {
  const told = (...segments: string[]): fhir4.AllergyIntolerance[] =>
    resourcesOf('AllergyIntolerance', mapFrom('hospital', message('ADT^A08', [PID, V1, ...segments])));

  test('with a line for each of its reactions has them all, and a severe one is never lost to a mild one', () => {
    const lines = ['AL1|1|DA|ПЕН^Пенициллин^L|SV|Анафилаксия', 'AL1|2|DA|ПЕН^Пенициллин^L|MI|Сыпь'];
    for (const order of [lines, lines.toReversed()]) {
      const [one, ...more] = told(...order);
      expect(more).toEqual([]);
      expect(one?.reaction).toHaveLength(2);
      expect(one?.reaction).toEqual(
        expect.arrayContaining([
          { manifestation: [{ text: 'Анафилаксия' }], severity: 'severe' },
          { manifestation: [{ text: 'Сыпь' }], severity: 'mild' },
        ]),
      );
    }
  });

  test('told by AL1 and IAM of one message is what both say of it', () => {
    const iam = segment('IAM', { 2: 'DA', 3: 'ПЕН^Пенициллин^L', 9: 'AL', 17: 'C' });
    expect(told('AL1|1|DA|ПЕН^Пенициллин^L|SV|Анафилаксия', iam)).toMatchObject([
      { type: 'allergy', verificationStatus: { coding: [{ code: 'confirmed' }] }, reaction: [{ severity: 'severe' }] },
    ]);
    expect(told('AL1|1|DA|ПЕН^Пенициллин^L|SV', 'AL1|2|DA|ПЕН^Пенициллин^L|MI|Сыпь')).toMatchObject([
      { criticality: 'high', reaction: [{ severity: 'mild' }] },
    ]);
  });
});

test('two vaccines under one order number are two vaccinations', () => {
  const mapped = mapFrom(
    'hospital',
    message('VXU^V04', [
      PID,
      'ORC|RE|A1',
      'RXA|0|1|20260101||20^АКДС^CVX|1',
      'ORC|RE|A1',
      'RXA|0|1|20260101||21^Ветряная оспа^CVX|1',
    ]),
  );
  const given = resourcesOf<fhir4.Immunization>('Immunization', mapped).map(({ vaccineCode }) => vaccineCode.text);
  expect(given.toSorted()).toEqual(['АКДС', 'Ветряная оспа']);
  expect(mapped.messages[0]?.warnings).toContain('several vaccines under one order number');
});

describe('of two words with one time', () => {
  const K = (value: string, state: string): string[] => [`OBX|1|NM|КАЛИЙ^Калий^L||${value}|ммоль/л|||||${state}`];

  test.each([
    ['the second correction under one time of report', 'C', '20260110093000'],
    ['the second result of a day of report', 'F', '20260110'],
  ])('%s counts, in any order', (_, state, reported) => {
    for (const [before, after] of [
      ['5,1', '6,9'],
      ['6,9', '5,1'],
      ['4', '3'],
    ] as const) {
      const first = laboratory(K(before, state), { state, reported, sentAt: '20260110100000' });
      const second = laboratory(K(after, state), { state, reported, sentAt: '20260110110000' });
      const value = Number(after.replace(',', '.'));
      expect([values(first, second), values(second, first)]).toEqual([{ Калий: value }, { Калий: value }]);
    }
  });

  test('a correction counts for more than a result that was sent later', () => {
    const corrected = laboratory(K('5,1', 'C'), { state: 'C', sentAt: '20260110100000' });
    expect(values(laboratory(K('6,9', 'F'), { sentAt: '20260110110000' }), corrected)).toEqual({ Калий: 5.1 });
  });

  test('a discharge on the day of the admission ends the visit, where EVN-2 is only a day', () => {
    const adt = (event: string, sentAt: string): MappedInput =>
      mapFrom('hospital', message(`ADT^${event}`, [`EVN|${event}|20260110`, PID, V1], { sentAt }));
    const [admitted, discharged] = [adt('A01', '20260110081500'), adt('A03', '20260110111500')];
    const [visit] = resourcesOf<fhir4.Encounter>('Encounter', discharged, admitted);
    expect(visit?.status).toBe('finished');
  });
});

test.each(['A01', 'A04', 'A13'])(
  '%s: who is there has not left: how an earlier life of the visit number ended is not his',
  (event) => {
    const pv1 = (fields: Record<number, string>): string => segment('PV1', { 2: 'I', 19: 'V-1', ...fields });
    const adt = (type: string, at: string, fields: Record<number, string>): MappedInput =>
      mapFrom('hospital', message(`ADT^${type}`, [`EVN|${type}|${at}`, PID, pv1(fields)]));
    const left = adt('A03', '20260103100000', { 36: '20^Умер', 37: 'МОРГ', 45: '20260103100000' });
    const back = adt(event, '20260109080000', { 44: '20260109080000', 36: '20^Умер' });
    const [visit] = resourcesOf<fhir4.Encounter>('Encounter', back, left);
    expect(visit?.status).toBe('in-progress');
    expect(visit?.hospitalization).toBeUndefined();
  },
);

describe('the number of a patient', () => {
  const sent = (numbers: string): MappedInput =>
    mapFrom('hospital', message('ADT^A31', [`PID|1||${numbers}||Небылицын^Пётр^Фомич||19800512|M`]));

  test('is found behind those of authorities that nobody registered, wherever it stands', () => {
    const [known] = sent('70001^^^HOS^MR').records;
    for (const numbers of [
      '70001^^^HOS^MR~5^^^МПИ&1.2.3.4&ISO^PI',
      '5^^^МПИ&1.2.3.4&ISO^PI~70001^^^HOS^MR',
      '5^^^МПИ^PI~70001^^^HOS',
    ])
      expect(sent(numbers).records).toEqual([known]);
  });

  test('is none that names no authority beside one that is foreign', () => {
    expect(sent('5^^^МПИ&1.2.3.4&ISO^PI~70001').messages[0]?.error).toEqual({ code: 'no-identity', detail: 'PID-3' });
  });
});

describe('what cannot be mapped is said', () => {
  const warnings = (type: string, segments: readonly string[]): readonly string[] =>
    mapFrom('hospital', message(type, [PID, ...segments])).messages[0]?.warnings ?? [];

  test('times that are none, by their fields', () => {
    const obr = segment('OBR', { 2: 'P1', 3: 'F1', 4: 'БХ^^L', 7: '10.01.2026', 22: '2026-01-10T09:30:00', 25: 'F' });
    const told = warnings('ORU^R01', [obr, 'OBX|1|NM|К^^L||5||||||F|||вчера', 'OBX|2|NM|К^^L||5||||||F|||00000000']);
    expect(told).toEqual(expect.arrayContaining(['OBR-7 is no time', 'OBR-22 is no time', 'OBX-14 is no time']));
    expect(
      warnings('ORU^R01', [
        obr.replace('10.01.2026', '20260110').replace(/2026-01[^|]*/, '""'),
        'OBX|1|NM|К^^L||5||||||F',
      ]),
    ).toEqual([]);
  });

  test('notes that belong to no order, result or patient', () => {
    expect(warnings('ADT^A08', [V1, 'NTE|1||один', 'NTE|2||два', 'AL1|1|DA|ПЕН^^L', 'NTE|1||три'])).toEqual([
      'NTE behind PV1 is not mapped',
      'NTE behind AL1 is not mapped',
    ]);
  });

  test('an order that is cancelled after its results, for they stay until they are withdrawn', () => {
    const obr = segment('OBR', { 2: 'P1', 3: 'F1', 4: 'БХ^^L', 7: '20260110', 25: 'X' });
    expect(warnings('ORU^R01', [obr])).toEqual([
      'OBR-25 X: results that were told before stay until OBX-11 withdraws them',
    ]);
    expect(warnings('ORU^R01', [obr, 'OBX|1|NM|К^^L||||||||X'])).toEqual([]);
  });

  test('the number of the mother of a newborn', () => {
    const child = segment('PID', {
      3: '70009^^^HOS^PI',
      5: 'Новорождённый',
      7: '202601100830',
      8: 'M',
      21: '70001^^^HOS',
    });
    const mapped = mapFrom('hospital', message('ADT^A28', [child]));
    expect(JSON.stringify(resourcesOf('Patient', mapped))).not.toContain('70001');
    expect(mapped.messages[0]?.warnings).toEqual(['PID-21 is not mapped']);
  });
});

test('where MSH-9 names no event, EVN-1 does', () => {
  const told = (type: string): MappedInput => mapFrom('hospital', message(type, ['EVN|A01|20260110101500', PID, V1]));
  expect(told('ADT').write).toEqual(told('ADT^A01').write);
});

describe('an order that is only named by its ORC', () => {
  const ordered = mapFrom(
    'hospital',
    message('RDE^O11', [PID, 'ORC|NW|A1', 'RXE||ВАРФ^^L|5||mg'], { sentAt: '20260110080000' }),
  );
  const imaging = mapFrom(
    'hospital',
    message('ORM^O01', [PID, 'ORC|NW|A2', 'OBR|1|A2||X^^L'], { sentAt: '20260110080000' }),
  );
  const control = (orc: string, type = 'ORM^O01'): MappedInput =>
    mapFrom('hospital', message(type, [PID, orc], { sentAt: '20260110090000' }));

  test.each([
    ['DC', 'stopped', 'revoked'],
    ['CA', 'cancelled', 'revoked'],
    ['HD', 'on-hold', 'on-hold'],
  ])('is ended or held by %s all the same, in any order', (code, drug, service) => {
    for (const [stopped, cancelled] of [[control(`ORC|${code}|A1`), control(`ORC|${code}|A2`, 'OMG^O19')]] as const) {
      expect(resourcesOf('MedicationRequest', stopped, ordered)).toMatchObject([{ status: drug }]);
      expect(resourcesOf('ServiceRequest', imaging, cancelled)).toMatchObject([{ status: service }]);
      expect(resourcesOf('MedicationRequest', stopped)).toEqual([]);
      expect(resourcesOf('ServiceRequest', cancelled)).toEqual([]);
    }
  });

  test('is not placed by it', () => {
    expect(control('ORC|NW|A3').messages[0]?.error?.code).toBe('hl7-unsupported');
  });
});

describe('nothing that is sent twice under one name is lost', () => {
  test('a code that is diagnosed twice keeps the words of both', () => {
    const dg1 = (side: string): string =>
      segment('DG1', { 3: 'S82.0^^I10', 4: `Перелом надколенника, ${side}`, 6: 'F' });
    const [condition] = resourcesOf<fhir4.Condition>(
      'Condition',
      mapFrom('hospital', message('ADT^A08', [PID, V1, dg1('левого'), dg1('правого')])),
    );
    expect([condition?.code?.text, condition?.note]).toEqual([
      'Перелом надколенника, левого',
      [{ text: 'Перелом надколенника, правого' }],
    ]);
  });

  test('serum and urine under one number are two specimens', () => {
    const part = (number: string, kind: string, value: string): string[] => [
      segment('OBR', { 3: number, 4: 'БХ^^L', 7: '20260110080000', 25: 'F' }),
      `SPM|1|^S1||${kind}^^HL70487`,
      `OBX|1|NM|КАЛИЙ^^L||${value}|ммоль/л|||||F`,
    ];
    const mapped = mapFrom(
      'laboratory',
      message('ORU^R01', [PID, ...part('F1', 'SER', '4,1'), ...part('F2', 'UR', '60')], { application: 'LIS' }),
    );
    const kinds = new Map(
      resourcesOf<fhir4.Specimen>('Specimen', mapped).map(({ id, type }) => [
        `Specimen/${id}`,
        type?.coding?.[0]?.code,
      ]),
    );
    const found = resourcesOf<fhir4.Observation>('Observation', mapped).map(({ specimen, valueQuantity }) => [
      kinds.get(specimen?.reference ?? ''),
      valueQuantity?.value,
    ]);
    expect(Object.fromEntries(found)).toEqual({ SER: 4.1, UR: 60 });
  });
});

test('an allergy is taken back by its number alone', () => {
  const iam = (fields: Record<number, string>, sentAt: string): MappedInput =>
    mapFrom('hospital', message('ADT^A60', [PID, segment('IAM', fields)], { sentAt }));
  const added = iam({ 2: 'DA', 3: 'ПЕН^Пенициллин^L', 6: 'A', 7: '77' }, '20260110080000');
  expect(resourcesOf('AllergyIntolerance', added)).toHaveLength(1);
  expect(resourcesOf('AllergyIntolerance', iam({ 6: 'D', 7: '77' }, '20260110090000'), added)).toEqual([]);
});

test('what a laboratory notes about a file is told with the file', () => {
  const file = 'OBX|1|ED|PDF^Заключение^L||^application^pdf^Base64^JVBERi0xLjQK||||||F';
  expect(resourcesOf('DocumentReference', laboratory([file, 'NTE|1||Страница 2 исправлена']))).toMatchObject([
    { description: 'Страница 2 исправлена' },
  ]);
});
