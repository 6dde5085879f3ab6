import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { makeGroup } from '../../domain/fhir/groups.ts';
import { makeEvent } from '../../platform/queues.ts';
import { type ChartItem, RANK } from '../../schemas/chart.ts';
import { type InputKey, inputId } from '../../schemas/input.ts';
import { INPUT_EXTENSION, PIXEL_HASH_EXTENSION } from '../../schemas/measurement.ts';
import { at, creatinine, owners, record } from '../../test/chart-examples.ts';
import { sha256Hex } from '../../test/sha256.ts';
import { type TestWorld, withWorld } from '../../test/world.ts';
import { advise } from './advise.ts';

let it: TestWorld;
let serial = 700;
beforeAll(async () => {
  it = await withWorld();
});
afterAll(() => it.close());

const said = { time: at(0), rank: RANK.final, receivedAt: at(1) };
const patient = (of: string): ChartItem => ({
  record: of,
  resourceType: 'Patient',
  id: of,
  groups: { demographics: makeGroup({ name: [{ family: 'Вымышленный' }] }, said) },
});

/** A study of one image, or of several different ones under one SOP Instance UID, brought by the input. */
const study = (of: string, input: InputKey, ...pixelHashes: string[]): ChartItem => ({
  record: of,
  resourceType: 'ImagingStudy',
  id: of,
  groups: {
    study: makeGroup({ status: 'available', extension: [{ url: INPUT_EXTENSION, valueString: inputId(input) }] }, said),
    ...Object.fromEntries(
      pixelHashes.map((valueString) => {
        const instance = [{ uid: '1.2.3.4', extension: [{ url: PIXEL_HASH_EXTENSION, valueString }] }];
        return [`instance:${valueString}`, makeGroup({ series: [{ uid: '1.2.3', instance }] }, said)];
      }),
    ),
  },
});

/** Writes facts with an input that waits for their advice, gives the advice, and tells what became of the input. */
async function advised(items: (of: string, input: InputKey) => ChartItem[], known?: { of: string; input: InputKey }) {
  serial += 1;
  const of = known?.of ?? record(serial);
  const input = known?.input ?? { kind: 'image' as const, clinic: 'north', sha256: sha256Hex(`film ${serial}`) };
  const { chart } = it.world;
  await chart.openInput(input, 1, at(0));
  await chart.write({ items: items(of, input), owners: owners(of), awaiting: { input, record: of } });
  const data = { record: of, revision: (await chart.head(of))?.revision ?? 0 };
  await advise(makeEvent('oka.advice.requested', 'test', data, { time: it.time.now }), it.world);
  const listed = (await chart.waitingForHuman('north')).some((one) => one.input.sha256 === input.sha256);
  return { of, input, listed, state: await chart.input(input) };
}

describe('a computed tomography of many images', () => {
  const many = (n: number): string[] => Array.from({ length: 40 }, (_, k) => `image/north/${sha256Hex(`${n} ${k}`)}`);
  const tomography = (of: string, inputs: readonly string[]): ChartItem => ({
    record: of,
    resourceType: 'ImagingStudy',
    id: of,
    groups: Object.fromEntries([
      ['study', makeGroup({ status: 'available' }, said)],
      ...inputs.map((valueString) => [
        `input:${valueString}`,
        makeGroup({ extension: [{ url: INPUT_EXTENSION, valueString }] }, said),
      ]),
    ]),
  });
  /** Advice after these facts: how many inputs it has put on the list or taken from it. */
  async function asked(of: string, items: ChartItem[], most = Number.POSITIVE_INFINITY): Promise<number> {
    const { chart } = it.world;
    if (items.length > 0) await chart.write({ items, owners: owners(of) });
    let count = 0;
    const listForHuman: typeof chart.listForHuman = async (...said) => {
      count += 1;
      if (count > most) throw new Error('killed');
      await chart.listForHuman(...said);
    };
    const data = { record: of, revision: (await chart.head(of))?.revision ?? 0 };
    const event = makeEvent('oka.advice.requested', 'test', data, { time: it.time.now });
    await advise(event, { ...it.world, chart: { ...chart, listForHuman } });
    return count;
  }

  test('is asked about once, not with every laboratory result of its patient; of one image more that one is', async () => {
    serial += 1;
    const of = record(serial);
    const inputs = many(serial);
    expect(await asked(of, [patient(of), tomography(of, inputs.slice(1))])).toBe(39);
    expect(await asked(of, [])).toBe(0);
    expect(await asked(of, [creatinine(of, 1)])).toBe(0);
    expect(await asked(of, [tomography(of, inputs)])).toBe(1);
    expect(await asked(of, [creatinine(of, 2)])).toBe(0);
  });

  test('is asked about whole when what a human must settle is another matter', async () => {
    serial += 1;
    const of = record(serial);
    const inputs = many(serial);
    expect(await asked(of, [tomography(of, inputs)])).toBe(40);
    expect(await asked(of, [patient(of)])).toBe(40);
    expect(await asked(of, [creatinine(of, 1)])).toBe(0);
  });

  test('is asked about again by the next run when one has died in the midst', async () => {
    serial += 1;
    const of = record(serial);
    await expect(asked(of, [patient(of), tomography(of, many(serial))], 9)).rejects.toThrow('killed');
    expect(await asked(of, [])).toBe(40);
    expect(await asked(of, [])).toBe(0);
  });

  test('is asked about again when a late run may have written over what a newer one found', async () => {
    serial += 1;
    const { chart } = it.world;
    const of = record(serial);
    const settled = async () => (await chart.settled(of)).get('s');
    await chart.settle(of, { study: 's', digest: 'new', revision: 7 });
    await chart.settle(of, { study: 's', digest: 'old', revision: 5 });
    expect(await settled()).toBe('');
    await chart.settle(of, { study: 's', digest: 'newest', revision: 8 });
    expect(await settled()).toBe('newest');
  });
});

describe('what advice says of a study', () => {
  test('whose patient is not registered comes on the list, and leaves it when he is', async () => {
    const first = await advised((of, input) => [study(of, input, 'a')]);
    expect(first.state?.end).toMatchObject({ state: 'stored', code: 'unreconciled', detail: 'patient-unknown' });
    expect(first.listed).toBe(true);
    expect((await advised((of) => [patient(of)], first)).listed).toBe(false);
  });

  test('with two images under one UID stays on the list: the conflict is for a human', async () => {
    const { listed, state } = await advised((of, input) => [patient(of), study(of, input, 'a', 'b')]);
    expect(state?.end).toMatchObject({ state: 'stored', code: 'unreconciled', detail: 'sop-conflict' });
    expect(listed).toBe(true);
  });

  test('that is surely its patient’s is on no list', async () => {
    const { listed, state } = await advised((of, input) => [patient(of), study(of, input, 'a')]);
    expect(state?.end).not.toHaveProperty('code');
    expect(listed).toBe(false);
  });
});
