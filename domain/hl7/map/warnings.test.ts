import { describe, expect, test } from '@jest/globals';
import { mapFrom, message, PID, resourcesOf, segment } from './example.ts';

const V1 = segment('PV1', { 2: 'I', 19: 'V-1' });

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
