import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { chartOf, mapFrom, message, PID, segment } from './example.ts';
import type { MappedInput } from './map.ts';

const at = (hour: number): string => `202601101${hour}0000`;
const lab = (segments: readonly string[], sentAt: string): MappedInput =>
  mapFrom('laboratory', message('ORU^R01', [PID, ...segments], { application: 'LIS', sentAt }));
const result = (obx11: string, hour: number, value: string, obr25 = obx11): MappedInput =>
  lab(
    [
      segment('OBR', { 3: 'F1', 4: 'БХ^Биохимия^L', 7: at(0), 22: at(hour), 25: obr25 }),
      `OBX|1|NM|КАЛИЙ^Калий^L||${value}|ммоль/л|||||${obx11}`,
      `OBX|2|ED|ФАЙЛ^Файл^L||^AP^PDF^Base64^${Buffer.from(`%PDF-${value}`).toString('base64')}||||||${obx11}`,
      'OBX|3|NM|НАТРИЙ^Натрий^L||140|ммоль/л|||||F',
      'SPM|1|С-1^Ф-1||SER',
    ],
    at(hour),
  );
const hospital = (type: string, segments: readonly string[], hour: number): MappedInput =>
  mapFrom('hospital', message(type, [PID, ...segments], { sentAt: at(hour) }));
const order = (control: string, hour: number, fields: Record<number, string> = {}): MappedInput =>
  hospital('ORM^O01', [`ORC|${control}|N-1`, segment('OBR', { 2: 'N-1', 4: 'БХ^Биохимия^L', ...fields })], hour);
const prescription = (control: string, hour: number): MappedInput =>
  hospital('RDE^O11', [`ORC|${control}|R-1`, segment('RXE', { 2: 'ВАРФ^Варфарин^L', 3: String(hour), 5: 'мг' })], hour);
const mdm = (event: string, hour: number, number: string, parent = ''): MappedInput =>
  hospital(
    `MDM^${event}`,
    [segment('TXA', { 2: 'DS', 12: number, 13: parent, 17: 'AU' }), `OBX|1|TX|Т||Текст ${event} ${hour}||||||F`],
    hour,
  );
const vaccine = (action: string, hour: number): MappedInput =>
  hospital(
    'VXU^V04',
    ['ORC|RE|V-1', segment('RXA', { 3: '20260110', 5: '140^Грипп^CVX', 6: String(hour), 21: action })],
    hour,
  );

/** Times repeat on purpose: where two messages say two things at one moment, the rank or the content decides. */
const STORIES: Record<string, MappedInput[]> = {
  'results: preliminary, final, corrected, made final, deleted': [
    result('P', 1, '5,1'),
    result('F', 2, '5,2'),
    result('C', 2, '5,3'),
    result('U', 3, ''),
    result('D', 3, '', 'F'),
    result('X', 3, ''),
    result('C', 4, '5,5'),
    result('W', 4, '', 'C'),
  ],
  'orders: new, changed, on hold, released, cancelled, replaced': [
    order('NW', 0, { 31: 'R05^Кашель^I10' }),
    order('XO', 1, { 27: '^^^^^S' }),
    order('HD', 1),
    order('RL', 2),
    order('CA', 3),
    order('SC', 3),
    order('RP', 3),
    prescription('NW', 1),
    prescription('XO', 2),
    prescription('DC', 3),
    prescription('OK', 3),
  ],
  'documents: original, edited, replaced, replaced again, cancelled': [
    mdm('T01', 0, 'Д-1'),
    mdm('T02', 1, 'Д-1'),
    mdm('T06', 2, 'Д-1'),
    mdm('T08', 2, 'Д-1'),
    mdm('T10', 3, 'Д-2', 'Д-1'),
    mdm('T10', 4, 'Д-3', 'Д-2'),
    mdm('T11', 4, 'Д-3', 'Д-2'),
    mdm('T11', 5, 'Д-1'),
    mdm('T04', 5, 'Д-1'),
  ],
  'vaccinations: added, corrected, deleted': [vaccine('A', 1), vaccine('U', 2), vaccine('D', 2), vaccine('A', 2)],
};

describe('any order and any repeats end in one chart', () => {
  test.each(Object.entries(STORIES))('%s', (_, inputs) => {
    expect(inputs.flatMap(({ messages }) => messages.flatMap(({ error }) => error ?? []))).toEqual([]);
    const once = chartOf(...inputs);
    fc.assert(
      fc.property(fc.shuffledSubarray([...inputs, ...inputs], { minLength: inputs.length * 2 }), (shuffled) => {
        expect(chartOf(...shuffled)).toEqual(once);
      }),
      { numRuns: 100 },
    );
  });
});
