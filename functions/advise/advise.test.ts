import { describe, expect, test } from '@jest/globals';
import { facetOf, timeOf } from '../../domain/fhir/facets.ts';
import { bornBefore, patient, RECORD, value } from '../../domain/rules/examples.ts';
import type { ChartEntry } from '../../domain/rules/facts.ts';
import type { AdviceState, Chart } from '../../platform/chart/chart.ts';
import { makeEvent } from '../../platform/queues.ts';
import { readRegion } from '../../platform/region.ts';
import type { World } from '../../platform/world.ts';
import { OkaError } from '../../schemas/errors.ts';
import { type InputEnd, type InputKey, inputId } from '../../schemas/input.ts';
import type { Result } from '../../schemas/result.ts';
import { advise } from './advise.ts';

const region = readRegion(`${import.meta.dirname}/../../samples/region/region.json`);
const NOW = new Date('2026-03-01T12:00:00.000Z');

/** A person of one record as `advise` sees it: what it reads, and the two writes it makes, with their conditions. */
class SmallChart {
  entries: ChartEntry[] = [];
  revision = 1;
  clinic = 'district';
  stored: AdviceState | undefined;
  waits: { input: InputKey; revision: number }[] = [];
  readonly ends = new Map<string, InputEnd>();
  readonly listed: [string, readonly string[]][] = [];
  /** Runs between the reading of the facts and the storing of the advice. */
  beforePut: () => Promise<void> = async () => {};

  head = async () => ({ record: RECORD, clinic: this.clinic, revision: this.revision });
  person = async () => [RECORD];
  survivor = async () => undefined;
  recordsOfAccession = async () => [];
  sharedOrders = async () => [];
  formRetries = async () => [];
  sharedStudies = async () => [];
  listOpenPairs = async () => {};
  listFollowUps = async () => {};
  quiets = async () => new Map<string, string>();
  passedTurn = async () => undefined;
  planTurn = async () => {};
  statements = async () => [];
  models = { decisions: async () => [], note: async () => {} };
  advice = async () => this.stored;
  newestOfEach = (record: string, wanted: readonly { readonly facet: string; readonly count: number }[]) =>
    Promise.all(wanted.map(({ facet, count }) => this.newest(record, facet, count)));
  newest = async (_record: string, facet: string, count: number) =>
    this.entries
      .filter(({ resource }) => resource && facetOf(resource) === facet)
      .sort((a, b) => newness(b) - newness(a))
      .slice(0, count);
  putAdvice = async (
    record: string,
    revision: number,
    results: readonly Result[],
    basedOn?: { revision: number | undefined },
  ) => {
    const hook = this.beforePut;
    this.beforePut = async () => {};
    await hook();
    const other = basedOn?.revision !== this.stored?.revision;
    if (this.stored && (this.stored.revision > revision || (other && this.stored.revision === revision))) return false;
    if (other) throw new OkaError('conflict', 'advice');
    this.stored = { record, revision, results, published: this.stored?.published ?? {} };
    return true;
  };
  awaiting = async (_record: string, revision: number) =>
    this.waits.filter((wait) => wait.revision <= revision).map(({ input }) => input);
  listForHuman = async (input: InputKey, reasons: readonly string[]) => {
    this.listed.push([inputId(input), reasons]);
  };
  endInput = async (input: InputKey, { state }: { state: InputEnd }) => {
    this.waits = this.waits.filter((wait) => wait.input.sha256 !== input.sha256);
    if (this.ends.has(inputId(input))) return false;
    this.ends.set(inputId(input), state);
    return true;
  };
}
const newness = ({ resource }: ChartEntry): number => Date.parse((resource && timeOf(resource)) ?? '1900-01-01');

const input = (digit: string): InputKey => ({ kind: 'record', clinic: 'lab', sha256: digit.repeat(64) });

function worldOf(chart: SmallChart) {
  const sent: { queue: string; data: unknown; traceparent: string }[] = [];
  const failing = { next: false };
  const world = {
    chart: chart as unknown as Chart,
    region,
    clock: () => NOW,
    env: { OKA_QUEUE_RESULTS: 'results' },
    queues: {
      send: async (queue: string, { data, traceparent }: { data: unknown; traceparent: string }) => {
        if (failing.next) {
          failing.next = false;
          throw new Error('killed');
        }
        sent.push({ queue, data, traceparent });
      },
    },
  } as unknown as World;
  return { world, sent, failing };
}
const request = makeEvent('oka.advice.requested', 'chart', { record: RECORD, revision: 1 }, { time: NOW });
const adult = patient(bornBefore({ years: 50 }));
const potassium = (number: number, id = 'k') => value('2823-3', number, 'mmol/L', { id });

const chartWith = (...entries: ChartEntry[]): SmallChart => {
  const chart = new SmallChart();
  chart.entries = entries;
  chart.waits = [{ input: input('1'), revision: 1 }];
  return chart;
};

