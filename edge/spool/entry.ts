import type { Placed } from '../segments/commit.ts';
import type { Mark, ObjectMeta, ObjectState } from './meta.ts';
import type { DerivedRecord, StoredFile } from './records.ts';

/** An object that was taken and is durable. The spool keeps it up to date. */
export type SpoolEntry = {
  /** SHA-256 of its bytes: its name for ever. */
  readonly sha256: string;
  readonly bytes: number;
  readonly about: ObjectMeta;
  readonly marks: readonly Mark[];
  readonly state: ObjectState;
};

/** What the spool itself knows of it. */
export type Kept = {
  readonly take: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly about: ObjectMeta;
  marks: readonly Mark[];
  state: ObjectState;
  /** Its record in the log; the bytes lie there too unless there is a file. */
  placed: Placed;
  readonly file?: StoredFile | undefined;
  derived?: DerivedRecord | undefined;
  /** Its bytes were written or read through since the start. */
  isSound: boolean;
};

/** When the region had it, milliseconds since 1970; undefined where it has not. */
export function endedAt({ marks }: Pick<Kept, 'marks'>): number | undefined {
  const ends = marks.filter(({ what }) => what === 'drained' || what === 'original-drained');
  return ends.length === 0 ? undefined : Math.max(...ends.map(({ at }) => Date.parse(at)));
}

/** Whether the region has the very bytes. */
export const hasOriginal = ({ marks }: Pick<Kept, 'marks'>): boolean =>
  marks.some(({ what }) => what === 'original-drained');

/** Words that many objects share are kept once: a hundred thousand entries stay small. */
export function makeSharer() {
  const shared = new Map<string, unknown>();
  function share<T>(name: string, value: T): T {
    if (shared.size > 50_000) shared.clear();
    const known = shared.get(name);
    if (known !== undefined) return known as T;
    shared.set(name, value);
    return value;
  }
  return (about: ObjectMeta): ObjectMeta => {
    const result: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(about)) {
      const isOwn = name === 'acceptedAt' || name === 'sopInstanceUid' || name === 'name';
      result[name] = isOwn ? value : share(`${name} ${JSON.stringify(value)}`, value);
    }
    return result as ObjectMeta;
  };
}
