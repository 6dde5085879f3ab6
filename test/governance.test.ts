import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { makeGroup } from '../domain/fhir/groups.ts';
import { DX_IMAGE, decided, EVIDENCE, measured } from '../domain/recognition/examples.ts';
import { observationItem } from '../domain/recognition/observation.ts';
import { carryDecisions, watchModels } from '../functions/due/models.ts';
import { type ChartItem, RANK } from '../schemas/chart.ts';
import type { RegionModelDecision } from '../schemas/governance.ts';
import type { Reference } from '../schemas/manifest.ts';
import { PIXEL_HASH_EXTENSION } from '../schemas/measurement.ts';
import type { Result } from '../schemas/result.ts';
import { publishing, runAfterWrite } from './after-write.ts';
import { ID_KEY, patient, record } from './chart-examples.ts';
import { type TestWorld, testRegion, withWorld } from './world.ts';

jest.setTimeout(60_000);

const MODEL = 'chest-xray-children';
const minute = (n: number): string => new Date(Date.UTC(2026, 2, 1, 8, n)).toISOString();

let open: TestWorld | undefined;
afterEach(async () => {
  await open?.close();
  open = undefined;
});

/** A region with these decisions in its file, and all that runs after a write. */
async function region(...decisions: RegionModelDecision[]) {
  const it = await withWorld({ ...testRegion(), models: { [MODEL]: decisions } });
  open = it;
  const world = publishing(it);
  const settle = (): Promise<void> => runAfterWrite(it, world);
  const write = async (items: readonly ChartItem[], clinic = 'north'): Promise<void> => {
    const owners = Object.fromEntries(items.map((one) => [one.record, clinic]));
    await world.chart.write({ items: [...items], owners });
    await settle();
  };
  return {
    it,
    world,
    settle,
    write,
    async suspend(change: object = {}) {
      const at = it.time.now.toISOString();
      await world.chart.models.decide({
        ...{ model: MODEL, act: 'suspend', clinic: 'north', since: at, at, by: 'duty', why: 'a new tube' },
        ...change,
      });
      await carryDecisions(world);
      await settle();
    },
    async said(of: string): Promise<Result | undefined> {
      return (await world.chart.advice(of))?.results.find(({ producer }) => producer === MODEL);
    },
  };
}

const stamp = (n: number) => ({ time: minute(n), rank: RANK.final, receivedAt: minute(n) });

/** A child of three with a chest film, as one version of the model measured it. */
function child(
  n: number,
  { clinic = 'north', version = '1.0.0', acceptedAt = minute(n), probability = 0.9, inputs = { mean: 0.5 } } = {},
): ChartItem[] {
  const of = record(n);
  const study = record(50_000 + n);
  const measurement = measured({
    model: { id: MODEL, version, sha256: 'a'.repeat(64) },
    origin: { clinic, sha256: String(n % 10).repeat(64), acceptedAt },
    instance: { sopInstanceUid: `1.2.3.${n}`, pixelHash: 'b'.repeat(64) },
    network: { probability, inputs },
    derived: { preview: 'p.jpg', heatMap: 'h.png' },
  });
  const uid = `1.2.3.9.${n}`;
  const hash = { url: PIXEL_HASH_EXTENSION, valueString: 'b'.repeat(64) };
  const film = {
    status: 'available',
    started: minute(n),
    identifier: [{ system: 'urn:dicom:uid', value: `urn:oid:${uid}` }],
    modality: [{ code: 'DX' }],
    series: [
      {
        uid: `${uid}.1`,
        modality: { code: 'DX' },
        instance: [{ uid: `1.2.3.${n}`, sopClass: DX_IMAGE, extension: [hash] }],
      },
    ],
  };
  const source = { record: of, study, domainOid: '1.2.643.5', idKey: ID_KEY, time: minute(n), started: minute(n) };
  return [
    patient(of, { birthDate: '2023-01-15' }),
    { record: of, resourceType: 'ImagingStudy', id: study, groups: { study: makeGroup(film, stamp(n)) } },
    observationItem({ ...source, receivedAt: acceptedAt, measurement }),
  ];
}

const content = (result: Result | undefined) => (result?.content.kind === 'finding' ? result.content : undefined);

