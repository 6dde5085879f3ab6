import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { inputId } from '../../schemas/input.ts';
import { type TestChart, withChart } from '../../test/chart.ts';
import { at, CLINIC, creatinine, input, owners, record } from '../../test/chart-examples.ts';
import { sha256Hex } from '../../test/sha256.ts';
import type { Chart } from './chart.ts';

let world: TestChart;
let chart: Chart;
let now = at(0);
beforeAll(async () => {
  world = await withChart({ clock: () => new Date(now) });
  chart = world.chart;
});
afterAll(() => world.close());

describe('an input', () => {
  test('is opened once: the first acceptance stays, the same bytes again are a repeat', async () => {
    expect(await chart.openInput(input(1), 100, at(0))).toEqual({ repeat: false });
    expect(await chart.openInput(input(1), 100, at(7))).toEqual({ repeat: true });
    expect(await chart.openInput(input(1), 100, at(8))).toEqual({ repeat: true });

    expect(await chart.input(input(1))).toEqual({
      input: input(1),
      receivedAt: at(0),
      length: 100,
      steps: [],
      repeats: 2,
    });
    expect(await chart.input(input(99))).toBeUndefined();
  });

  test('of 20 acceptances at once exactly one is the first', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => chart.openInput(input(2), 1, at(0))));

    expect(answers.filter(({ repeat }) => !repeat)).toHaveLength(1);
    expect(await chart.input(input(2))).toMatchObject({ repeats: 19 });
  });

  test('has its end written once: a second end is ignored and answered with false', async () => {
    await chart.openInput(input(3), 1, at(0));

    const ends = await Promise.all([
      chart.endInput(input(3), { state: 'stored', record: record(1) }),
      chart.endInput(input(3), { state: 'quarantined', code: 'no-identity', detail: 'PID-3' }),
      chart.endInput(input(3), { state: 'published' }),
    ]);
    const first = (await chart.input(input(3)))?.end;

    expect(ends.filter(Boolean)).toHaveLength(1);
    expect(first?.state).toBe((['stored', 'quarantined', 'published'] as const)[ends.indexOf(true)]);
    expect(await chart.endInput(input(3), { state: 'published' })).toBe(false);
    expect((await chart.input(input(3)))?.end).toEqual(first);
  });

  test('keeps what was marked of it, however many steps come after', async () => {
    await chart.openInput(input(60), 1, at(0));
    await chart.step(input(60), 'uploaded', 'whole', 'whole announced');
    for (let n = 0; n < 55; n++) await chart.step(input(60), `repeat ${n}`);
    expect((await chart.input(input(60)))?.steps.map(({ step }) => step)).not.toContain('uploaded');
    expect([...(await chart.marks(input(60)))]).toEqual(['whole announced']);
    expect([...(await chart.marks(input(98)))]).toEqual([]);
  });

  test('keeps its last 50 steps in order', async () => {
    await chart.openInput(input(4), 1, at(0));
    for (let n = 0; n < 53; n++) await chart.step(input(4), `step ${n}`, n === 52 ? 'x'.repeat(900) : undefined);

    const steps = (await chart.input(input(4)))?.steps ?? [];

    expect(steps).toHaveLength(50);
    expect(steps[0]).toEqual({ at: at(0), step: 'step 3' });
    expect(steps[49]?.detail).toHaveLength(500);
  });

  test('that nobody opened is counted all the same when it ends', async () => {
    const lost = { kind: 'image', clinic: 'lost-and-found', sha256: sha256Hex('x') } as const;

    await chart.endInput(lost, { state: 'quarantined', code: 'attempts-exhausted' });

    expect(await chart.ledger('lost-and-found', at(0).slice(0, 10))).toMatchObject({ accepted: 1, quarantined: 1 });
  });

  test('whose end was cut short before its wait was removed gives the wait up at the second end', async () => {
    const a = record(1);
    await chart.openInput(input(5), 1, at(0));
    await chart.write({ items: [creatinine(a, 1)], owners: owners(a), awaiting: { input: input(5), record: a } });
    let calls = 0;
    const dying = {
      send: (command: never) => (++calls > 1 ? Promise.reject(new Error('gone')) : world.client.send(command)),
    };
    await expect(
      world.again({ client: dying as typeof world.client }).endInput(input(5), { state: 'stored' }),
    ).rejects.toMatchObject({ code: 'unavailable' });
    expect(await chart.awaiting(a, 9)).toEqual([input(5)]);

    expect(await chart.endInput(input(5), { state: 'stored' })).toBe(false);

    expect(await chart.awaiting(a, 9)).toEqual([]);
    expect(await chart.input(input(5))).toMatchObject({ record: a });
  });
});

