import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { makeGroup } from '../../domain/fhir/groups.ts';
import { readableRecord, readItems } from '../../functions/chart-api/everything.ts';
import { traceInput } from '../../functions/operate/trace.ts';
import { RANK } from '../../schemas/chart.ts';
import type { InputKey } from '../../schemas/input.ts';
import { REJECTION_EXTENSION } from '../../schemas/study.ts';
import { at, edge, patient, record } from '../chart-examples.ts';
import { sha256Hex } from '../sha256.ts';
import { principals } from '../world.ts';
import { film, type Story, story } from './story.ts';

// Each story boots its stores; a busy machine needs its time.
jest.setTimeout(120_000);

const [A, B] = [record(1), record(2)];
const owners = { [A]: 'north', [B]: 'north' };
const inputOf = (of: string): InputKey => ({ kind: 'image', clinic: 'north', sha256: sha256Hex(`film of ${of}`) });

/** One child's film under one Study Instance UID, sent under one number and again under another; both are registered. */
const TOLD = {
  'film of A': (it: Story) => send(it, A),
  'film of B': (it: Story) => send(it, B),
  'A registered': (it: Story) => it.tell({ items: [patient(A, { birthDate: '2023-02-01', given: 'Анна' })], owners }),
  'B registered': (it: Story) => it.tell({ items: [patient(B, { birthDate: '2023-02-01', given: 'Инна' })], owners }),
} as const;
const ALL = Object.keys(TOLD) as (keyof typeof TOLD)[];
const merge = (it: Story, state: 'joined' | 'apart' = 'joined', said = 10) =>
  it.tell({ items: [], edges: [edge(A, B, { kind: 'merge', survivor: B, state, said })], owners });

async function send(it: Story, of: string): Promise<void> {
  await it.it.world.chart.openInput(inputOf(of), 1, at(0));
  await it.tell({ items: film(of, inputOf(of)), owners, awaiting: { input: inputOf(of), record: of } });
}

/** What physicians have of each record, and what the clinic's list says of each film. */
async function endOf({ it, held }: Story) {
  const waiting = await it.world.chart.waitingForHuman('north');
  const said = (of: string) => Object.values(held(of)).map(({ state }) => state);
  const listed = (of: string) => {
    const { sha256 } = inputOf(of);
    const found = waiting.find(({ input }) => input.sha256 === sha256);
    return found && (found.steps.findLast(({ step }) => step === 'unreconciled')?.detail ?? found.end?.detail);
  };
  const current = [A, B].map((of) => said(of).filter((state) => state === 'current').length);
  return { current, listed: [listed(A), listed(B)] };
}
const CONTESTED = { current: [0, 0], listed: ['study-of-two-patients', 'study-of-two-patients'] };

let it: Story;
beforeEach(async () => {
  it = await story();
});
afterEach(() => it.it.close());

describe('one study under two patients', () => {
  test('is told of neither and stands on the list for both, whatever came first; a merge ends it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...ALL, ...ALL], { minLength: 2 * ALL.length }), async (order) => {
        const one = await story();
        try {
          for (const name of order) await TOLD[name](one);
          expect(await endOf(one)).toEqual(CONTESTED);
          await merge(one);
          expect(await endOf(one)).toEqual({ current: [0, 1], listed: [undefined, undefined] });
        } finally {
          await one.it.close();
        }
      }),
      { numRuns: 12 },
    );
  });

  test('that was told of the first before the second came is taken back', async () => {
    for (const name of ['A registered', 'film of A', 'B registered'] as const) await TOLD[name](it);
    expect((await endOf(it)).current).toEqual([1, 0]);
    await TOLD['film of B'](it);
    expect(Object.values(it.held(A)).map(({ state, notify }) => [state, notify])).toEqual([['withdrawn', true]]);
    expect(await endOf(it)).toEqual(CONTESTED);
    const { waitsFor } = await traceInput(inputOf(A), principals.operator(), it.it.world);
    expect(waitsFor).toMatchObject([
      { reason: 'study-of-two-patients', whatToDo: { ru: expect.stringContaining('двух пациентов') } },
    ]);
    expect((await it.it.world.chart.input(inputOf(B)))?.end).toMatchObject({
      ...{ state: 'stored', code: 'unreconciled', detail: 'study-of-two-patients' },
    });
  });

  test('parted again after a merge, they stand on the list again', async () => {
    for (const name of ALL) await TOLD[name](it);
    await merge(it);
    await merge(it, 'apart', 20);
    expect(await endOf(it)).toEqual(CONTESTED);
  });

  test('is the second’s once the first turns out to be somebody else: his header contradicts, and only he is listed', async () => {
    for (const name of ALL) await TOLD[name](it);
    const header = { url: 'https://oka.health/fhir/dicom-header', valueString: '{"birthDate":"2023-02-01"}' };
    const [study] = film(A);
    if (study === undefined) throw new Error('a film has a study');
    const said = { time: at(1), rank: RANK.final, receivedAt: at(2) };
    const groups = { 'header:1': makeGroup({ extension: [header] }, said) };
    await it.tell({ items: [{ ...study, groups }], owners });
    expect(await endOf(it)).toEqual(CONTESTED);
    await it.tell({ items: [patient(A, { birthDate: '2019-05-05', said: 20 })], owners });
    expect(await endOf(it)).toEqual({ current: [0, 1], listed: ['birth-date', undefined] });
    await it.tell({ items: [patient(A, { birthDate: '2023-02-01', said: 30 })], owners });
    expect(await endOf(it)).toEqual(CONTESTED);
  });

  test('is the second’s once the first copy is taken back by a rejection note', async () => {
    for (const name of ALL) await TOLD[name](it);
    const [study] = film(A);
    if (study === undefined) throw new Error('a film has a study');
    const said = { time: at(40), rank: RANK.final, receivedAt: at(41) };
    const note = { code: '113001', instances: ['1.2.3.4'] };
    const extension = [{ url: REJECTION_EXTENSION, valueString: JSON.stringify(note) }];
    await it.tell({ items: [{ ...study, groups: { 'rejection:1': makeGroup({ extension }, said) } }], owners });
    expect(await endOf(it)).toEqual({ current: [0, 1], listed: [undefined, undefined] });
  });

  test('of two clinics that know one person by one SNILS is one study', async () => {
    const snils = '11223344595';
    const child = { birthDate: '2023-02-01', snils };
    await it.tell({ items: [patient(A, child), ...film(A, inputOf(A))], owners });
    await it.tell({ items: [patient(B, child), ...film(B, inputOf(B))], owners: { ...owners, [B]: 'south' } });
    const { person } = it.it.world.chart;
    expect(await person(A)).toEqual([A, B].sort());
    expect((await endOf(it)).listed).toEqual([undefined, undefined]);
  });

  test('is on neither chart that a reader sees', async () => {
    for (const name of ALL) await TOLD[name](it);
    for (const who of [A, B]) {
      const items = (await readItems([who], [who], it.it.world.chart)).get(who) ?? [];
      const shown = await readableRecord(who, items, it.it.world);
      expect(shown.map(({ resourceType }) => resourceType)).toEqual(['Patient']);
    }
  });
});
