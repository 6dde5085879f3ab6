import { describe, expect, test } from '@jest/globals';
import { told } from '../ask.ts';
import { appointment, bornBefore, entry, finding, patient, report, visit } from '../examples.ts';
import type { ChartEntry } from '../facts.ts';
import { criticalFindingWithoutAppointmentRule } from './critical_finding_without_appointment.ts';

const adult = patient(bornBefore({ years: 60 }));
const SUSPECT = report('BI-RADS 5');
const tell = (...entries: ChartEntry[]) => told(criticalFindingWithoutAppointmentRule, [adult, ...entries]);
const WARNED = { severity: 'warning', score: { appointment: false } };

describe('a grave category of a report', () => {
  test.each(['BI-RADS 4', 'BI-RADS 4A', 'BI-RADS 4B', 'BI-RADS 4C', 'BI-RADS 5', 'Lung-RADS 4B', 'Lung-RADS 4X'])(
    '%s',
    (shown) => {
      expect(tell(report(shown))).toMatchObject({
        ...WARNED,
        summary: { en: `${shown}: no visit or appointment since` },
        cited: [expect.stringContaining(shown.split(' ')[1] ?? '')],
      });
    },
  );
  test.each(['BI-RADS 3', 'BI-RADS 6', 'Lung-RADS 4A', 'Lung-RADS 3'])('not %s', (shown) => {
    expect(tell(report(shown))).toBe('idle: no grave finding of the last 30 days');
  });
  test('both scales are two matters', () => {
    expect(() => tell(report('BI-RADS 5'), report('Lung-RADS 4B'))).toThrow('2 conclusions');
  });
});

describe('of the last 30 days', () => {
  test.each([
    ['2026-01-30T12:00:00Z', 'said'],
    ['2026-01-30T11:59:59Z', 'idle'],
  ])('%s: %s', (time, state) => {
    const said = tell(report('BI-RADS 5', time));
    if (state === 'said') expect(said).toMatchObject(WARNED);
    else expect(said).toMatch(/^idle/);
  });
});

describe('a finding of a model', () => {
  const of = (state: Parameters<typeof finding>[0], change = {}, ...entries: ChartEntry[]) =>
    told(criticalFindingWithoutAppointmentRule, [adult, ...entries], { findings: [finding(state, change)] });
  test('counts where it is present', () => {
    expect(of('present')).toMatchObject({
      ...WARNED,
      summary: { en: 'AI: Pneumonia: no visit or appointment since' },
      cited: ['AI: Pneumonia: present'],
    });
    for (const state of ['absent', 'indeterminate', 'not-assessed'] as const) expect(of(state)).toMatch(/^idle/);
  });
  test('without a time is none', () => expect(of('present', { time: 'soon' })).toMatch(/^idle/));
  test('is denied by a signed report of its time or later, not by an earlier one', () => {
    const normal = (time: string) =>
      report('…', time, { conclusionCode: [{ coding: [{ system: 'http://snomed.info/sct', code: '168733007' }] }] });
    expect(of('present', {}, normal('2026-03-01T08:00:00Z'))).toMatch(/^idle/);
    expect(of('present', {}, normal('2026-03-01T07:59:00Z'))).toMatchObject(WARNED);
  });
});

describe('is being cared for', () => {
  test.each(['proposed', 'pending', 'booked', 'arrived', 'checked-in', 'waitlist', 'fulfilled'] as const)(
    'by an appointment that is %s',
    (status) => expect(tell(SUSPECT, appointment('Приём', '2026-03-05T09:00:00Z', status))).toBe('nothing to say'),
  );
  test.each(['cancelled', 'noshow', 'entered-in-error'] as const)('not by one that is %s', (status) => {
    expect(tell(SUSPECT, appointment('Приём', '2026-03-05T09:00:00Z', status))).toMatchObject(WARNED);
  });
  test('by an appointment from the finding on, with a time', () => {
    expect(tell(SUSPECT, appointment('Приём', '2026-02-10T09:00:00Z', 'fulfilled'))).toBe('nothing to say');
    expect(tell(SUSPECT, appointment('Приём', '2026-02-10T08:59:59Z', 'fulfilled'))).toMatchObject(WARNED);
    expect(tell(SUSPECT, appointment('Приём', undefined))).toMatchObject(WARNED);
  });
  test('by one that was booked and is past only while a day is left to say that he came', () => {
    for (const status of ['booked', 'pending', 'waitlist'] as const) {
      expect(tell(SUSPECT, appointment('Приём', '2026-02-28T12:00:00Z', status))).toBe('nothing to say');
      expect(tell(SUSPECT, appointment('Приём', '2026-02-28T11:59:00Z', status))).toMatchObject(WARNED);
    }
    for (const status of ['arrived', 'checked-in', 'fulfilled'] as const)
      expect(tell(SUSPECT, appointment('Приём', '2026-02-12T12:00:00Z', status))).toBe('nothing to say');
  });
  test('by a visit after the finding, not by the one that ended with it', () => {
    const seen = (start: string | undefined) => visit('AMB', { status: 'finished', period: start ? { start } : {} });
    expect(tell(SUSPECT, seen('2026-02-10T09:00:01Z'))).toBe('nothing to say');
    expect(tell(SUSPECT, seen('2026-02-10T09:00:00Z'))).toMatchObject(WARNED);
    expect(tell(SUSPECT, seen(undefined))).toMatchObject(WARNED);
  });
  test('by a visit that is planned only until its day has passed', () => {
    const planned = (start: string) => visit('IMP', { status: 'planned', period: { start } });
    expect(tell(SUSPECT, planned('2026-03-09T09:00:00Z'))).toBe('nothing to say');
    expect(tell(SUSPECT, planned('2026-02-20T09:00:00Z'))).toMatchObject(WARNED);
  });
  test('by a visit that is open', () => {
    expect(tell(SUSPECT, visit('IMP', { period: { start: '2026-02-01T08:00:00Z' } }))).toBe('nothing to say');
  });
  test.each(['AMB', 'EMER'])('not by a visit (%s) that began before it and that nobody has closed', (code) => {
    const open = (start: string) =>
      [finding('present', { time: '2026-02-28T12:00:00Z' }), visit(code, { period: { start } })] as const;
    const said = (start: string) => {
      const [found, seen] = open(start);
      return told(criticalFindingWithoutAppointmentRule, [adult, seen], { findings: [found] });
    };
    expect(said('2026-02-27T12:00:00Z')).toBe('nothing to say');
    expect(said('2026-02-27T11:59:00Z')).toMatchObject(WARNED);
    expect(said('2025-09-01T08:00:00Z')).toMatchObject(WARNED);
  });
});

test('a dateless report of a category is not counted from nowhere', () => {
  const undated = entry({
    resourceType: 'DiagnosticReport',
    status: 'final',
    code: { text: 'Заключение' },
    conclusion: 'BI-RADS 5',
  });
  expect(tell(undated)).toMatch(/^idle/);
});
