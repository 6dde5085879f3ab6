import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { OkaError } from '../schemas/errors.ts';
import type { ModelManifest } from '../schemas/manifest.ts';
import { filesUnder, isFolder } from './files.ts';

/** An image file with what a reader said of it; `grade` where its folder is named by a grade. */
export type Labelled = { readonly file: string; readonly positive: boolean; readonly grade?: number };

/** Labelled images, and in words what counts as positive. */
export type LabelledFolder = { readonly images: readonly Labelled[]; readonly positive: string };

export type Wanted = { readonly positive?: string | undefined; readonly label?: string | undefined };

const same = (one: string, other: string): boolean => one.trim().toLowerCase() === other.trim().toLowerCase();
const split = (names: string): string[] => names.split(',').map((name) => name.trim());

/**
 * The images of a folder with their labels: from its `labels.csv`, else one class per subfolder.
 * @throws OkaError `unreadable-file` without the folder; `configuration` where no class or column is the one asked for
 */
export function labelledIn(folder: string, manifest: ModelManifest, { positive, label }: Wanted): LabelledFolder {
  if (!isFolder(folder)) throw new OkaError('unreadable-file', `there is no folder ${folder}`);
  const table = join(folder, 'labels.csv');
  if (!statSync(table, { throwIfNoEntry: false })?.isFile()) return fromFolders(folder, manifest, positive);
  if (positive !== undefined)
    throw new OkaError('wrong-use', '--positive names subfolders; this folder has a labels.csv: use --label');
  return fromTable(folder, table, manifest, label);
}

function fromFolders(folder: string, manifest: ModelManifest, positive: string | undefined): LabelledFolder {
  const classes = readdirSync(folder)
    .filter((name) => isFolder(join(folder, name)))
    .sort();
  const wanted = positive === undefined ? positiveClasses(classes, manifest) : split(positive);
  const isPositive = (name: string): boolean => wanted.some((one) => same(one, name));
  const unknown = wanted.filter((one) => !classes.some((name) => same(one, name)));
  if (wanted.length === 0 || unknown.length > 0)
    throw new OkaError(
      'configuration',
      `--positive ${positive ?? '(which are the ill?)'}: ${folder} has the classes ${classes.join(', ') || 'none'}`,
    );
  const graded = areGrades(classes, manifest);
  const images = classes.flatMap((name) =>
    filesUnder(join(folder, name)).map((file) => ({
      file,
      positive: isPositive(name),
      ...(graded ? { grade: Number(name) } : {}),
    })),
  );
  return { images, positive: `classes ${wanted.join(', ')}` };
}

/** Subfolders named 0, 1, 2 …, for a model whose manifest has a grading. */
const areGrades = (classes: readonly string[], { grading }: ModelManifest): boolean =>
  grading !== undefined && classes.length > 0 && classes.every((name) => /^\d$/.test(name));

/** Without --positive: the grades from the primary label's on, else the class named like that label. */
function positiveClasses(classes: readonly string[], manifest: ModelManifest): string[] {
  const primary = manifest.labels[0]?.id ?? '';
  const least = manifest.grading?.atLeast[primary];
  if (least !== undefined && areGrades(classes, manifest)) return classes.filter((name) => Number(name) >= least);
  return [primary];
}

/**
 * A plain CSV without quoting: file name first or in the column "image", 0 or 1 (or a number up to 1) in the columns of
 * labels. Of several columns one is enough; `any` stands for all findings that the manifest names.
 */
function fromTable(folder: string, table: string, manifest: ModelManifest, label: string | undefined): LabelledFolder {
  const [head = '', ...rows] = readFileSync(table, 'utf8').trim().split(/\r?\n/);
  const columns = head.split(',');
  const image = Math.max(
    0,
    columns.findIndex((name) => same(name, 'image')),
  );
  const wanted = wantedColumns(columns, manifest, label);
  const places = wanted.map((name) => columns.findIndex((column) => same(column, name)));
  const unknown = wanted.filter((_, at) => places[at] === -1);
  if (wanted.length === 0 || unknown.length > 0)
    throw new OkaError(
      'configuration',
      `--label ${unknown.join(',')}: labels.csv has the columns ${columns.filter((_, at) => at !== image).join(', ')}`,
    );
  const inner = isFolder(join(folder, 'images')) ? join(folder, 'images') : folder;
  const images = rows.map((row) => {
    const cells = row.split(',');
    return { file: join(inner, cells[image] ?? ''), positive: places.some((at) => Number(cells[at]) >= 0.5) };
  });
  return { images, positive: `${wanted.length > 1 ? 'any of the columns' : 'column'} ${wanted.join(', ')}` };
}

function wantedColumns(columns: readonly string[], manifest: ModelManifest, label: string | undefined): string[] {
  const primary = manifest.labels[0]?.id ?? '';
  const findings = [...(manifest.data.findings ?? [])];
  if (label !== undefined) return same(label, 'any') ? findings : split(label);
  return findings.length > 0 && !columns.some((name) => same(name, primary)) ? findings : [primary];
}
