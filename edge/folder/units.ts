import type { FileFacts } from './disk.ts';
import { sidecarStem } from './names.ts';
import type { Unit } from './settle.ts';
import { type Medium, mediaIn } from './take-medium.ts';
import type { Found } from './watch.ts';

/** What is taken in one go, and how long nothing of it has changed. */
export type Whole = Unit & {
  readonly quietMs: number;
  readonly renamedIn: boolean;
} & (
    | { readonly kind: 'file'; readonly file: Found; readonly sidecar: Found | undefined }
    | { readonly kind: 'medium'; readonly medium: Medium }
  );

/** Puts together what belongs together: media with their files, photos with the .json beside them. */
export function unitsOf(found: readonly Found[]): Whole[] {
  const { media, single } = mediaIn(found);
  const photos = new Map<string, Found>();
  for (const file of single) {
    if (sidecarStem(file.path) !== undefined) continue;
    const path = file.path.toLowerCase();
    photos.set(path, file);
    // `ear.json` belongs to the one file `ear.*`.
    photos.set(path.replace(/\.[^./]+$/, ''), file);
  }
  const sidecars = new Map<Found, Found>();
  for (const file of single) {
    const photo = photos.get(sidecarStem(file.path) ?? '\0');
    if (photo !== undefined) sidecars.set(photo, file);
  }
  const isSidecar = new Set(sidecars.values());
  return [
    ...media.map(ofMedium),
    ...single
      .filter((file) => !isSidecar.has(file))
      .map((file): Whole => {
        const sidecar = sidecars.get(file);
        const files = sidecar === undefined ? [file] : [file, sidecar];
        return {
          kind: 'file',
          file,
          sidecar,
          path: file.path,
          others: sidecar === undefined ? [] : [sidecar.path],
          files,
          quietMs: Math.min(...files.map(({ quietMs }) => quietMs)),
          renamedIn: files.every(({ renamedIn }) => renamedIn),
        };
      }),
  ].sort((a, b) => oldest(a) - oldest(b) || (a.path < b.path ? -1 : 1));
}

/** A medium that is the watched folder itself cannot be moved as one: its directory goes last. */
function ofMedium(medium: Medium): Whole {
  const files = [medium.directory, ...medium.files];
  const isRoot = medium.path === '';
  return {
    kind: 'medium',
    medium,
    path: isRoot ? medium.directory.path : medium.path,
    others: isRoot ? medium.files.map(({ path }) => path) : [],
    files,
    quietMs: files.reduce((least, { quietMs }) => Math.min(least, quietMs), Number.POSITIVE_INFINITY),
    renamedIn: false,
  };
}

const oldest = ({ files }: Unit): number =>
  files.reduce((least, { facts }: { facts: FileFacts }) => Math.min(least, facts.mtimeMs), Number.POSITIVE_INFINITY);
