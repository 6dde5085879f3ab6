import { isDeepStrictEqual } from 'node:util';
import { makeGroup } from '../../domain/fhir/groups.ts';
import { archivedNotes, type PreviewNote, putArchivedNote } from '../../platform/archive.ts';
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
export const notePreview = (world: World, input: InputKey, note: PreviewNote): Promise<void> =>
  putArchivedNote(world, input, note);

export const hasWhole = async ({ chart }: World, input: InputKey): Promise<boolean> =>
  (await chart.marks(input)).has(WHOLE);

/**
 * The whole of an input whose preview was announced is here. What its previews said of an image that the whole does not
 * hold (a prefix of another object, a wrong pixel hash) is taken back in the chart: findings of that image go with it.
 * @param item what the whole says of its study
 * @returns what to write, and who owns the records of it: a preview that died before it wrote has left them without one
 */
export async function takeBackPreview(
  world: World,
  { input, previewBytes, receivedAt }: { input: InputKey; previewBytes?: number | undefined; receivedAt: string },
  item: ChartItem,
): Promise<{ readonly items: ChartItem[]; readonly owners: Record<string, string> }> {
  if (previewBytes === undefined) return { items: [], owners: {} };
  await world.chart.step(input, WHOLE, undefined, WHOLE);
  const notes = await archivedNotes(world, input);
  const items = notes.flatMap((note) => takenBack(note.item, item, receivedAt));
  return { items, owners: Object.fromEntries(notes.map((note) => [note.item.record, note.owner])) };
}

function takenBack(said: ChartItem, item: ChartItem, receivedAt: string): ChartItem[] {
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
