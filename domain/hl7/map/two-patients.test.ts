import { describe, expect, test } from '@jest/globals';
import type { ChartResourceType } from '../../../schemas/chart.ts';
import { assemble } from '../../fhir/assemble.ts';
import { chartOf, mapFrom, message, PID, resourcesOf, segment } from './example.ts';
import type { MappedInput } from './map.ts';

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
