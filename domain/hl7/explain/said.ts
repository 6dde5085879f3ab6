import { toBundle } from '../map/bundle.ts';
import type { MappedInput } from '../map/map.ts';

/** Everything that a message led to, as place → value, e.g. `Observation[2].valueQuantity.value` → `5.1`. */
export type Said = ReadonlyMap<string, string>;
/** Id of a resource → how it is called here: `Observation[2]` is the second of its kind. */
export type ResourceNames = ReadonlyMap<string, string>;

/** What came of a message that is no resource, in the words in which it is shown. */
export const BESIDE = {
  refusal: 'whether the message is mapped at all',
  edge: 'identity edge',
  accession: 'accession number to look up',
  stated: 'compared with the Patient of the chart',
  stamp: 'which statement is the newer one',
  control: 'name of the message in answers',
} as const;

const resourcesOf = (mapped: MappedInput): fhir4.Resource[] =>
  (toBundle(mapped).entry ?? []).flatMap(({ resource }) => resource ?? []);

/** Names for the resources of a message; those of `known` keep theirs, the others get the names that are free. */
export function namesOf(mapped: MappedInput, known: ResourceNames = new Map()): ResourceNames {
  const resources = resourcesOf(mapped).map(({ id = '', resourceType }) => ({ id, resourceType }));
  const names = new Map(resources.flatMap(({ id }) => (known.has(id) ? [[id, known.get(id) as string]] : [])));
  const taken = new Set(names.values());
  for (const { id, resourceType } of resources) {
    if (names.has(id)) continue;
    let place = 1;
    while (taken.has(`${resourceType}[${place}]`)) place += 1;
    taken.add(`${resourceType}[${place}]`);
    names.set(id, `${resourceType}[${place}]`);
  }
  return names;
}

/**
 * What came of a message: the resources of its bundle, and what is beside them. Resources are called by `names` and not by
 * their ids, which are made of what is sent: a changed number would change every place where it is referred to.
 */
export function saidBy(mapped: MappedInput, names: ResourceNames): Said {
  const said = new Map<string, string>();
  for (const { id = '', resourceType: _, ...rest } of resourcesOf(mapped))
    flatten(rest, names.get(id) ?? '', names, said);
  for (const { id, groups } of mapped.write.items) {
    const stamps = Object.values(groups).map(({ stamp }) => `${stamp.time} ${stamp.rank} ${stamp.doubtful}`);
    said.set(`${BESIDE.stamp} of ${names.get(id) ?? 'what is withdrawn'}`, [...new Set(stamps)].sort().join());
  }
  const { edges, accessions } = mapped.write;
  for (const [place, { kind, state, records }] of edges.entries())
    flatten({ kind, state, records }, `${BESIDE.edge}[${place + 1}]`, names, said);
  for (const [place, { accession }] of accessions.entries()) said.set(`${BESIDE.accession}[${place + 1}]`, accession);
  for (const [place, { record: _, ...stated }] of mapped.stated.entries())
    flatten(stated, `${BESIDE.stated}[${place + 1}]`, names, said);
  for (const { controlId, error } of mapped.messages) {
    if (controlId !== undefined) said.set(BESIDE.control, controlId);
    if (error !== undefined) said.set(BESIDE.refusal, `${error.code} ${error.detail ?? ''}`);
  }
  return said;
}

function flatten(value: unknown, path: string, names: ResourceNames, said: Map<string, string>): void {
  if (typeof value === 'object' && value !== null) {
    for (const [name, one] of Object.entries(value))
      flatten(one, Array.isArray(value) ? `${path}[${Number(name) + 1}]` : `${path}.${name}`, names, said);
    return;
  }
  if (value !== undefined) said.set(path, named(String(value), names));
}

/** A reference by the name of the resource it leads to; ids of what is no resource of this message are left out. */
function named(value: string, names: ResourceNames): string {
  const id = value.slice(value.lastIndexOf('/') + 1);
  return names.get(id) ?? value.replace(/[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g, 'id');
}
