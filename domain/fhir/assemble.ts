import type { ChartItem } from '../../schemas/chart.ts';
import { canonicalJson } from './canonical.ts';
import { groupsInForce } from './slots.ts';

/** Groups that carry the resource itself: a tombstone of one of them deletes the resource, whatever else was said of it. */
const MAIN_GROUPS = new Set(['base', 'demographics', 'study', 'finding', 'report']);

/**
 * Groups that others say of a resource, each on its own: its state, what replaced it, what belongs to it, of a study that it
 * is done or that an image of it was rejected. They alone make no resource: a result may be known to be a member of one
 * that has not come yet.
 */
const ASIDE =
  /^(status$|manifest$|decision$|conflict$|aside$|declined$|(went|replaced|member|result|form|step|rejection|input|header):)/;

/** Two sides of one thing that two messages tell: the start and the end of a visit, how it began and how it ended. */
const PARTED = new Set(['period', 'hospitalization']);

/**
 * The FHIR R4 resource that an item's field groups make, or undefined: deleted, or only what others say of it is known so far (a
 * cancel that arrived before what it cancels). Groups are laid over one another in the order of their names: scalars and
 * objects are set, arrays joined without equal entries, `null` takes a member away (HL7 `""`). Depends on nothing but the groups.
 */
export function assemble(item: ChartItem): fhir4.FhirResource | undefined {
  const groups = groupsInForce(item.groups);
  const names = Object.keys(groups).sort();
  if (names.some((name) => MAIN_GROUPS.has(name) && groups[name]?.deleted)) return undefined;
  const live = names.filter((name) => !groups[name]?.deleted);
  if (live.every((name) => ASIDE.test(name))) return undefined;

  const named = { resourceType: item.resourceType, id: item.id };
  // Type and id come first, where readers look for them.
  const resource: Record<string, unknown> = { ...named };
  for (const name of live) {
    const value = groups[name]?.value ?? {};
    // What others only restate (`about`) gives way to the thing itself; its numbers are gathered from both.
    if (name === 'base') for (const member of Object.keys(value)) if (member !== 'identifier') delete resource[member];
    layOver(resource, value);
  }
  if (item.resourceType === 'ImagingStudy' && Array.isArray(resource.series)) joinSeries(resource);
  if (item.resourceType === 'Patient' && Array.isArray(resource.name))
    resource.name = withoutNeedlessMarks(resource.name);
  return { ...resource, ...named } as unknown as fhir4.FhirResource;
}

function layOver(target: Record<string, unknown>, value: Readonly<Record<string, unknown>>): void {
  for (const [member, said] of Object.entries(value)) {
    const before = target[member];
    if (said === null) delete target[member];
    else if (PARTED.has(member) && isPlain(before) && isPlain(said)) target[member] = { ...before, ...said };
    else if (Array.isArray(said)) target[member] = withoutEqual([...(Array.isArray(before) ? before : []), ...said]);
    else target[member] = said;
  }
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function withoutEqual(entries: readonly unknown[]): unknown[] {
  return [...new Map(entries.map((entry) => [canonicalJson(entry), entry])).values()];
}

/** Where a name is known, none is missing: the mark of one that is not confirmed falls away. */
function withoutNeedlessMarks(names: readonly fhir4.HumanName[]): readonly fhir4.HumanName[] {
  const named = names.filter(({ family, given, text }) => family ?? given ?? text);
  return named.length > 0 ? named : names;
}

/**
 * Each instance of a study is a group of its own and repeats its series; the same Series Instance UID becomes one series.
 * Two instances with one SOP Instance UID and other pixels both stay (contract 10): only equal entries are joined.
 */
function joinSeries(study: Record<string, unknown>): void {
  const joined = new Map<unknown, Record<string, unknown>>();
  for (const series of study.series as Record<string, unknown>[]) {
    const known = joined.get(series.uid);
    if (known === undefined) joined.set(series.uid, { ...series });
    else layOver(known, series);
  }
  const all = [...joined.values()];
  for (const series of all) {
    if (Array.isArray(series.instance)) series.numberOfInstances = series.instance.length;
  }
  study.series = all;
  study.numberOfSeries = all.length;
  study.numberOfInstances = all.reduce((sum, { instance }) => sum + (Array.isArray(instance) ? instance.length : 0), 0);
}