describe('advise', () => {
  test('a result that is new goes to publish, which then ends the inputs', async () => {
    const chart = chartWith(adult, potassium(7));
    const { world, sent } = worldOf(chart);

    await advise(request, world);

    expect(chart.stored).toMatchObject({ revision: 1, results: [{ subject: 'potassium', version: 1 }] });
    expect(sent).toEqual([
      { queue: 'results', data: { record: RECORD, revision: 1 }, traceparent: expect.any(String) },
    ]);
    expect(sent[0]?.traceparent.slice(3, 35)).toBe(request.traceparent.slice(3, 35));
    expect(chart.ends.size).toBe(0);
  });

  test('with nothing new to send the inputs up to the revision read end as stored, later ones wait', async () => {
    const chart = chartWith(adult, potassium(4));
    chart.waits.push({ input: input('2'), revision: 2 });
    const { world, sent } = worldOf(chart);

    await advise(request, world);

    expect(sent).toEqual([]);
    expect([...chart.ends]).toEqual([[inputId(input('1')), 'stored']]);
  });

  test('the results of a clinic without a record system go on to its desk', async () => {
    const chart = chartWith(adult, potassium(7));
    chart.clinic = 'lab';
    const { world, sent } = worldOf(chart);

    await advise(request, world);

    expect(sent).toMatchObject([{ queue: 'results', data: { record: RECORD } }]);
    expect(chart.listed).toEqual([]);
  });

  test.each(['district', 'lab'])(
    'a critical result of a patient whom nobody has registered brings its input on the list (%s)',
    async (clinic) => {
      const chart = chartWith(potassium(7));
      chart.clinic = clinic;
      await advise(request, worldOf(chart).world);
      expect(chart.listed).toEqual([[inputId(input('1')), ['critical-patient-unknown']]]);
      expect([...chart.ends]).toEqual([[inputId(input('1')), 'stored']]);
    },
  );

  test('a critical result that will be sent, or one that is not critical, is on no list', async () => {
    const sent = chartWith(adult, potassium(7));
    await advise(request, worldOf(sent).world);
    const harmless = chartWith(potassium(4));
    await advise(request, worldOf(harmless).world);
    expect([...sent.listed, ...harmless.listed]).toEqual([]);
  });

  test('killed between storing and sending: the second delivery sends the same version', async () => {
    const chart = chartWith(adult, potassium(7));
    const { world, sent, failing } = worldOf(chart);
    failing.next = true;

    await expect(advise(request, world)).rejects.toThrow('killed');
    const stored = chart.stored;
    await advise(request, world);

    expect(sent).toHaveLength(1);
    expect(chart.stored).toEqual(stored);
  });

  test('a loser ends quietly and leaves its inputs to the winner', async () => {
    const chart = chartWith(adult, potassium(7));
    chart.beforePut = async () => {
      chart.stored = { record: RECORD, revision: 2, results: [], published: {} };
    };
    const { world, sent } = worldOf(chart);

    await advise(request, world);

    expect(chart.stored).toMatchObject({ revision: 2, results: [] });
    expect(sent).toEqual([]);
    expect(chart.ends.size).toBe(0);
  });

  test('advice of an older revision that was stored meanwhile is continued, not overwritten', async () => {
    const chart = chartWith(adult, potassium(7));
    chart.revision = 5;
    const { world, sent } = worldOf(chart);
    chart.beforePut = async () => {
      const older = new SmallChart();
      older.entries = [adult, potassium(8, 'older')];
      await advise(request, worldOf(older).world);
      chart.stored = older.stored;
    };

    await advise(request, world);

    expect(chart.stored).toMatchObject({ revision: 5, results: [{ version: 2, state: 'current' }] });
    expect(sent).toHaveLength(1);
  });

  test('the same message twice at once: both go on to send, neither changes the version', async () => {
    const chart = chartWith(adult, potassium(7));
    const { world, sent } = worldOf(chart);
    chart.beforePut = () => advise(request, world);

    await advise(request, world);

    expect(chart.stored).toMatchObject({ revision: 1, results: [{ version: 1 }] });
    expect(sent).toHaveLength(2);
  });

  test('a version that was sent is not sent again', async () => {
    const chart = chartWith(adult, potassium(7));
    const { world, sent } = worldOf(chart);
    await advise(request, world);
    const results = chart.stored?.results ?? [];
    chart.stored = {
      record: RECORD,
      revision: 1,
      results,
      published: Object.fromEntries(results.map(({ resultId, version }) => [resultId, version])),
    };
    chart.revision = 2;

    await advise(request, world);

    expect(sent).toHaveLength(1);
    expect(chart.ends.size).toBe(1);
  });

  test('rules that would read facts nobody fetches do not exist: the newest values reach them', async () => {
    const chart = chartWith(
      adult,
      value('14682-9', 300, 'umol/L', { id: 'c' }),
      value('2823-3', 7, 'mmol/L', { id: 'old', effectiveDateTime: '2026-02-27T10:00:00Z' }),
      potassium(4.4),
    );
    const { world } = worldOf(chart);

    await advise(request, world);

    expect(chart.stored?.results.map(({ producer }) => producer)).toEqual(['ckdepi2021']);
  });
});
