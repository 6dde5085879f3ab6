import { describe, expect, test } from '@jest/globals';
import { factsOf as chartOf, entry, value } from './examples.ts';
import { before, type ChartEntry, cite, factsOf, isSince, makeFacts, observationsOf } from './facts.ts';

const subject = { reference: 'Patient/p' };
const read = <T extends Parameters<typeof factsOf>[1]>(type: T, ...entries: ChartEntry[]) =>
  factsOf(chartOf(entries), type);
const observation = (change: Partial<fhir4.Observation>, options = {}): ChartEntry =>
  entry({ resourceType: 'Observation', status: 'final', code: { text: 'x' }, ...change }, options);

describe('a resource states something unless it', () => {
  test.each(['entered-in-error', 'cancelled', 'registered'] as const)('is an observation %s', (status) => {
    expect(read('Observation', observation({ status }))).toEqual([]);
  });
  test('is an order that forbids what it names', () => {
    const asked = (doNotPerform: boolean) =>
      entry({ resourceType: 'MedicationRequest', status: 'active', intent: 'order', subject, doNotPerform });
    expect(read('MedicationRequest', asked(true))).toEqual([]);
    expect(read('MedicationRequest', asked(false))).toHaveLength(1);
  });
  test.each(['revoked', 'entered-in-error'] as const)('is an order %s', (status) => {
    expect(read('ServiceRequest', entry({ resourceType: 'ServiceRequest', status, intent: 'order', subject }))).toEqual(
      [],
    );
  });
  test('is a stopped medicine or a visit nobody came to', () => {
    expect(
      read(
        'MedicationRequest',
        entry({ resourceType: 'MedicationRequest', status: 'stopped', intent: 'order', subject }),
      ),
    ).toEqual([]);
    expect(read('Appointment', entry({ resourceType: 'Appointment', status: 'noshow', participant: [] }))).toEqual([]);
  });
  test('was deleted', () => {
    expect(read('Observation', { ...observation({}), resource: undefined })).toEqual([]);
  });
  test.each(['final', 'preliminary', 'unknown', 'amended'] as const)('an observation %s does', (status) => {
    expect(read('Observation', observation({ status }))).toHaveLength(1);
  });
  test('one without a status does', () => {
    expect(read('Patient', entry({ resourceType: 'Patient' }))).toHaveLength(1);
  });
});

/** Which member says when it was so: the first that is there. */
describe('the time of', () => {
  const [one, two, three, four] = ['2026-01-01', '2026-01-02', '2026-01-03', '2026-01-04'] as const;
  const timeOf = (resource: fhir4.FhirResource) => {
    const [fact] = factsOf(chartOf([entry(resource)]), resource.resourceType);
    return fact?.time;
  };
  test.each([
    [{ effectiveDateTime: one, effectiveInstant: two, effectivePeriod: { start: three }, issued: four }, one],
    [{ effectiveInstant: two, effectivePeriod: { start: three }, issued: four }, two],
    [{ effectivePeriod: { start: three }, issued: four }, three],
    [{ effectivePeriod: {}, issued: four }, four],
    [{}, undefined],
  ])('an observation with %j is %s', (change, time) => {
    expect(timeOf({ resourceType: 'Observation', status: 'final', code: {}, ...change })).toBe(time);
  });
  test.each([
    [{ effectiveDateTime: one, effectivePeriod: { start: two }, issued: three }, one],
    [{ effectivePeriod: { start: two }, issued: three }, two],
    [{ issued: three }, three],
  ])('a report with %j is %s', (change, time) => {
    expect(timeOf({ resourceType: 'DiagnosticReport', status: 'final', code: {}, ...change })).toBe(time);
  });
  test.each([
    [{ recordedDate: one, onsetDateTime: two, onsetPeriod: { start: three } }, one],
    [{ onsetDateTime: two, onsetPeriod: { start: three } }, two],
    [{ onsetPeriod: { start: three } }, three],
  ])('a diagnosis with %j is %s', (change, time) =>
    expect(timeOf({ resourceType: 'Condition', subject, ...change })).toBe(time),
  );
  test.each([
    [{ recordedDate: one, onsetDateTime: two }, one],
    [{ onsetDateTime: two }, two],
  ])('an allergy with %j is %s', (change, time) => {
    expect(timeOf({ resourceType: 'AllergyIntolerance', patient: subject, ...change })).toBe(time);
  });
  test('orders, studies, visits and appointments is their own', () => {
    expect(
      timeOf({ resourceType: 'ServiceRequest', status: 'active', intent: 'order', subject, authoredOn: one }),
    ).toBe(one);
    expect(
      timeOf({ resourceType: 'MedicationRequest', status: 'active', intent: 'order', subject, authoredOn: two }),
    ).toBe(two);
    expect(timeOf({ resourceType: 'ImagingStudy', status: 'available', subject, started: three })).toBe(three);
    expect(timeOf({ resourceType: 'Encounter', status: 'finished', class: {}, period: { start: four } })).toBe(four);
    expect(timeOf({ resourceType: 'Encounter', status: 'finished', class: {} })).toBeUndefined();
    expect(timeOf({ resourceType: 'Appointment', status: 'booked', participant: [], start: one })).toBe(one);
    expect(timeOf({ resourceType: 'Patient', birthDate: one })).toBeUndefined();
  });
  test('an undated diagnosis, and of nothing else, is that of the newest message that stated it', () => {
    const stamp = '2026-02-20T09:00:00.000Z';
    const undated = entry({ resourceType: 'Condition', subject }, { stamp });
    const older = { stamp: { time: '2026-01-01T00:00:00.000Z', rank: 20, hash: '0'.repeat(64) }, value: {} };
    const twice = { ...undated, groups: { other: older, ...undated.groups } };
    for (const one of [undated, twice]) expect(read('Condition', one)[0]?.when?.latest).toBe(Date.parse(stamp));
    expect(read('Observation', observation({}, { stamp }))[0]?.when).toBeUndefined();
  });
});