describe('inputs that wait for a human', () => {
  const at3 = (n: number) => ({ kind: 'image', clinic: 'west', sha256: sha256Hex(`west ${n}`) }) as const;

  test('are the quarantined and the unreconciled, newest first', async () => {
    for (const n of [1, 2, 3]) await chart.openInput(at3(n), 1, at(0));
    now = at(1);
    await chart.endInput(at3(1), { state: 'quarantined', code: 'not-dicom', detail: 'no preamble' });
    now = at(2);
    await chart.endInput(at3(2), { state: 'stored', code: 'unreconciled' });
    await chart.endInput(at3(3), { state: 'stored' });

    expect(await chart.waitingForHuman('west')).toMatchObject([
      { input: at3(2), end: { state: 'stored', code: 'unreconciled', at: at(2) } },
      { input: at3(1), end: { state: 'quarantined', code: 'not-dicom', detail: 'no preamble', at: at(1) } },
    ]);
    expect(await chart.waitingForHuman('east')).toEqual([]);
  });

  test('leave the list when reopened for a replay, keep the history and may end anew', async () => {
    now = at(3);
    await chart.reopenInput(at3(1));
    await chart.reopenInput(at3(1));

    const reopened = await chart.input(at3(1));
    expect(reopened?.end).toBeUndefined();
    expect(reopened?.steps).toEqual([
      { at: at(1), step: 'ended', detail: 'quarantined not-dicom no preamble' },
      { at: at(3), step: 'reopened' },
    ]);
    expect(await chart.waitingForHuman('west')).toHaveLength(1);
    expect(await chart.endInput(at3(1), { state: 'published' })).toBe(true);
  });
});

describe('the ledger', () => {
  const south = (n: number) => ({ kind: 'record', clinic: 'south', sha256: sha256Hex(`south ${n}`) }) as const;

  test('balances, and names what is in flight for longer than 15 minutes', async () => {
    const dayBefore = at(-24 * 60);
    for (let n = 0; n < 8; n++) {
      now = at(n);
      // The edge had accepted it a day before: the ledger watches it from its arrival in the region.
      await chart.openInput(south(n), 1, dayBefore);
    }
    await chart.openInput(south(0), 1, at(1));
    now = at(24 * 60);
    await chart.openInput(south(9), 1, now);
    now = at(20);
    await chart.endInput(south(0), { state: 'quarantined', code: 'not-hl7' });
    await chart.endInput(south(1), { state: 'stored' });
    await chart.endInput(south(2), { state: 'stored', code: 'unreconciled' });
    await chart.endInput(south(3), { state: 'published' });
    await chart.reopenInput(south(0));

    const ledger = await chart.ledger('south', at(0).slice(0, 10));

    expect(ledger).toEqual({
      accepted: 8,
      quarantined: 0,
      stored: 2,
      published: 1,
      inFlight: 5,
      overdue: [inputId(south(4))],
    });
    expect(await chart.ledger('south', at(24 * 60).slice(0, 10))).toMatchObject({
      accepted: 1,
      inFlight: 1,
      overdue: [],
    });
    expect(await chart.ledger(CLINIC, '1999-01-01')).toMatchObject({ accepted: 0, inFlight: 0 });
    expect(await chart.ledger('south', dayBefore.slice(0, 10))).toMatchObject({ accepted: 0 });
  });

  test('watches a replayed input anew, on the day of its replay', async () => {
    const late = { kind: 'record', clinic: 'east', sha256: sha256Hex('late') } as const;
    now = at(0);
    await chart.openInput(late, 1, now);
    await chart.endInput(late, { state: 'quarantined', code: 'not-hl7' });
    now = at(3 * 24 * 60);
    await chart.reopenInput(late);

    now = at(3 * 24 * 60 + 16);
    expect(await chart.ledger('east', now.slice(0, 10))).toMatchObject({ accepted: 1, overdue: [inputId(late)] });
    expect(await chart.ledger('east', at(0).slice(0, 10))).toMatchObject({ accepted: 0 });
  });
});
