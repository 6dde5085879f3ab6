import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { traceInput } from '../../functions/operate/trace.ts';
import type { InputKey } from '../../schemas/input.ts';
import { at, patient, record } from '../chart-examples.ts';
import { sha256Hex } from '../sha256.ts';
import { principals } from '../world.ts';
import { film, type Story, statesOf, story } from './story.ts';

// Each story boots its stores; a busy machine needs its time.
jest.setTimeout(60_000);

let it: Story;
beforeEach(async () => {
  it = await story();
  await it.it.world.chart.openInput(FILM, 1, at(0));
});
afterEach(() => it.it.close());

const OF = record(1);
const FILM: InputKey = { kind: 'image', clinic: 'north', sha256: sha256Hex('film') };
const owners = { [OF]: 'north' };
const child = patient(OF, { birthDate: '2023-02-01' });
const sendFilm = () => it.tell({ items: film(OF, FILM), owners, awaiting: { input: FILM, record: OF } });
const admit = () => it.tell({ items: [child], owners });
const trace = () => traceInput(FILM, principals.operator(), it.it.world);

describe('a film whose finding stands in the record is published, whoever’s run told it', () => {
  test('its own, for the patient was there before', async () => {
    await admit();
    await sendFilm();
    expect(statesOf(it.held(OF))).toEqual(['current warning v1']);
    expect((await trace()).end).toMatchObject({ state: 'published' });
  });

  test('that of the registration which came later; the film’s first end stays as a step', async () => {
    await sendFilm();
    expect((await trace()).end).toMatchObject({ state: 'stored', code: 'unreconciled' });
    await admit();
    const { end, steps } = await trace();
    expect(statesOf(it.held(OF))).toEqual(['current warning v1']);
    expect(end).toEqual({ state: 'published', at: expect.any(String) });
    expect(steps).toContainEqual(
      expect.objectContaining({ step: 'ended', detail: 'stored unreconciled patient-unknown' }),
    );
    // What was written once is not rewritten (contract 6).
    expect((await it.it.world.chart.input(FILM))?.end).toMatchObject({ state: 'stored', code: 'unreconciled' });
  });

  test('that of a run which read the film while it was being written', async () => {
    await it.it.world.chart.write({ items: film(OF, FILM), owners, silent: true });
    await it.tell({ items: [child], owners });
    expect(statesOf(it.held(OF))).toEqual(['current warning v1']);
    await sendFilm();
    expect((await it.it.world.chart.input(FILM))?.end).toMatchObject({ state: 'published' });
  });

  test('withdrawn again, it is what it ended as', async () => {
    await sendFilm();
    await admit();
    expect((await trace()).end).toMatchObject({ state: 'published' });
    await it.tell({ items: film(OF, FILM).map(taken), owners });
    expect(statesOf(it.held(OF))).toEqual(['withdrawn info v2']);
    expect((await trace()).end).toMatchObject({ state: 'stored', code: 'unreconciled' });
  });
});

/** The same item, deleted a day later. */
const taken = (item: ReturnType<typeof film>[number]): ReturnType<typeof film>[number] => ({
  ...item,
  groups: Object.fromEntries(
    Object.entries(item.groups).map(([name, group]) => [
      name,
      { value: {}, stamp: { ...group.stamp, time: at(1440) }, deleted: true as const },
    ]),
  ),
});
