import type { CodeMap, CodeMapEntry } from '../../schemas/codes/code-map.ts';
import { codeKey, nameKey, unitKey } from '../../schemas/codes/text.ts';
import { sameDimension } from '../../schemas/codes/ucum.ts';
import { LOINC } from '../fhir/systems.ts';
import { BASE } from './base/maps.ts';
import { ucumOf } from './units.ts';

export type TermKind = CodeMapEntry['kind'];
export type Target = NonNullable<CodeMapEntry['to']>;
/** What a sent unit is: in UCUM, with the factor that turns the sent value into it. */
export type Converted = { readonly ucum: string; readonly factor: number };

/** What a code map says of one code or name, with what the maps it extends add to it. */
export type ResolvedEntry = {
  /** `undefined`: known to have no code. */
  readonly to: Target | undefined;
  /** Of a unit as sent. `unknown`: nobody can say what it is; `other`: it is a unit, but of something else than this analyte. */
  readonly unitOf: (sent: string, system: string | undefined) => Converted | 'unknown' | 'other';
};

/** A code map with all that it extends, ready to be asked. */
export type ResolvedMap = {
  readonly id: string;
  readonly version: string;
  /** The version as text that rises with it, and with those of the maps it extends: part of stamps (contract 3). */
  readonly order: string;
  /** By the code as sent. */
  readonly byCode: (kind: TermKind, code: string) => ResolvedEntry | undefined;
  /** By the name as sent; `underCode`: a code came with it, which the map does not have. */
  readonly byName: (kind: TermKind, name: string, underCode: boolean) => ResolvedEntry | undefined;
  /** An entry that leads to this observation; undefined: nothing does. */
  readonly ofLoinc: (code: string) => ResolvedEntry | undefined;
};

const resolved = new WeakMap<readonly CodeMap[], Map<string, ResolvedMap>>();

/** The map of this id among the region's maps and Oka's own; undefined where there is none. Made once for each list of maps. */
export function resolveMap(maps: readonly CodeMap[], id: string): ResolvedMap | undefined {
  const known = resolved.get(maps) ?? new Map<string, ResolvedMap>();
  resolved.set(maps, known);
  const made = known.get(id) ?? makeMap(lineOf(maps, id));
  if (made !== undefined) known.set(id, made);
  return made;
}

/** The map and those it extends, the nearest first, each once. */
function lineOf(maps: readonly CodeMap[], id: string): CodeMap[] {
  const line: CodeMap[] = [];
  const open = [id];
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    const map = maps.find((one) => one.id === next) ?? BASE.find((one) => one.id === next);
    if (map === undefined || line.includes(map)) continue;
    line.push(map);
    open.unshift(...map.extends);
  }
  return line;
}

function makeMap(line: readonly CodeMap[]): ResolvedMap | undefined {
  const [own] = line;
  if (own === undefined) return undefined;
  const byCode = new Map<string, ResolvedEntry>();
  const byName = new Map<string, ResolvedEntry>();
  const byLoinc = new Map<string, ResolvedEntry>();
  const all = line.flatMap(({ entries }) => entries);
  for (const entry of all) {
    const made = resolvedEntry(entry, all);
    const { kind, code, name, otherNames } = entry;
    if (made.to?.system === LOINC) setFirst(byLoinc, made.to.code, made);
    if (code !== undefined) setFirst(byCode, `${kind} ${codeKey(code)}`, made);
    for (const one of [name, ...otherNames]) if (one !== undefined) setFirst(byName, `${kind} ${nameKey(one)}`, made);
  }
  const always = (kind: TermKind): boolean => kind === 'medication' || own.matchNames === 'always';
  return {
    id: own.id,
    version: line.map(({ id, version }) => `${id}@${version}`).join(' '),
    order: line.map(({ version }) => version.replace(/\d+/g, (digits) => digits.padStart(6, '0'))).join(' '),
    byCode: (kind, code) => byCode.get(`${kind} ${codeKey(code)}`),
    byName: (kind, name, underCode) =>
      underCode && !always(kind) ? undefined : byName.get(`${kind} ${nameKey(name)}`),
    ofLoinc: (code) => byLoinc.get(code),
  };
}

const setFirst = <T>(map: Map<string, T>, key: string, value: T): void => {
  if (!map.has(key)) map.set(key, value);
};

/** An entry, with the units that the maps in its line know for the same term; the nearest map wins. */
function resolvedEntry(entry: CodeMapEntry, all: readonly CodeMapEntry[]): ResolvedEntry {
  const { to } = entry;
  if (to === null) return { to: undefined, unitOf: () => 'unknown' };
  const alike = [
    entry,
    ...all.filter((one) => one !== entry && one.to?.system === to.system && one.to.code === to.code),
  ];
  const units = new Map<string, Converted>();
  for (const one of alike)
    for (const [sent, converted] of Object.entries(one.units)) setFirst(units, unitKey(sent), converted);
  const wanted = alike.map(({ unit }) => unit).find((unit) => unit !== undefined) ?? [...units.values()][0]?.ucum;
  return {
    to,
    unitOf(sent, system) {
      const ucum = ucumOf(sent, system);
      const converted = units.get(unitKey(sent)) ?? (ucum === undefined ? undefined : units.get(unitKey(ucum)));
      if (converted !== undefined) return converted;
      if (ucum === undefined) return 'unknown';
      return wanted === undefined || sameDimension(ucum, wanted) ? { ucum, factor: 1 } : 'other';
    },
  };
}
