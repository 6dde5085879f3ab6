import { describe, expect, test } from '@jest/globals';
import { mapFrom, message, PID, resourcesOf, segment } from './example.ts';
import { laboratory, values } from './laboratory-example.ts';
import type { MappedInput } from './map.ts';

const V1 = segment('PV1', { 2: 'I', 19: 'V-1' });

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

test('an allergy is taken back by its number alone', () => {
  const iam = (fields: Record<number, string>, sentAt: string): MappedInput =>
    mapFrom('hospital', message('ADT^A60', [PID, segment('IAM', fields)], { sentAt }));
  const added = iam({ 2: 'DA', 3: 'ПЕН^Пенициллин^L', 6: 'A', 7: '77' }, '20260110080000');
  expect(resourcesOf('AllergyIntolerance', added)).toHaveLength(1);
  expect(resourcesOf('AllergyIntolerance', iam({ 6: 'D', 7: '77' }, '20260110090000'), added)).toEqual([]);
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

test('what a laboratory notes about a file is told with the file', () => {
  const file = 'OBX|1|ED|PDF^Заключение^L||^application^pdf^Base64^JVBERi0xLjQK||||||F';
  expect(resourcesOf('DocumentReference', laboratory([file, 'NTE|1||Страница 2 исправлена']))).toMatchObject([
    { description: 'Страница 2 исправлена' },
  ]);
});
