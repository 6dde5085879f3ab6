import type { DicomJson, JsonValue } from '../json.ts';
import { type Level, SEARCH_ATTRIBUTES, searchAttribute } from './attributes.ts';

/** A matching key of a search: which attribute, which values would do. */
export type MatchingKey = { readonly tag: string; readonly vr: string; readonly level: Level; readonly value: string };

export type Search = {
  readonly keys: readonly MatchingKey[];
  /** Tags that are answered beside those that always are. */
  readonly include: ReadonlySet<string> | 'all';
};

/** Answers of a study that are counted, not read; they can be asked for. `ModalitiesInStudy` can be matched. */
const MODALITIES_IN_STUDY = '00080061';
const COUNTED = new Set(['modalitiesinstudy', MODALITIES_IN_STUDY]);
const LEVELS: readonly Level[] = ['study', 'series', 'instance'];
const CONTROLS = new Set(['limit', 'offset', 'fuzzymatching', 'includefield', 'accept']);

/**
 * Reads the query of a search (PS3.18 §8.3.4, §10.6.1). A key that is not supported is no search that could be answered: left
 * out, it would find other patients.
 * @param level of what is searched; keys of deeper levels say nothing about it
 * @returns the name of the first key that is not supported, or the search
 */
export function readSearch(
  queries: Readonly<Record<string, readonly string[]>>,
  level: Level,
): Search | { readonly unsupported: string } {
  const keys: MatchingKey[] = [];
  for (const [name, values] of Object.entries(queries)) {
    if (CONTROLS.has(name.toLowerCase())) continue;
    const key = keyOf(name);
    if (
      key === undefined ||
      LEVELS.indexOf(key.level) > LEVELS.indexOf(level) ||
      values.length !== 1 ||
      key.vr === 'SQ'
    )
      return { unsupported: name };
    const value = values[0]?.trim() ?? '';
    // An empty key matches everything and asks for the attribute (PS3.4 §C.2.2.2.3).
    keys.push({ ...key, value });
  }
  const fields = Object.entries(queries)
    .filter(([name]) => name.toLowerCase() === 'includefield')
    .flatMap(([, values]) => values)
    .flatMap((value) => value.split(','))
    .map((field) => field.trim());
  if (fields.includes('all')) return { keys, include: 'all' };
  const named = [...fields.map((field) => searchAttribute(field)?.tag ?? ''), ...keys.map(({ tag }) => tag)];
  return { keys, include: new Set(named.filter((tag) => tag !== '')) };
}

function keyOf(name: string): Omit<MatchingKey, 'value'> | undefined {
  if (COUNTED.has(name.toLowerCase())) return { tag: MODALITIES_IN_STUDY, vr: 'CS', level: 'study' };
  return searchAttribute(name);
}

/** Whether a data set has what every key asks for. */
export const matches = (json: DicomJson, keys: readonly MatchingKey[]): boolean =>
  keys.every((key) => key.value === '' || matchesOne(json, key));

function matchesOne(json: DicomJson, { tag, vr, value }: MatchingKey): boolean {
  const held = (json[tag]?.Value ?? []).map(textOf).filter((text) => text !== '');
  if (vr === 'DA' || vr === 'TM' || vr === 'DT') return held.some((text) => inRange(text, value));
  // Lists are for UIDs (PS3.4 §C.2.2.2.2); of modalities viewers send them too.
  const wanted = vr === 'UI' || tag === MODALITIES_IN_STUDY ? value.split(/[\\,]/) : [value];
  return wanted.some((one) => held.some((text) => fits(text, one.trim(), vr)));
}

const textOf = (value: JsonValue): string => {
  if (value === null) return '';
  if (typeof value !== 'object') return String(value);
  return 'Alphabetic' in value || 'Ideographic' in value || 'Phonetic' in value
    ? [value.Alphabetic, value.Ideographic, value.Phonetic].filter((one) => typeof one === 'string').join('=')
    : '';
};

/** `20260101-20260131`, open at either side, or one value (PS3.4 §C.2.2.2.5). A value of less precision includes its day. */
function inRange(text: string, wanted: string): boolean {
  const at = text.replace(/[:.-]/g, '');
  const [from = '', to] = wanted.split('-').map((part) => part.replace(/[:.]/g, '').trim());
  if (to === undefined) return at.startsWith(from);
  return (from === '' || at >= from) && (to === '' || at <= to || at.startsWith(to));
}

/** Wildcards `*` and `?` (PS3.4 §C.2.2.2.4), not in UIDs. Names match in any case, whether `^` or a space parts them. */
function fits(text: string, wanted: string, vr: string): boolean {
  if (vr === 'UI') return text === wanted;
  if (vr !== 'PN') return isLike(text, wanted);
  // A name may be given up to any of its components: the rest is empty or absent (PS3.4 §C.2.2.2.1.1).
  const [name, pattern] = [folded(text), folded(wanted)];
  return ['', '^*', '=*'].some((rest) => isLike(name, pattern + rest));
}

const folded = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[\^ ,]+/g, '^');

/** By hand and in one pass, for a pattern of many stars would keep a regular expression busy for ever. */
function isLike(text: string, pattern: string): boolean {
  let [at, place, star, resume] = [0, 0, -1, 0];
  while (at < text.length) {
    const wanted = pattern[place];
    if (wanted === '*') {
      star = place++;
      resume = at;
    } else if (wanted === '?' || wanted === text[at]) {
      at += 1;
      place += 1;
    } else if (star >= 0) {
      place = star + 1;
      at = ++resume;
    } else return false;
  }
  while (pattern[place] === '*') place += 1;
  return place === pattern.length;
}

/** What is answered of a data set at these levels. */
export function answerOf(json: DicomJson, levels: readonly Level[], include: Search['include']): DicomJson {
  const out: DicomJson = {};
  for (const { tag, level, always } of SEARCH_ATTRIBUTES) {
    const attribute = json[tag];
    if (attribute !== undefined && levels.includes(level) && (always || include === 'all' || include.has(tag)))
      out[tag] = attribute;
  }
  return out;
}
