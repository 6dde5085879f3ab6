/** Studies that a resource is made of, `ImagingStudy/<id>`: what a study says is believed as far as the study is. */
export function studiesBehind(resource: fhir4.FhirResource | undefined): string[] {
  const references =
    resource?.resourceType === 'Observation'
      ? resource.derivedFrom
      : resource?.resourceType === 'DiagnosticReport'
        ? resource.imagingStudy
        : resource?.resourceType === 'DocumentReference'
          ? resource.context?.related
          : [];
  return (references ?? []).flatMap(({ reference }) => (reference?.startsWith('ImagingStudy/') ? [reference] : []));
}
