import type { Day, DayFile } from '../../schemas/day.ts';
import type { EdgeLook, LookedAt } from '../edge/look.ts';
import type { Films } from './sent-names.ts';
import type { ShapedLine } from './shaped-line.ts';

/** What a clinic's edge had when its line came back, and how long there was none. */
export type DeadTime = {
  readonly clinic: string;
  readonly seconds: number;
  /** Accepted by the edge, and not yet in the region. */
  readonly messages: number;
  readonly images: readonly LookedAt[];
};

export type DeadLinkOptions = {
  readonly link: Day['deadLinks'][number];
  readonly line: Pick<ShapedLine, 'cut' | 'isAway'>;
  readonly look: () => Promise<EdgeLook>;
};

/** Beyond its time the line waits until every image that came has its copy, but no longer than this. */
const LONGER_MS = 6000;
const LOOK_EVERY_MS = 250;
/** After the line is back the edge tries again within its pause, and then all goes in seconds. */
const ARRIVED_WITHIN_MS = 60_000;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const isWaiting = ({ state }: LookedAt): boolean => state === 'waiting';

/** The line between a clinic's edge and its region, which dies in the middle of the day and comes back. */
export function deadLink({ link, line, look }: DeadLinkOptions) {
  let dead: Promise<DeadTime> | undefined;

  async function die(): Promise<DeadTime> {
    const since = Date.now();
    line.isAway = true;
    line.cut();
    await sleep(link.seconds * 1000);
    let held = await look();
    for (const end = Date.now() + LONGER_MS; held.preparing > 0 && Date.now() < end; held = await look())
      await sleep(LOOK_EVERY_MS);
    line.isAway = false;
    const seconds = (Date.now() - since) / 1000;
    return {
      clinic: link.clinic,
      seconds,
      messages: held.messages,
      images: held.objects.filter((one) => one.by === 'dicom' && isWaiting(one)),
    };
  }

  return {
    /** The line dies before its file is sent; whoever sends does not wait for it. */
    onSending(file: DayFile): void {
      if (file.file === link.before) dead ??= die();
    },
    /** What became of all that waited, when nothing does any more. */
    async ended(): Promise<{ readonly dead: DeadTime; readonly after: EdgeLook } | undefined> {
      if (dead === undefined) return undefined;
      const known = await dead;
      let after = await look();
      for (const end = Date.now() + ARRIVED_WITHIN_MS; Date.now() < end; after = await look()) {
        if (after.messages === 0 && !after.objects.some(isWaiting)) break;
        await sleep(LOOK_EVERY_MS);
      }
      return { dead: known, after };
    },
  };
}

/** When the first of an image that can be seen was in the region: its preview, else its whole. */
const seenAt = ({ marks }: LookedAt): string =>
  marks
    .filter(({ what }) => what === 'prefix-sent' || what === 'drained')
    .map(({ at }) => at)
    .sort()[0] ?? '9';

export type Overtaking = {
  /** What of all that waited was seen first in the region, by its name in the day. */
  readonly first: string;
  readonly isUrgent: boolean;
  /** Routine ones that had come before it. */
  readonly past: number;
};

/** Which of the images that waited went first; undefined where none did. */
export function overtakingOf({ images }: DeadTime, after: EdgeLook, films: Films): Overtaking | undefined {
  const waited = after.objects.filter(({ sha256 }) => images.some((image) => image.sha256 === sha256));
  const [first] = waited.toSorted((one, other) => (seenAt(one) < seenAt(other) ? -1 : 1));
  if (first === undefined) return undefined;
  const [file] = [...films].find(([, uid]) => uid === first.sopInstanceUid) ?? [];
  return {
    first: file?.name ?? first.sha256,
    isUrgent: first.lane === 'urgent',
    past: waited.filter(({ lane, acceptedAt }) => lane === 'routine' && acceptedAt < first.acceptedAt).length,
  };
}

/** The dead link in a line: how long, what waited, that all arrived, and what went first. */
export function sentenceOfDeadLink(dead: DeadTime, after: EdgeLook, films: Films): string {
  const order = overtakingOf(dead, after, films);
  const missing = after.messages + after.objects.filter(({ state }) => state !== 'drained').length;
  return [
    `Link of “${dead.clinic}”: was dead for ${dead.seconds.toFixed(1)} s; ${dead.messages} messages and ${dead.images.length} images waited at the edge`,
    missing === 0 ? 'all arrived' : `${missing} HAVE NOT ARRIVED`,
    ...(order
      ? [
          `first went ${order.first}${order.isUrgent ? ' (urgent)' : ''}, past ${order.past} images that had come before it`,
        ]
      : []),
  ].join('; ');
}
