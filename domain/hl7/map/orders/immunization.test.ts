import { describe, expect, test } from '@jest/globals';
import { mapFrom, message, PID, resourcesOf, segment } from '../example.ts';
import type { MappedInput } from '../map.ts';

const vxu = (segments: readonly string[], sentAt = '20260110101500'): MappedInput =>
  mapFrom('hospital', message('VXU^V04', [PID, ...segments], { sentAt }));
const given = (...inputs: MappedInput[]) => resourcesOf<fhir4.Immunization>('Immunization', ...inputs);
const rxa = (fields: Record<number, string> = {}): string =>
  segment('RXA', {
    1: '0',
    2: '1',
    3: '20260110',
    5: '140^Грипп^CVX',
    6: '0,5',
    7: 'мл',
    9: '00^Новая^NIP001',
    20: 'CP',
    21: 'A',
    ...fields,
  });
const ORC = 'ORC|RE|N-7|F-7|||||||||Т2^Врачебный^Яков';

describe('a vaccination', () => {
  test('has vaccine, dose, lot, maker, route, site and who gave it', () => {
    const mapped = vxu([
      ORC,
      rxa({ 10: 'Т1^Вымыслова^Ася', 11: '^^^Кабинет 5', 15: 'СЕР-1', 16: '20261231', 17: 'МФ^Микроген^L' }),
      'RXR|IM^Внутримышечно^HL70162|LD^Левое плечо^HL70163',
      'OBX|1|CE|64994-7^Eligibility^LN|1|V01^Бесплатно^L||||||F',
      'OBX|2|CE|30963-3^Funding^LN|1|БЮДЖ^Бюджет^L||||||F',
      'OBX|3|CE|30956-7^Vaccine^LN|2|88^Грипп^CVX||||||F',
      'OBX|4|TS|29769-7^Presented^LN|2|20260110||||||F',
      'OBX|5|NM|30973-2^Dose^LN|3|2||||||F',
    ]);
    expect(given(mapped)).toMatchObject([
      {
        status: 'completed',
        vaccineCode: { coding: [{ system: 'http://hl7.org/fhir/sid/cvx', code: '140' }] },
        occurrenceDateTime: '2026-01-10',
        primarySource: true,
        doseQuantity: { value: 0.5, code: 'mL' },
        lotNumber: 'СЕР-1',
        expirationDate: '2026-12-31',
        manufacturer: { display: 'Микроген' },
        location: { display: 'Кабинет 5' },
        route: { text: 'Внутримышечно' },
        site: { text: 'Левое плечо' },
        performer: [
          { function: { coding: [{ code: 'AP' }] }, actor: { display: 'Вымыслова Ася' } },
          { function: { coding: [{ code: 'OP' }] }, actor: { display: 'Врачебный Яков' } },
        ],
        programEligibility: [{ text: 'Бесплатно' }],
        fundingSource: { text: 'Бюджет' },
        education: [{ documentType: 'Грипп', presentationDate: '2026-01-10' }],
        protocolApplied: [{ doseNumberPositiveInt: 2 }],
      },
    ]);
    expect(resourcesOf('Observation', mapped)).toEqual([]);
  });

  test('refused or not given it is not done, with the reason', () => {
    expect(given(vxu([ORC, rxa({ 18: 'ОТК^Отказ родителей^L', 20: 'RE' })]))).toMatchObject([
      { status: 'not-done', statusReason: { text: 'Отказ родителей' } },
    ]);
    expect(given(vxu([ORC, rxa({ 20: 'NA' })]))[0]?.status).toBe('not-done');
  });

  test('told from elsewhere it says so, and an unknown dose is none', () => {
    expect(given(vxu([ORC, rxa({ 6: '999', 9: '01^Со слов^NIP001' })]))).toMatchObject([
      { primarySource: false, reportOrigin: { text: 'Со слов' } },
    ]);
    expect(given(vxu([ORC, rxa({ 6: '999' })]))[0]?.doseQuantity).toBeUndefined();
  });

  test('deleted it is gone, in any order', () => {
    const [added, deleted] = [vxu([ORC, rxa()]), vxu([ORC, rxa({ 21: 'D' })], '20260110120000')];
    expect(given(deleted, added)).toEqual([]);
    expect(given(added, deleted)).toEqual([]);
  });

  test('corrected under its order number it is the same one; without a number vaccine and time name it', () => {
    const corrected = vxu([ORC, rxa({ 5: '141^Грипп живой^CVX', 21: 'U' })], '20260110120000');
    expect(given(vxu([ORC, rxa()]), corrected)).toMatchObject([{ vaccineCode: { text: 'Грипп живой' } }]);
    const history = [rxa({ 3: '20241010' }), rxa({ 3: '20251010' })];
    expect(given(vxu(history), vxu(history))).toHaveLength(2);
    const unnumbered = ['ORC|RE||9999', rxa({ 3: '20241010' }), 'ORC|RE||9999', rxa({ 3: '20251010' })];
    // This sender counts by filler numbers, and 9999 is none.
    expect(given(mapFrom('hospital', message('VXU^V04', [PID, ...unnumbered], { application: 'RIS' })))).toHaveLength(
      2,
    );
  });

  test('none given leaves only what is observed; other observations are part of the vaccination', () => {
    const none = vxu([rxa({ 5: '998^Не вводилась^CVX' }), 'OBX|1|CE|59784-9^Disease^LN|1|ВО^Ветряная оспа^L||||||F']);
    expect(given(none)).toEqual([]);
    expect(resourcesOf('Observation', none)).toHaveLength(1);
    const reaction = vxu([ORC, rxa(), 'OBX|1|CE|31044-1^Reaction^LN|1|ТЕМП^Температура^L||||||F']);
    expect(resourcesOf<fhir4.Observation>('Observation', reaction)[0]?.partOf).toEqual([
      { reference: `Immunization/${given(reaction)[0]?.id}` },
    ]);
  });
});
