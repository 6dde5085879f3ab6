type Resource = { readonly resourceType: string; readonly [member: string]: unknown };

/**
 * What a record system answers to a read or a search over what it holds of one patient (FHIR R4, RESTful API): a resource
 * by its id, else a Bundle of the type asked for; of codes only those asked for. Undefined: there is no such resource.
 * @param path below the server's base: `Patient/p1`, `Observation?patient=p1&code=http://loinc.org|2823-3`
 */
export function answerTo(path: string, held: readonly Resource[]): Resource | undefined {
  const { pathname, searchParams } = new URL(path, 'http://ehr.local/');
  const [type = '', id] = pathname.split('/').filter((part) => part !== '');
  if (id !== undefined) return held.find((one) => one.resourceType === type && one.id === id);
  const codes = searchParams.get('code')?.split(',');
  const statuses = searchParams.get('status')?.split(',');
  const found = held.filter(
    (one) =>
      one.resourceType === type &&
      (codes === undefined || codesOf(one).some((code) => codes.includes(code))) &&
      (statuses === undefined || statuses.includes(String(one.status))),
  );
  return {
    resourceType: 'Bundle',
    type: 'searchset',
    total: found.length,
    entry: found.map((resource) => ({ resource })),
  };
}

function codesOf({ code }: Resource): string[] {
  const { coding = [] } = (code ?? {}) as fhir4.CodeableConcept;
  return coding.map((one) => `${one.system}|${one.code}`);
}
