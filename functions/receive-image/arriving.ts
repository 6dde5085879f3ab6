import { isDeepStrictEqual } from 'node:util';
import { makeGroup } from '../../domain/fhir/groups.ts';
import { archivedNote, putArchivedNote } from '../../platform/archive.ts';
import type { World } from '../../platform/world.ts';
import { type ChartItem, RANK } from '../../schemas/chart.ts';
import type { InputKey } from '../../schemas/input.ts';

const WHOLE = 'whole arrived';
/** Above what a preview says, below every whole: it takes back the one and never the other. */
const TAKEN_BACK = RANK.preview + 1;

/**
 * Notes what a preview is about to say, before it says it. Together with the mark that the whole sets before it looks for
 * the note, one of the two sees the other, however they run.
 */
export const notePreview = (world: World, input: InputKey, item: ChartItem): Promise<void> =>
  putArchivedNote(world, input, item);

export const hasWhole = async ({ chart }: World, input: InputKey): Promise<boolean> =>
  (await chart.input(input))?.steps.some(({ step }) => step === WHOLE) ?? false;

/**
 * The whole of an input whose preview was announced is here. What its preview said of an image that the whole does not
 * hold (a prefix of another object, a wrong pixel hash) is taken back in the chart: findings of that image go with it.
 * @param item what the whole says of its study
 */
export async function takeBackPreview(
  world: World,
  { input, previewBytes, receivedAt }: { input: InputKey; previewBytes?: number | undefined; receivedAt: string },
  item: ChartItem,
): Promise<ChartItem[]> {
  if (previewBytes === undefined) return [];
  await world.chart.step(input, WHOLE);
  const said = await archivedNote(world, input);
  if (said === undefined) return [];
  const groups = Object.entries(said.groups).filter(
    ([name]) => isOfTheInput(name) && !(isSameItem(said, item) && name in item.groups),
  );
  if (groups.length === 0) return [];
  const gone = groups.map(([name, { stamp }]) => {
    const time = stamp.doubtful ? undefined : stamp.time;
    return [name, makeGroup({}, { time, rank: TAKEN_BACK, receivedAt, deleted: true })] as const;
  });
  return [{ ...said, groups: Object.fromEntries(gone) }];
}

/** The groups that no other input of the study states. */
const isOfTheInput = (name: string): boolean => /^(instance|input):/.test(name);

const isSameItem = (a: ChartItem, b: ChartItem): boolean =>
  isDeepStrictEqual([a.record, a.resourceType, a.id], [b.record, b.resourceType, b.id]);
