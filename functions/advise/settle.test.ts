import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { makeGroup } from '../../domain/fhir/groups.ts';
import { makeEvent } from '../../platform/queues.ts';
import { type ChartItem, RANK } from '../../schemas/chart.ts';
import { type InputKey, inputId } from '../../schemas/input.ts';
import { INPUT_EXTENSION, PIXEL_HASH_EXTENSION } from '../../schemas/measurement.ts';
import { at, owners, record } from '../../test/chart-examples.ts';
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
