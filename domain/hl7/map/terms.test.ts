import { describe, expect, test } from '@jest/globals';
import { RegionFile } from '../../../schemas/region.ts';
import { regionContext } from './context.ts';
import { ID_KEY, message, PID, RECEIVED_AT, REGION, resourcesOf, segment } from './example.ts';
import { type MappedInput, mapHl7 } from './map.ts';

const region = RegionFile.parse({
  ...REGION,
  clinics: REGION.clinics.map((clinic) => ({
    ...clinic,
    senders: clinic.senders.map((sender) => ({ ...sender, codeMap: 'own' })),
  })),
  codeMaps: [
    {
      id: 'own',
      version: '3',
      extends: ['oka:laboratory', 'oka:medicines'],
      entries: [
        { kind: 'observation', code: 'K01', to: { system: 'http://loinc.org', code: '2823-3', display: 'Potassium' } },
        { kind: 'observation', code: 'ЗАКЛ', to: null },
      ],
    },
  ],
});

const OBR = segment('OBR', { 1: '1', 3: 'F-1', 4: '57021-8^CBC^LN', 7: '20260110090000', 25: 'F' });
const results = (...obx: string[]): MappedInput =>
  mapHl7(
    message('ORU^R01', [PID, OBR, ...obx.map((one, place) => `OBX|${place + 1}|NM|${one}|||||F`)], {
      application: 'LIS',
    }),
    regionContext(region, 'laboratory', { idKey: ID_KEY, receivedAt: RECEIVED_AT }),
  );
const observations = (mapped: MappedInput): fhir4.Observation[] =>
  resourcesOf<fhir4.Observation>('Observation', mapped);

describe('codes, names and units of a sender', () => {
  test('a local code leads to LOINC, and brings the units that the extended map knows', () => {
    const mapped = results('K01^Калий^L||5,1|ммоль/л');
    expect(observations(mapped)).toMatchObject([
      {
        code: { coding: [{ system: 'http://loinc.org', code: '2823-3' }, { code: 'K01' }], text: 'Калий' },
        valueQuantity: { value: 5.1, unit: 'ммоль/л', system: 'http://unitsofmeasure.org', code: 'mmol/L' },
      },
    ]);
    expect(mapped.codes).toMatchObject([{ sender: 'LIS^*', laboratory: true, unmapped: [], loinc: ['2823-3'] }]);
  });

  test('a value in mass comes out in the amount of substance that its LOINC code means', () => {
    expect(observations(results('^Креатинин||1,2|мг/дл'))).toMatchObject([
      { code: { coding: [{ code: '14682-9' }] }, valueQuantity: { value: 106.08, unit: 'umol/L', code: 'umol/L' } },
    ]);
  });

  test('a name decides only where no code is sent', () => {
    for (const code of ['^Калий^L', 'Калий', '^КАЛИЙ (К+)'])
      expect([code, observations(results(`${code}||5|ммоль/л`))[0]?.code.coding?.[0]?.code]).toEqual([code, '2823-3']);
    const mapped = results('X7^Калий^L||5|ммоль/л');
    expect(observations(mapped)[0]?.code).toEqual({
      coding: [{ system: 'https://oka.health/fhir/local/laboratory', code: 'X7', display: 'Калий' }],
      text: 'Калий',
    });
    expect(mapped.codes[0]?.unmapped).toEqual([{ kind: 'observation', code: 'X7', name: 'Калий', count: 1 }]);
  });

  test('a unit that cannot be the analyte’s stays as text, and is counted with the analyte', () => {
    const mapped = results('K01^Калий^L||5|г/л', 'K01^Калий^L||6|попугаев');
    expect(observations(mapped).map(({ valueQuantity }) => valueQuantity)).toEqual(
      expect.arrayContaining([
        { value: 5, unit: 'г/л' },
        { value: 6, unit: 'попугаев' },
      ]),
    );
    expect(mapped.codes[0]?.unmapped).toEqual([
      { kind: 'unit', code: 'г/л', of: '2823-3', count: 1 },
      { kind: 'unit', code: 'попугаев', of: '2823-3', count: 1 },
    ]);
  });

  test('what the clinic knows to have no code is text, and not counted', () => {
    const mapped = results('ЗАКЛ^Заключение^L||5|', '^Неведомое||1|');
    expect(mapped.unmapped).toEqual({ 'observation|Неведомое': 1 });
  });

  test('read again through a newer map an input says the newer word, in any order', () => {
    const [before, after] = ['3', '10'].map((version) => {
      const entries = version === '3' ? [] : (region.codeMaps[0]?.entries ?? []);
      const of = { ...region, codeMaps: [{ ...region.codeMaps[0], id: 'own', version, entries }] };
      return (value: string) =>
        mapHl7(
          message('ORU^R01', [PID, OBR, `OBX|1|NM|K01^Калий^L||${value}|ммоль/л|||||F`], { application: 'LIS' }),
          regionContext(RegionFile.parse(of), 'laboratory', { idKey: ID_KEY, receivedAt: RECEIVED_AT }),
        );
    });
    for (const value of ['3,1', '4,2', '5,3', '6,4', '7,5']) {
      const [old, now] = [before?.(value), after?.(value)] as [MappedInput, MappedInput];
      for (const inputs of [
        [old, now],
        [now, old],
      ]) {
        const [one] = resourcesOf<fhir4.Observation>('Observation', ...inputs);
        expect([value, one?.code.coding?.[0]?.code]).toEqual([value, '2823-3']);
      }
    }
  });

  test('МНН and trade names lead to ATC, also under a code of the clinic', () => {
    const order = (drug: string): MappedInput =>
      mapHl7(
        message('RDE^O11', [PID, 'ORC|NW|P-1', segment('RXE', { 2: drug, 3: '1' })]),
        regionContext(region, 'hospital', { idKey: ID_KEY, receivedAt: RECEIVED_AT }),
      );
    for (const drug of ['123^Варфарин^L', '^warfarin', 'Варфарекс', '9^ВАРФАРИН НАТРИЯ^L']) {
      const [request] = resourcesOf<fhir4.MedicationRequest>('MedicationRequest', order(drug));
      expect([drug, request?.medicationCodeableConcept?.coding?.[0]?.code]).toEqual([drug, 'B01AA03']);
    }
    expect(order('9^Варфарин 2,5 мг^L').unmapped).toEqual({ 'medication|9': 1 });
  });

  test('a term that came beside a local code is not said twice', () => {
    const [one] = observations(results('K01^Калий^L^2823-3^Potassium^LN||5|ммоль/л'));
    expect(one?.code.coding?.map(({ code }) => code)).toEqual(['2823-3', 'K01']);
  });
});
