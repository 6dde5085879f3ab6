import { isMap, isPair, isScalar, isSeq, type Pair, parseDocument, type YAMLMap } from 'yaml';
import { OkaError } from '../schemas/errors.ts';

/**
 * The text of a region file with other keys for the edge of one clinic. Only that list is written anew: everything else,
 * also how it is set on its lines, stays as people have written it, so that the change can be read.
 * @throws OkaError `malformed-file` where the clinic cannot be found in the text
 */
export function withEdgeKeys(text: string, clinic: string, keys: readonly object[]): string {
  // JSON is YAML (YAML 1.2 §1.3), and this reader says where things stand.
  const found = clinicIn(parseDocument(text).contents, clinic);
  if (found === undefined) throw new OkaError('malformed-file', `clinics: no “${clinic}” in the text`);
  const present = pairOf(found, 'edgeKeys');
  if (isSeq(present?.value) && present.value.range) {
    const [from, to] = present.value.range;
    return text.slice(0, from) + written(keys, indentAt(text, from)) + text.slice(to);
  }
  const last = found.items.at(-1);
  const first = found.items[0];
  const [start, end] = [startOf(first), endOf(last)];
  if (start === undefined || end === undefined) throw new OkaError('malformed-file', `clinics: “${clinic}” is empty`);
  const indent = indentAt(text, start);
  const isOnOneLine = !text.slice(start, end).includes('\n');
  const before = isOnOneLine ? ' ' : `\n${indent}`;
  return `${text.slice(0, end)},${before}"edgeKeys": ${written(keys, indent)}${text.slice(end)}`;
}

function clinicIn(root: unknown, clinic: string): YAMLMap | undefined {
  const clinics = isMap(root) ? pairOf(root, 'clinics')?.value : undefined;
  if (!isSeq(clinics)) return undefined;
  const isIt = (one: unknown): one is YAMLMap => isMap(one) && one.get('id') === clinic;
  return clinics.items.find(isIt);
}

const pairOf = (map: YAMLMap, key: string): Pair | undefined =>
  map.items.find((one) => isPair(one) && isScalar(one.key) && one.key.value === key);

type Ranged = { readonly range?: readonly number[] | null | undefined };
const startOf = (pair: Pair | undefined): number | undefined => (pair?.key as Ranged | undefined)?.range?.[0];
const endOf = (pair: Pair | undefined): number | undefined => (pair?.value as Ranged | undefined)?.range?.[1];

/** The blanks with which the line of a place begins. */
function indentAt(text: string, at: number): string {
  const line = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

const written = (keys: readonly object[], indent: string): string =>
  JSON.stringify(keys, undefined, 2).replaceAll('\n', `\n${indent}`);