describe('a model is suspended for a clinic', () => {
  test('images accepted later are not assessed, earlier ones stay, and other clinics go on', async () => {
    const there = await region(decided());
    await there.write(child(1));
    there.it.time.now = new Date(minute(10));
    await there.suspend();
    await there.write(child(11));
    await there.write(child(12, { clinic: 'south' }), 'south');
    expect(content(await there.said(record(1)))).toMatchObject({ state: 'present', probability: 0.9 });
    const later = content(await there.said(record(11)));
    expect(later).toMatchObject({ state: 'not-assessed', reason: 'model-suspended', derived: { preview: 'p.jpg' } });
    expect(later).not.toHaveProperty('probability');
    expect(later?.derived).not.toHaveProperty('heatMap');
    expect(content(await there.said(record(12)))).toMatchObject({ state: 'present' });
  });

  test('what was told before anybody knew of it is told anew, and the physicians get it', async () => {
    const there = await region(decided());
    await there.write(child(11));
    const first = await there.said(record(11));
    there.it.time.now = new Date(minute(20));
    await there.suspend({ since: minute(10) });
    const second = await there.said(record(11));
    expect(content(second)).toMatchObject({ state: 'not-assessed', reason: 'model-suspended' });
    expect(second).toMatchObject({ version: (first?.version ?? 0) + 1, notify: true });
    const sent = there.it.sent.filter(({ queue }) => queue === 'records-north');
    expect(sent.map(({ message }) => (message.data as { version: number }).version)).toEqual([1, 2]);
  });

  test('until it is resumed: then later images are assessed again, and those in between are not', async () => {
    const there = await region(decided());
    there.it.time.now = new Date(minute(10));
    await there.suspend();
    there.it.time.now = new Date(minute(20));
    await there.suspend({ act: 'resume' });
    for (const n of [11, 21]) await there.write(child(n));
    expect(content(await there.said(record(11)))?.reason).toBe('model-suspended');
    expect(content(await there.said(record(21)))?.state).toBe('present');
  });

  test('in whatever order image and decision come, the chart says the same', async () => {
    const decide = async (there: Awaited<ReturnType<typeof region>>) => {
      there.it.time.now = new Date(minute(30));
      await there.suspend({ since: minute(10), at: minute(30) });
    };
    const steps = [
      async (there: Awaited<ReturnType<typeof region>>) => there.write(child(1)),
      async (there: Awaited<ReturnType<typeof region>>) => there.write(child(11)),
      decide,
    ];
    const ends: unknown[] = [];
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 2, 0, 1, 2],
    ]) {
      const there = await region(decided());
      for (const step of order) await steps[step]?.(there);
      await carryDecisions(there.world);
      await there.settle();
      ends.push(await Promise.all([1, 11].map(async (n) => (await there.said(record(n)))?.contentHash)));
      await there.it.close();
      open = undefined;
    }
    expect(ends[1]).toEqual(ends[0]);
    expect(ends[2]).toEqual(ends[0]);
  });
});

describe('a decision is carried to the charts once', () => {
  const suspension = async (there: Awaited<ReturnType<typeof region>>) => {
    there.it.time.now = new Date(minute(30));
    await there.suspend({ since: minute(10), at: minute(30) });
    there.it.chart.sent.length = 0;
    there.it.time.now = new Date(minute(40));
    await carryDecisions(there.world);
  };
  const row = {
    model: MODEL,
    version: '1.0.0',
    clinic: 'north',
    record: record(11),
    study: record(50_011),
    evidence: EVIDENCE,
  };

  test.each([
    ['an image on which the network failed', 'failed'],
    ['the other file of an image that came twice', 'absent'],
  ] as const)('also where no advice rewrites the row: %s', async (_, state) => {
    const there = await region(decided());
    await there.write(child(11));
    const lost = {
      ...row,
      observation: record(77),
      acceptedAt: minute(12),
      image: 'lost',
      standing: 'active',
      state,
    } as const;
    if (state === 'failed') await there.world.chart.models.noteFailed(lost);
    else await there.world.chart.models.note([lost], 1);
    await suspension(there);
    expect(there.it.chart.sent).toEqual([]);
    expect(await there.world.chart.models.unsettled()).toEqual([]);
    const rows = await there.world.chart.models.images(row, 9);
    expect(rows.map((one) => [one.image === 'lost' ? one.state : 'seen', one.standing])).toEqual([
      [state, 'suspended'],
      ['seen', 'suspended'],
    ]);
  });

  test('and not again every minute while advice is late', async () => {
    const there = await region(decided());
    await there.write(child(11));
    const at = minute(30);
    there.it.time.now = new Date(at);
    const why = { by: 'duty', why: 'a new tube' };
    await there.world.chart.models.decide({
      model: MODEL,
      act: 'suspend',
      clinic: 'north',
      since: minute(10),
      at,
      ...why,
    });
    for (const _ of [1, 2, 3]) await carryDecisions(there.world);
    expect(there.it.chart.sent).toHaveLength(1);
    await there.settle();
    expect(content(await there.said(record(11)))?.reason).toBe('model-suspended');
  });
});

