import { describe, expect, test } from '@jest/globals';
import { arrangedAfter, examinedAfter, examinedOf, isOfLast, isPast } from './examinations.ts';
import { appointment, entry, factsOf, ordered, procedure, study } from './examples.ts';
import type { ChartEntry } from './facts.ts';
import { readingsOf } from './precision.ts';

const AFTER = Date.parse('2026-02-10T00:00:00Z');
const film = (modality: string | undefined, change: Partial<fhir4.ImagingStudy> = {}): ChartEntry =>
  study('film', '2026-02-20T09:00:00Z', { modality: modality ? [{ code: modality }] : [], series: [], ...change });
const seen = (...entries: ChartEntry[]) =>
  examinedOf(factsOf(entries)).map(({ is, modality, regions }) => [is, modality, ...regions]);

describe('an examination', () => {
  test.each([
    ['CR', 'XR'],
    ['DX', 'XR'],
    ['RG', 'XR'],
    ['DR', 'XR'],
    ['CT', 'CT'],
    ['MR', 'MR'],
    ['US', 'US'],
    ['NM', 'NM'],
    ['PT', 'PET'],
    ['XA', 'XA'],
    ['RF', 'RF'],
  ])('of DICOM modality %s is %s', (dicom, modality) => expect(seen(film(dicom))).toEqual([['study', modality]]));
  test('of the breast is known by its modality', () => {
    expect(seen(film('MG'))).toEqual([['study', 'MG', 'breast']]);
    expect(seen(film('MG', { description: 'Молочные железы' }))).toEqual([['study', 'MG', 'breast']]);
  });
  test('is known by its series, by its description, procedure, part or series text', () => {
    expect(
      seen(
        film(undefined, {
          series: [
            { uid: '1', modality: { code: 'OT' } },
            { uid: '2', modality: { code: 'CT' } },
          ],
        }),
      ),
    ).toEqual([['study', 'CT']]);
    expect(seen(film(undefined, { description: 'КТ головы' }))).toEqual([['study', 'CT', 'head']]);
    expect(seen(film('CT', { procedureCode: [{ text: 'живот', coding: [{ display: 'Chest' }] }] }))).toEqual([
      ['study', 'CT', 'chest', 'abdomen'],
    ]);
    const series = (change: object) => film('CT', { series: [{ uid: '1', modality: { code: 'CT' }, ...change }] });
    expect(seen(series({ bodySite: { code: 'HEAD' } }))).toEqual([['study', 'CT', 'head']]);
    expect(seen(series({ bodySite: { code: 'x', display: 'Pelvis' } }))).toEqual([['study', 'CT', 'pelvis']]);
    expect(seen(series({ description: 'Abdomen 5 mm' }))).toEqual([['study', 'CT', 'abdomen']]);
    expect(seen(film('OT'))).toEqual([]);
  });
  test('is shown by its description, else by its way', () => {
    const shown = (...entries: ChartEntry[]) => examinedOf(factsOf(entries))[0]?.cited.value;
    expect([shown(film('CT', { description: 'КТ ОГК' })), shown(film('CT'))]).toEqual(['КТ ОГК', 'CT']);
  });
  test('may be an order', () => expect(seen(ordered('УЗИ почек'))).toEqual([['order', 'US', 'abdomen']]));
});

test('after an instant: of the region, by one of the ways, later in every reading', () => {
  const of = (
    started: string,
    change: Partial<fhir4.ImagingStudy> = {},
    ways: Parameters<typeof examinedAfter>[3] = ['CT'],
  ) => examinedAfter(factsOf([film('CT', { started, description: 'Chest', ...change })]), AFTER, 'chest', ways).length;
  expect([
    of('2026-02-10T00:00:00.001Z'),
    of('2026-02-10T00:00:00Z'),
    of('2026-02-10'),
    of('2026-02-12'),
    of('soon'),
  ]).toEqual([...[1, 0, 0, 1, 0]]);
  expect([of('2026-02-20', { description: 'Head' }), of('2026-02-20', {}, ['MR'])]).toEqual([0, 0]);
});

describe('arranged after an instant', () => {
  const arranged = (...entries: ChartEntry[]) => arrangedAfter(factsOf(entries), AFTER, /онколог/i);
  const visit = (change: Partial<fhir4.Appointment>): ChartEntry =>
    entry({ resourceType: 'Appointment', status: 'booked', start: '2026-02-20T09:00:00Z', participant: [], ...change });
  test('is an order, by its words or the display of its code', () => {
    expect(arranged(ordered('Консультация онколога'))).toBe(true);
    expect(
      arranged(ordered('x', '2026-02-20T09:00:00Z', { code: { coding: [{ code: 'x' }, { display: 'Онколог' }] } })),
    ).toBe(true);
    expect(arranged(ordered('Консультация онколога', '2026-02-10T00:00:00Z'))).toBe(false);
    expect(arranged(ordered('Консультация кардиолога'))).toBe(false);
    expect(
      arranged(
        entry({
          resourceType: 'ServiceRequest',
          status: 'active',
          intent: 'order',
          authoredOn: '2026-02-20',
          subject: {},
        }),
      ),
    ).toBe(false);
  });
  test.each([
    ['description', { description: 'Онколог' }],
    ['kind of service', { serviceType: [{ text: 'x' }, { text: 'Онкология' }] }],
    ['specialty', { specialty: [{ coding: [{ display: 'Онколог' }] }] }],
    ['type', { appointmentType: { text: 'Онколог' } }],
    ['physician', { participant: [{ status: 'accepted' as const, actor: { display: 'Онколог' } }] }],
  ])('is an appointment by its %s', (_, change) => {
    expect(arranged(visit(change))).toBe(true);
    expect(arranged(visit({ ...change, start: '2026-02-09T09:00:00Z' }))).toBe(false);
  });
  test('is no appointment with somebody else', () => {
    expect(
      arranged(visit({ participant: [{ status: 'accepted' }] }), appointment('Терапевт', '2026-02-20T09:00:00Z')),
    ).toBe(false);
  });
  test('is a procedure performed later', () => {
    expect([
      arranged(procedure('Осмотр онколога', '2026-02-20')),
      arranged(procedure('Осмотр онколога', '2026-02-10T00:00:00Z')),
    ]).toEqual([true, false]);
    const period = (start: string | undefined): ChartEntry =>
      entry({
        resourceType: 'Procedure',
        status: 'completed',
        subject: {},
        code: { text: 'Онколог' },
        performedPeriod: start ? { start } : {},
      });
    expect([arranged(period('2026-02-20')), arranged(period(undefined))]).toEqual([true, false]);
  });
});

test('a time is past after so many months of 30.44 days from its earliest reading', () => {
  const facts = factsOf([]);
  const past = (time: string | undefined, months: number) => isPast(facts, readingsOf(time), months);
  expect([past('2026-01-30T01:26:24Z', 1), past('2026-01-30T01:26:23Z', 1), past(undefined, 0)]).toEqual([
    false,
    true,
    false,
  ]);
});
test('a time is of the last days where one of its readings is', () => {
  const facts = factsOf([]);
  const of = (time: string | undefined) => isOfLast(facts, readingsOf(time), 7);
  expect([
    of('2026-02-22T12:00:00Z'),
    of('2026-02-22T11:59:59Z'),
    of('2026-02-22'),
    of('2026-02-21'),
    of(undefined),
  ]).toEqual([...[true, false, true, false, false]]);
});
