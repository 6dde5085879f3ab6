import type { DataSet } from 'dicom-parser';
import { OkaError } from '../../../schemas/errors.ts';
import { stringOf, textOf } from '../values.ts';
import { type Code, codeIn, partsIn } from './content.ts';

/** One node of a structured report (PS3.3 §C.17.3): what it is called, what it says, and what belongs to it. */
export type ContentItem = {
  /** (0040,A040): CONTAINER, TEXT, CODE, NUM, IMAGE … */
  readonly type: string;
  /** (0040,A010): CONTAINS, HAS OBS CONTEXT, INFERRED FROM … */
  readonly relation: string;
  readonly name?: Code;
  readonly code?: Code;
  /** What it says in words; undefined for a container, a reference or coordinates. */
  readonly value?: string;
  readonly children: readonly ContentItem[];
};

/** Deeper than any template; the reader of the object has its own bound, lower ones hold for what is shown. */
const DEEPEST = 64;

/** The content tree below a document or an item. @throws OkaError `dicom-structure` where it is deeper than any template */
export function contentTree(part: DataSet, depth = 0): ContentItem[] {
  if (depth > DEEPEST) throw new OkaError('dicom-structure', '(0040,A730)');
  return partsIn(part, 'x0040a730').map((item) => contentItem(item, depth));
}

function contentItem(part: DataSet, depth: number): ContentItem {
  const type = stringOf(part, 'x0040a040') ?? '';
  const name = codeIn(part, 'x0040a043');
  const code = type === 'CODE' ? codeIn(part, 'x0040a168') : undefined;
  const value = code?.meaning ?? spokenIn(part, type);
  return {
    type,
    relation: stringOf(part, 'x0040a010') ?? '',
    ...(name ? { name } : {}),
    ...(code ? { code } : {}),
    ...(value === undefined ? {} : { value }),
    children: contentTree(part, depth + 1),
  };
}

/** Value types with a value of their own (PS3.3 Table C.17.3-7); of references and coordinates nothing is said in words. */
const VALUES: Readonly<Record<string, string>> = {
  TEXT: 'x0040a160',
  DATETIME: 'x0040a120',
  DATE: 'x0040a121',
  TIME: 'x0040a122',
  PNAME: 'x0040a123',
};

function spokenIn(part: DataSet, type: string): string | undefined {
  if (type === 'NUM') return measuredIn(part);
  const tag = VALUES[type];
  const text = tag === undefined ? undefined : textOf(part, tag);
  if (text === undefined) return undefined;
  return type === 'PNAME' ? personName(text) : type === 'TEXT' ? text : dated(text);
}

/** A number with its unit as the device writes it; `no units` (UCUM 1) is left out. */
function measuredIn(part: DataSet): string | undefined {
  const [measured] = partsIn(part, 'x0040a300');
  const number = measured && stringOf(measured, 'x0040a30a');
  if (measured === undefined || number === undefined) return undefined;
  const unit = codeIn(measured, 'x004008ea');
  return unit === undefined || /^(1|\{.*\})$/.test(unit.value) ? number : `${number} ${unit.value}`;
}

/** The alphabetic group of a PN without its delimiters. */
export const personName = (text: string): string => (text.split('=')[0] ?? '').replace(/\^+/g, ' ').trim();

const dated = (text: string): string => {
  const found = /^(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d))?/.exec(text);
  return found === null ? text : `${found[1]}-${found[2]}-${found[3]}${found[4] ? ` ${found[4]}:${found[5]}` : ''}`;
};

/** All nodes of a tree, each before those that belong to it. */
export function* everyItem(items: readonly ContentItem[]): Generator<ContentItem> {
  for (const item of items) {
    yield item;
    yield* everyItem(item.children);
  }
}

/** Whether a node is called by this code, e.g. `['DCM', '111001']`. */
export const isNamed = ({ name }: ContentItem, scheme: string, value: string): boolean =>
  name?.scheme === scheme && name.value === value;
