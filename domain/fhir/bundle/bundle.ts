import type { Result } from '../../../schemas/result.ts';
import { adviceResources } from './advice.ts';
import { deviceResources } from './device-finding.ts';
import { findingResources } from './finding.ts';
import { BASE, type Context } from './parts.ts';

/** The FHIR R4 resources of one result without the patient; the first carries the Result as JSON. */
export const resultResources = (result: Result, context: Context): fhir4.FhirResource[] =>
  result.content.kind === 'finding'
    ? findingResources(result, result.content, context)
    : result.content.kind === 'device-finding'
      ? deviceResources(result, result.content, context)
      : adviceResources(result, result.content, context);

/**
 * One version of a result as a FHIR R4 Bundle for a record system. It depends on the Result and the patient alone, so
 * the same version is the same bytes however often it is sent. Relative references resolve against `fullUrl` inside
 * the bundle (FHIR R4 §3.1.0.2.6.3); those to `Binary` are served by the API.
 */
export function bundleOf(result: Result, context: Context): fhir4.Bundle {
  const resources: fhir4.FhirResource[] = [context.patient, ...resultResources(result, context)];
  return {
    resourceType: 'Bundle',
    identifier: { system: `${BASE}/result-version`, value: `${result.resultId}/${result.version}` },
    type: 'collection',
    timestamp: result.sourceTime,
    entry: resources.map((resource) => ({ fullUrl: `${BASE}/${resource.resourceType}/${resource.id}`, resource })),
  };
}
