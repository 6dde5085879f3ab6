import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import type { TestChart } from '../chart.ts';
import type { StoryInput } from './message.ts';
import { said } from './message.ts';
import { differences, play } from './play.ts';
import { openQuietChart } from './quiet-chart.ts';
import { HAPPENINGS, storyOf } from './story.ts';

// Every run plays a story twice over the wire; `OKA_CONVERGENCE_RUNS` asks for more of them.
jest.setTimeout(1_200_000);
const RUNS = Number(process.env.OKA_CONVERGENCE_RUNS ?? 2);

let chart: TestChart;
beforeAll(async () => {
  chart = await openQuietChart();
});
afterAll(() => chart.close());

type Shuffle = { readonly inputs: StoryInput[]; readonly shuffled: StoryInput[]; readonly pauses: boolean[] };

/** A story, and the same inputs in another order, some of them twice, with pauses in which the region comes to rest. */
const shuffles = (story: fc.Arbitrary<StoryInput[]>): fc.Arbitrary<Shuffle> =>
  story.chain((inputs) =>
    fc.record({
      inputs: fc.constant(inputs),
      shuffled: fc
        .shuffledSubarray([...inputs, ...inputs], { minLength: inputs.length })
        .map((some) => [...some, ...inputs.filter((input) => !some.includes(input))]),
      pauses: fc.array(fc.boolean(), { minLength: 3 * inputs.length, maxLength: 3 * inputs.length }),
    }),
  );

async function compare({ inputs, shuffled, pauses }: Shuffle) {
  const inOrder = await play(chart, inputs, () => true);
  const other = await play(chart, shuffled, (place) => pauses[place] === true);
  return differences(inOrder, other);
}

class Differs extends Error {}

/** Fails with the shortest story found, told by the names of its inputs. */
async function converges(story: fc.Arbitrary<StoryInput[]>, numRuns: number): Promise<void> {
  const property = fc.asyncProperty(shuffles(story), async (shuffle) => {
    if ((await compare(shuffle)).length > 0) throw new Differs();
  });
  const seed = Number(process.env.OKA_CONVERGENCE_SEED ?? 0);
  const run = await fc.check(property, { numRuns, ...(seed === 0 ? {} : { seed }) });
  const [found] = run.counterexample ?? [];
  if (!run.failed || found === undefined) return;
  if (!(run.errorInstance instanceof Differs)) throw run.errorInstance;
  const names = (inputs: readonly StoryInput[]): string => inputs.map(({ name }) => `  ${name}`).join('\n');
  const differing = JSON.stringify(await compare(found), undefined, 1);
  throw new Error(
    `seed ${run.seed}\nin order\n${names(found.inputs)}\nshuffled\n${names(found.shuffled)}\ndiffers in ${differing}`,
  );
}

test.each(Object.keys(HAPPENINGS))('%s told in any order, any number of times, end in one chart', async (kind) => {
  await converges(storyOf([kind, 'demographics'], 6), RUNS);
});

test('a whole story of one person in two hospitals and a laboratory ends in one chart and the same results', async () => {
  await converges(storyOf(Object.keys(HAPPENINGS), 16), 2 * RUNS);
});

test('the comparison sees a chart and a result that differ', async () => {
  const now = { minute: 0, clock: 'right' } as const;
  const pid = 'PID|1||70001^^^HOS^PI||Небылицын^Пётр^Фомич||19480512|M';
  const potassium = (value: string) =>
    said(
      'lis',
      'ORU^R01',
      [pid, 'OBR|1||F-1|БХ^Биохимия^L|||20260302110000', `OBX|1|NM|КАЛИЙ^Калий^L||${value}|ммоль/л|||||F`],
      now,
    );
  const registered = said('his', 'ADT^A28', [pid], now);
  const critical = await play(chart, [registered, potassium('7,2')], () => true);
  const harmless = await play(chart, [registered, potassium('4,2')], () => true);
  expect(differences(critical, critical)).toEqual([]);
  expect(differences(critical, harmless).map(({ name }) => name.split(' ')[0])).toEqual(['Observation', 'result']);
});
