import { describe, expect, test } from '@jest/globals';
import { advice, appointment, delivery, fact, page } from './example.ts';
import type { Fact } from './facts.ts';
import type { PageInput } from './page.ts';

describe('when this physician last saw him', () => {
  const visit = (end: string, value: string, more: Partial<Fact> & { system?: string } = {}) =>
    fact<fhir4.Encounter>(
      {
        resourceType: 'Encounter',
        status: 'finished',
        class: { code: 'AMB' },
        period: { start: end, end },
        participant: [{ individual: { identifier: { value, ...(more.system ? { system: more.system } : {}) } } }],
      },
      { clinic: more.clinic ?? 'north' },
    );
  const since = (facts: Fact[], change: Partial<PageInput> = {}) => page({ facts, ...change }).news.since;

  test('is his last visit before this day; one of today is the visit of the page', () => {
    const facts = [
      visit('2026-01-10T10:00:00+05:00', 'T12'),
      visit('2026-02-10T23:30:00+05:00', 'T12'),
      visit('2026-03-02T09:00:00+05:00', 'T12'),
    ];
    expect(since(facts)).toEqual({ by: 'visit', at: '2026-02-10T18:30:00.000Z', text: 'После вашего осмотра 10.02' });
  });

  test('is not that of another physician, nor of one with the same number elsewhere; a SNILS counts everywhere', () => {
    expect(since([visit('2026-02-10', 'T13'), visit('2026-02-10', 'T12', { clinic: 'south' })]).by).toBe('unknown');
    const reader = { id: 'dr-12', clinic: 'north', numbers: ['112-233-445 95'] };
    const elsewhere = visit('2026-02-10', '11223344595', { clinic: 'south', system: 'urn:oid:1.2.643.100.3' });
    expect(since([elsewhere], { reader }).by).toBe('visit');
  });

  test('is an appointment that was kept, not one that was only booked', () => {
    const earlier = (status: fhir4.Appointment['status']) => [
      appointment({ start: '2026-02-10T10:00:00+05:00', status }),
    ];
    expect(since(earlier('booked')).by).toBe('unknown');
    expect(since(earlier('fulfilled'))).toMatchObject({ by: 'appointment', text: 'После приёма у вас 10.02' });
  });

  test('else a result that he took note of; else it is said that it is not known, and thirty days are shown', () => {
    const critical = advice('c', 'critical');
    const noted = [delivery(critical, { at: '2026-02-20T10:00:00.000Z', by: 'dr-12' })];
    expect(since([], { results: [critical], deliveries: noted })).toMatchObject({
      by: 'acknowledgement',
      at: '2026-02-20T10:00:00.000Z',
    });
    expect(since([])).toMatchObject({ by: 'unknown', at: '2026-01-31T08:00:00.000Z' });
  });
});
