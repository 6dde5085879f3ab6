import { describe, expect, test } from '@jest/globals';
import { mapFrom, message, PID, resourcesOf } from './example.ts';
import type { MappedInput } from './map.ts';

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