describe('a time is doubted', () => {
  const doubtful = (effectiveDateTime: string | undefined, options = {}) =>
    read('Observation', observation(effectiveDateTime ? { effectiveDateTime } : {}, options))[0]?.doubtful;
  test('where it lies more than five minutes after the moment, in every reading', () => {
    expect([
      doubtful('2026-03-01T12:05:00Z'),
      doubtful('2026-03-01T12:05:01Z'),
      doubtful('2026-03-01'),
      doubtful('2026-03-03'),
    ]).toEqual([...[false, true, false, true]]);
  });
  test('where its source is, and not where there is none', () => {
    expect([doubtful('2026-03-01T10:00:00Z', { doubtful: true }), doubtful(undefined)]).toEqual([true, false]);
  });
});

describe('facts of a type', () => {
  const at = (id: string, effectiveDateTime: string | undefined) =>
    observation({ id, ...(effectiveDateTime ? { effectiveDateTime } : {}) });
  const [older, newer, undated] = [at('a', '2026-01-01'), at('b', '2026-02-01'), at('c', undefined)];
  test('come newest first, the undated last, equal times in the order of their references, however they came', () => {
    const [same, again] = [at('x', '2026-01-05'), at('y', '2026-01-05')];
    const expected = [newer, ...[same, again].toSorted((a, b) => (a.id < b.id ? -1 : 1)), older, undated].map(
      ({ id }) => `Observation/${id}`,
    );
    for (const entries of [
      [older, newer, undated, same, again],
      [again, undated, same, older, newer],
    ])
      expect(read('Observation', ...entries).map(({ reference }) => reference)).toEqual(expected);
  });
  test('are of that type alone', () => {
    expect(read('Condition', older)).toEqual([]);
    expect(read('Observation', older, entry({ resourceType: 'Condition', subject }))).toHaveLength(1);
  });
});

test('entries are put in one order: by record, then by id', () => {
  const [a, b, c] = [
    entry({ resourceType: 'Patient', id: 'a' }, { record: '1' }),
    entry({ resourceType: 'Patient', id: 'b' }, { record: '1' }),
    entry({ resourceType: 'Patient', id: 'c' }, { record: '2' }),
  ] as [ChartEntry, ChartEntry, ChartEntry];
  const [first, second] = a.id < b.id ? [a, b] : [b, a];
  const made = (entries: ChartEntry[]) =>
    makeFacts({ asOf: '2026-03-01T12:00:00Z', zone: 'UTC', entries, findings: [] }).entries;
  for (const entries of [
    [a, b, c],
    [c, b, a],
    [b, c, a],
  ])
    expect(made(entries)).toEqual([first, second, c]);
});

describe('observations by code', () => {
  const facts = chartOf([
    value('2823-3', 4, 'mmol/L'),
    observation({
      code: {},
      component: [{ code: { coding: [{ code: '8480-6' }] } }, { code: { coding: [{ code: '8462-4' }] } }],
    }),
    observation({ code: { coding: [{ display: 'no code' }] } }),
  ]);
  test('are those that carry one of them, in themselves or in a component, each once', () => {
    const of = (...codes: string[]) => observationsOf(facts, codes).length;
    expect([of('2823-3'), of('8480-6'), of('8480-6', '8462-4', '2823-3'), of('1'), of()]).toEqual([1, 1, 2, 0, 0]);
  });
});

test('a fact is cited with its time, where it has one', () => {
  const label = { en: 'x', ru: 'х' };
  expect(cite({ reference: 'R/1', time: '2026' }, label, 'v')).toEqual({
    reference: 'R/1',
    label,
    value: 'v',
    time: '2026',
  });
  expect(cite({ reference: 'R/1', time: undefined }, label, 'v')).toEqual({ reference: 'R/1', label, value: 'v' });
});
test('is since an instant where its earliest reading is', () => {
  const when = (earliest: number) => ({ when: { earliest, latest: 100 } });
  expect([isSince(when(10), 10), isSince(when(9), 10), isSince({ when: undefined }, 0)]).toEqual([true, false, false]);
});
test('a span is counted back from the moment, in hours and days', () => {
  const moment = { asOf: '2026-03-01T12:00:00Z' };
  expect(
    [{}, { hours: 2 }, { days: 1 }, { days: 1, hours: 12 }].map((span) => new Date(before(moment, span)).toISOString()),
  ).toEqual([
    ...['2026-03-01T12:00:00.000Z', '2026-03-01T10:00:00.000Z', '2026-02-28T12:00:00.000Z', '2026-02-28T00:00:00.000Z'],
  ]);
});
