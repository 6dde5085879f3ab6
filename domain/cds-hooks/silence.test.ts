import { expect, test } from '@jest/globals';
import { isSilent, type Silence } from './silence.ts';

const heard: Silence = { matter: 'potassium', facts: 'f1', severity: 'warning', since: '2026-03-01T12:00:00.000Z' };
const told = { matter: 'potassium', facts: 'f1', severity: 'warning' as const };
const LATER = '2026-08-01T12:00:00.000Z';

test('what was answered is not told again on the same facts, however long ago', () => {
  expect(isSilent(told, [heard], LATER)).toBe(true);
  expect(isSilent({ ...told, severity: 'info' }, [heard], LATER)).toBe(true);
});

test('another matter, new facts or a graver word are told', () => {
  expect(isSilent({ ...told, matter: 'metformin' }, [heard], LATER)).toBe(false);
  expect(isSilent({ ...told, facts: 'f2' }, [heard], LATER)).toBe(false);
  expect(isSilent({ ...told, severity: 'critical' }, [heard], LATER)).toBe(false);
  expect(isSilent(told, [], LATER)).toBe(false);
});

test('a critical card returns after thirty days, and not before', () => {
  const answered: Silence = { ...heard, severity: 'critical' };
  const critical = { ...told, severity: 'critical' as const };
  expect(isSilent(critical, [answered], '2026-03-31T11:59:59.999Z')).toBe(true);
  expect(isSilent(critical, [answered], '2026-03-31T12:00:00.000Z')).toBe(false);
});
