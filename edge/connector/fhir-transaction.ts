import { RESULT_EXTENSION } from '../../schemas/result.ts';

/** What goes into the record system; studies, programs and where it all came from stay with the region and the PACS. */
const SENT = new Set(['DiagnosticReport', 'Observation', 'GuidanceResponse', 'DetectedIssue']);

/** A number of the clinic or of the person, by which the record system knows its patient; undefined: it has none. */
function patientQuery({ identifier = [] }: fhir4.Patient): string | undefined {
  const usable = identifier.filter(({ system, value }) => system !== undefined && value !== undefined);
  const isOwn = ({ type }: fhir4.Identifier): boolean =>
    type?.coding?.every(({ code }) => ['PI', 'MR', undefined].includes(code)) ?? true;
  const best = usable.find(isOwn) ?? usable[0];
  return best && `Patient?identifier=${encodeURIComponent(`${best.system}|${best.value}`)}`;
}

export const resultQuery = (resultId: string): string =>
  `identifier=${encodeURIComponent(`${RESULT_EXTENSION}|${resultId}`)}`;

type Json = unknown;

/**
 * A published bundle as a FHIR R4 transaction (§3.1.0.11): each resource by conditional update on our number of the result,
 * the patient by a conditional reference, so that none of the record system's own is written. Undefined where the
 * patient has no number that another system could know.
 */
export function transactionOf(
  bundle: fhir4.Bundle,
  { resultId, apiUrl }: { readonly resultId: string; readonly apiUrl: string },
): fhir4.Bundle | undefined {
  const resources = (bundle.entry ?? []).flatMap(({ resource }) => (resource ? [resource] : []));
  const patient = resources.find((one): one is fhir4.Patient => one.resourceType === 'Patient');
  const query = patient && patientQuery(patient);
  if (patient === undefined || query === undefined) return undefined;
  const sent = resources.filter(({ resourceType }) => SENT.has(resourceType));
  const names = new Map(sent.map((one) => [`${one.resourceType}/${one.id}`, `urn:uuid:${one.id}`]));
  names.set(`Patient/${patient.id}`, query);
  const others = new Map(resources.map((one) => [`${one.resourceType}/${one.id}`, one]));

  /** A reference of the region means nothing elsewhere: it becomes one by identifier, or its words alone. */
  function reference(found: fhir4.Reference): fhir4.Reference | undefined {
    const { reference: target = '', ...rest } = found;
    const here = names.get(target);
    if (here !== undefined) return { ...rest, reference: here };
    const [identifier] = [
      (others.get(target) as { identifier?: fhir4.Identifier[] } | undefined)?.identifier ?? [],
    ].flat();
    const logical = { ...(identifier === undefined ? {} : { identifier }), ...rest };
    return Object.keys(logical).length > 0 ? logical : undefined;
  }

  function moved(value: Json): Json {
    if (Array.isArray(value)) return value.map(moved).filter((one) => one !== undefined);
    if (value === null || typeof value !== 'object') return value;
    if (typeof (value as fhir4.Reference).reference === 'string') return reference(value as fhir4.Reference);
    const entries = Object.entries(value)
      .map(([name, one]): [string, Json] => [name, name === 'url' ? absolute(one, apiUrl) : moved(one)])
      .filter(([, one]) => one !== undefined && !(Array.isArray(one) && one.length === 0));
    return Object.fromEntries(entries);
  }

  return {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: sent.map((resource) => {
      const { id, meta, ...rest } = resource;
      const { versionId: _, ...kept } = meta ?? {};
      return {
        fullUrl: `urn:uuid:${id}`,
        resource: { ...(moved(rest) as fhir4.FhirResource), meta: kept } as fhir4.FhirResource,
        request: { method: 'PUT', url: `${resource.resourceType}?${resultQuery(resultId)}` },
      };
    }),
  };
}

/** Pictures lie at the API of the region: `Binary/<id>` says nothing at another server. */
const absolute = (url: Json, apiUrl: string): Json =>
  typeof url === 'string' && url.startsWith('Binary/') ? `${apiUrl}/fhir/${url}` : url;

/** The version of ours that a stored resource carries; undefined where its server dropped our extension. */
export function versionIn(resource: unknown): number | undefined {
  const { extension = [] } = resource as { extension?: fhir4.Extension[] };
  const carried = extension.find(({ url }) => url === RESULT_EXTENSION)?.valueString;
  try {
    const { version } = JSON.parse(carried ?? '') as { version?: unknown };
    return typeof version === 'number' ? version : undefined;
  } catch {
    return undefined;
  }
}
