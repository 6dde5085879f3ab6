import { join } from 'node:path';
import { OkaError } from '../../schemas/errors.ts';
import { MAX_DICOMDIR_BYTES } from './dicomdir.ts';
import { type Count, NOTHING, plus } from './intake.ts';
import { foldersOf, isDicomdir } from './names.ts';
import { type Outcome, type TakeOptions, takeFile, whole } from './take-file.ts';
import { MOST_LINES, missingFrom } from './take-zip.ts';
import type { Found } from './watch.ts';

/** A folder with a DICOMDIR and all that lies in it: one thing, as it was handed over. */
export type Medium = {
  /** Its folder, from the watched one on; `''` where the watched folder is the medium itself, such as a CD. */
  readonly path: string;
  readonly directory: Found;
  readonly files: readonly Found[];
};

/** Parts the media from the files that stand for themselves. A medium within a medium belongs to the outer one. */
export function mediaIn(found: readonly Found[]): { readonly media: Medium[]; readonly single: Found[] } {
  const directories = found
    .filter(({ path }) => isDicomdir(path.split('/').at(-1) ?? ''))
    .sort((a, b) => foldersOf(a.path).length - foldersOf(b.path).length);
  const media: (Medium & { files: Found[] })[] = [];
  const holds = ({ path: folder }: Medium, { path }: Found): boolean => folder === '' || path.startsWith(`${folder}/`);
  for (const directory of directories)
    if (!media.some((medium) => holds(medium, directory)))
      media.push({ path: foldersOf(directory.path).join('/'), directory, files: [] });
  const single: Found[] = [];
  for (const file of found) {
    const medium = media.find((one) => holds(one, file));
    if (medium === undefined) single.push(file);
    else if (file !== medium.directory) medium.files.push(file);
  }
  return { media, single };
}

/** Files beside the images on nearly every medium: viewers, texts, pictures for them. */
const OF_A_VIEWER: ReadonlySet<OkaError['code']> = new Set([
  'not-dicom',
  'photo-without-patient',
  'photo-format',
  'sidecar-malformed',
]);

/**
 * Takes all DICOM files of a medium, those too that its directory does not name, and says which ones it names in vain.
 * @throws what passes: `no-room`, a disk that fails
 */
export async function takeMedium({ path, directory, files }: Medium, options: TakeOptions): Promise<Outcome> {
  const missing = await missingOf(path, directory, files, options);
  if (missing instanceof OkaError && missing.code === 'unreadable-file')
    return { what: 'waits', fault: missing, ...NOTHING };
  let count: Count = NOTHING;
  const lines: string[] = [];
  let fault: OkaError | undefined;
  let waits: OkaError | undefined;
  for (const file of files) {
    if (file.facts.size === 0) continue;
    const outcome = await takeFile(file, options);
    count = plus(count, outcome);
    if (outcome.what === 'taken' || OF_A_VIEWER.has(outcome.fault.code)) continue;
    if (outcome.what === 'waits') waits ??= outcome.fault;
    fault ??= outcome.fault;
    lines.push(`${outcome.fault.code}: ${file.path}`);
  }
  if (missing instanceof OkaError) {
    fault ??= missing;
    lines.push(`${missing.code}: ${directory.path}`);
  } else if (missing.length > 0) {
    waits ??= fault ??= new OkaError('medium-incomplete');
    lines.push(...missing.map((name) => `medium-incomplete: ${name}`));
  }
  const told = { lines: lines.slice(0, MOST_LINES), ...count };
  if (waits !== undefined) return { what: 'waits', fault: waits, ...told };
  if (fault !== undefined) return { what: 'faulty', fault, ...told };
  return { what: 'taken', ...count };
}

async function missingOf(
  path: string,
  directory: Found,
  files: readonly Found[],
  { disk, folder }: TakeOptions,
): Promise<string[] | OkaError> {
  if (directory.facts.size > MAX_DICOMDIR_BYTES) return new OkaError('dicom-structure', 'DICOMDIR');
  const file = await disk.open(join(folder, directory.path));
  try {
    const bytes = await whole(file, directory);
    return missingFrom(
      bytes,
      path === '' ? [] : path.split('/'),
      // An empty file is a place where one was to be.
      files.filter(({ facts }) => facts.size > 0).map((one) => one.path),
    );
  } catch (cause) {
    if (cause instanceof OkaError && cause.class !== 'transient') return cause;
    throw cause;
  } finally {
    await file.close().catch(() => undefined);
  }
}
