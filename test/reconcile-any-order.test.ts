import { describe, expect, test } from '@jest/globals';
import { makeStamp } from '../domain/fhir/groups.ts';
import { resourceId } from '../domain/fhir/identifiers.ts';
import { decisionGroups, headerName } from '../domain/reconcile/decision.ts';
import { sayOfStudies } from '../functions/reconcile/decide-study.ts';
import { variableOf } from '../platform/environment.ts';
import type { IdentityEdge } from '../schemas/chart.ts';
import type { StudyDecision } from '../schemas/reconciled.ts';
import type { Attributes } from './dicom.ts';
import { randomOf } from './random.ts';
import { type Reconciling, reconcilingRegion } from './reconcile-region.ts';

const TRACE = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const UID = '1.2.826.9';
const PETROV = { name: [{ family: 'Петров', given: ['Пётр'] }], birthDate: '2022-06-01', gender: 'male' as const };
const IVANOV = { name: [{ family: 'Иванов', given: ['Иван'] }], birthDate: '2023-01-15', gender: 'male' as const };
const film = (n: number): Attributes => ({
  '00080018': ['UI', `${UID}.${n}`],
  '0020000d': ['UI', UID],
  '00080050': ['SH', ''],
  '00100020': ['LO', '1'],
});
const HEADER = { name: 'Иванов^Иван^Иванович', birthDate: '2023-01-15', sex: 'male' as const };

/** Plays all events in one order, each image twice, on a fresh region; answers what every chart and every result says. */
async function played(order: readonly number[], seed: number, words: readonly ('first' | 'second' | 'open')[]) {
  const region = await reconcilingRegion();
  try {
    const { world, recordOf } = region;
    const random = randomOf(seed);
    const [wrong, first, second] = ['1', '2', '3'].map(recordOf) as [string, string, string];
    for (const number of ['2', '3']) await region.admit(number, IVANOV);
    const images = [await region.upload(film(1)), await region.upload(film(2))];
    const study = studyIdOf(region);
    const decisions = words.map(
      (word, n): StudyDecision => ({
        state: word === 'open' ? 'open' : 'linked',
        ...(word === 'open' ? {} : { record: word === 'first' ? first : second, seen: [headerName(HEADER)] }),
        by: 'registrar',
        at: `2026-03-02T09:0${n}:00.000Z`,
      }),
    );
    const events: (() => Promise<unknown>)[] = [
      ...images.map((image) => () => region.send(image)),
      ...images.map((image) => () => region.send(image)),
      () => region.admit('1', PETROV),
      ...decisions.map((decision) => async () => {
        // Of a decision that comes before any image nobody has told whose the record is.
        const groups = decisionGroups(decision);
        const item = { record: wrong, resourceType: 'ImagingStudy' as const, id: study, groups };
        await world.chart.write({ items: [item], owners: { [wrong]: 'north' } });
        await sayOfStudies([{ copy: { record: wrong, study }, decision }], TRACE, world);
      }),
      () =>
        world.chart.write({
          items: [],
          edges: [merged(first, second)],
          owners: { [first]: 'north', [second]: 'north' },
        }),
    ];
    for (const n of order) {
      await events[n]?.();
      if (random() < 0.5) await region.empty((length) => Math.floor(random() * length));
    }
    await region.drain((length) => Math.floor(random() * length));
    const records = [wrong, first, second];
    const charts = [];
    for (const record of records) {
      const items = (await world.chart.everything(record)).flatMap(({ resource }) => (resource ? [resource] : []));
      const results = (await world.chart.advice(record))?.results ?? [];
      charts.push({
        items: items.filter(({ resourceType }) => resourceType === 'ImagingStudy' || resourceType === 'Patient'),
        told: results.flatMap(({ state, resultId, contentHash }) =>
          state === 'current' ? [`${resultId} ${contentHash}`] : [],
        ),
      });
    }
    const waiting = (await world.chart.waitingForHuman('north')).map(({ input, reasons }) => [input.sha256, reasons]);
    return { charts, waiting: waiting.sort() };
  } finally {
    await region.close();
  }
}

function studyIdOf({ world }: Reconciling): string {
  const domain = world.region.clinics[0]?.domains[0]?.oid ?? '';
  return resourceId(variableOf(world.env, 'OKA_ID_KEY'), 'ImagingStudy', [domain, UID]);
}

function merged(a: string, survivor: string): IdentityEdge {
  const [one, other] = [a, survivor].sort() as [string, string];
  const statement = { kind: 'merge', state: 'joined', survivor } as const;
  const time = '2026-03-02T07:30:00.000Z';
  return { records: [one, other], ...statement, stamp: makeStamp(statement, { time, rank: 20, receivedAt: time }) };
}

function shuffled(length: number, seed: number): number[] {
  const random = randomOf(seed);
  const order = Array.from({ length }, (_, n) => n);
  for (let n = length - 1; n > 0; n--) {
    const other = Math.floor(random() * (n + 1));
    [order[n], order[other]] = [order[other] as number, order[n] as number];
  }
  return order;
}

describe('decisions before, after and between images, registrations and merges', () => {
  test.each([
    ['linked once', ['first'] as const],
    ['linked to one record, then to another', ['first', 'second'] as const],
    ['linked and taken back', ['first', 'open'] as const],
  ])(
    '%s: every order ends in the same charts, results and list',
    async (_, words) => {
      const length = 6 + words.length;
      const plain = await played(
        Array.from({ length }, (_, n) => n),
        1,
        words,
      );
      expect(plain.charts.some(({ told }) => told.length > 0)).toBe(words.at(-1) !== 'open');
      for (const seed of [2, 3, 4, 5]) expect(await played(shuffled(length, seed), seed, words)).toEqual(plain);
    },
    240_000,
  );
});