describe('two versions lie side by side', () => {
  const second = decided({ version: '2.0.0', on: '2026-02-01' });

  test('the newer one speaks, and suspending it brings the older one back under a new version', async () => {
    const there = await region(decided(), second);
    await there.write([...child(1), ...child(1, { version: '2.0.0', probability: 0.1 })]);
    const before = await there.said(record(1));
    expect([before?.producerVersion, content(before)?.state]).toEqual(['2.0.0', 'absent']);
    await there.suspend({ clinic: undefined, version: '2.0.0', since: '2026-02-01T00:00:00.000Z' });
    const after = await there.said(record(1));
    expect([after?.producerVersion, content(after)?.state]).toEqual(['1.0.0', 'present']);
    expect(after).toMatchObject({ resultId: before?.resultId, version: (before?.version ?? 0) + 1, notify: true });
  });

  test('a version in shadow is kept and watched, and told to nobody', async () => {
    const there = await region(decided({ state: 'shadow' }));
    await there.write(child(1));
    expect(await there.said(record(1))).toBeUndefined();
    const rows = await there.world.chart.models.images({ model: MODEL, version: '1.0.0', clinic: 'north' }, 9);
    expect(rows).toMatchObject([{ state: 'present', probability: 0.9, standing: 'shadow' }]);
  });

  test('without a local acceptance and a legal basis an “active” version is in shadow', async () => {
    const { waiver: _, ...unproven } = decided();
    const there = await region(unproven);
    await there.write(child(1));
    expect(await there.said(record(1))).toBeUndefined();
  });
});

describe('the watch', () => {
  const reference: Reference = {
    ...{ on: 'validation', n: 400, abstention: 0.02 },
    inputs: { mean: { edges: [0.4, 0.5, 0.6], shares: [0.25, 0.25, 0.25, 0.25] } },
    scores: { edges: [0.3, 0.7], positive: [0, 0, 1], negative: [1, 0, 0] },
  };
  const manifestOf = () => ({ reference, evidence: EVIDENCE });
  const rowOf = (n: number, clinic: string, mean: number) => ({
    ...{ observation: record(n), model: MODEL, version: '1.0.0', clinic, acceptedAt: minute(n) },
    ...{ record: record(n), study: record(n), image: String(n), standing: 'active' as const, state: 'absent' as const },
    ...{ probability: n % 2 === 0 ? 0.1 : 0.2, inputs: { mean } },
  });
  const usual = (n: number): number => 0.35 + 0.1 * (n % 4);

  test('suspends the clinic whose exposure has drifted within two hundred films, and no other; once', async () => {
    const there = await region(decided());
    const { models } = there.world.chart;
    for (let n = 0; n < 230; n += 1) {
      await models.note([rowOf(n, 'south', usual(n))], 1);
      await models.note([rowOf(n, 'north', n < 30 ? usual(n) : 0.7)], 1);
    }
    there.it.time.now = new Date(minute(300));
    await watchModels(there.world, manifestOf);
    await watchModels(there.world, manifestOf);
    const stored = await models.decisions();
    expect(stored).toHaveLength(1);
    expect(stored[0]).toMatchObject({
      act: 'suspend',
      clinic: 'north',
      version: '1.0.0',
      by: 'watch',
      since: minute(300),
    });
    expect(stored[0]?.why).toContain('PSI');
    expect(stored[0]?.figures?.['input-mean']).toBeGreaterThan(0.25);
    await there.write(child(301));
    expect(content(await there.said(record(301)))?.reason).toBe('model-suspended');
  });

  test('does not hold the same films against a model that was resumed', async () => {
    const there = await region(decided());
    for (let n = 0; n < 210; n += 1) await there.world.chart.models.note([rowOf(n, 'north', 0.7)], 1);
    there.it.time.now = new Date(minute(300));
    await watchModels(there.world, manifestOf);
    there.it.time.now = new Date(minute(310));
    await there.suspend({ act: 'resume' });
    await watchModels(there.world, manifestOf);
    expect((await there.world.chart.models.decisions()).map(({ act }) => act)).toEqual(['suspend', 'resume']);
  });

  test('leaves a model in shadow alone', async () => {
    const there = await region(decided({ state: 'shadow' }));
    for (let n = 0; n < 210; n += 1)
      await there.world.chart.models.note([{ ...rowOf(n, 'north', 0.7), standing: 'shadow' }], 1);
    there.it.time.now = new Date(minute(300));
    await watchModels(there.world, manifestOf);
    expect(await there.world.chart.models.decisions()).toEqual([]);
  });
});
