import { join } from 'node:path';
import { fileObject } from '../../edge/dicom/file-object.ts';
import type { DayFile } from '../../schemas/day.ts';
import { type EdgeLook, type LookedAt, sentAs } from '../edge/look.ts';
import type { NameOf } from './follow.ts';

/** The films of a clinic by the name that their modality gave them (SOP Instance UID), which no copy changes. */
export type Films = ReadonlyMap<DayFile, string>;

export async function filmsOf(folder: string, files: readonly DayFile[], clinic: string): Promise<Films> {
  const films = files.filter((file) => file.clinic === clinic && file.kind === 'image');
  return new Map(
    await Promise.all(
      films.map(async (file) => [file, (await fileObject(join(folder, file.file))).sopInstanceUid] as const),
    ),
  );
}

/**
 * An object that came by C-STORE lies at the edge with meta information of the edge's own, and goes to the region as a
 * working copy: both have other digests than the file. The edge says under which the region has it.
 */
export function namesAt(films: Films, { objects }: EdgeLook): NameOf {
  const byUid = new Map<string | undefined, LookedAt>(objects.map((one) => [one.sopInstanceUid, one]));
  const uids = new Map([...films].map(([file, uid]) => [file.file, uid]));
  return (file) => {
    const uid = uids.get(file.file);
    if (uid === undefined) return file.sha256;
    const object = byUid.get(uid);
    return object && sentAs(object);
  };
}
