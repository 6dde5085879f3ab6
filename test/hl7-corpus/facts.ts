/** What is compared of a bundle, whoever made it: field → the values it says, each once, in order. */
export type Facts = Readonly<Record<Field, readonly string[]>>;

export const FIELDS = [
  'patient.identifier',
  'patient.name',
  'patient.birthDate',
  'patient.sex',
  'encounter.class',
  'encounter.number',
  'encounter.period',
  'order.code',
  'observation.code',
  'observation.value',
  'observation.unit',
  'observation.time',
] as const;
export type Field = (typeof FIELDS)[number];

type Resources = readonly fhir4.FhirResource[];

/**
 * Identifiers, names, birth date and sex of the patients, the encounters, the codes of what is ordered, given or
 * prescribed, and the observations of a bundle as plain words. Systems of identifiers and ids are each maker's own and are not compared;
 * times are compared as the instant they name, dates as they stand.
 */
export function factsOf(resources: Resources): Facts {
  const all = <T extends fhir4.FhirResource['resourceType']>(type: T) =>
    resources.filter((one): one is Extract<fhir4.FhirResource, { resourceType: T }> => one.resourceType === type);
  const patients = all('Patient');
  const encounters = all('Encounter');
  const observations = all('Observation');
  const parts = observations.flatMap((one) => partsOf(one));
  return {
    'patient.identifier': said(patients.flatMap(({ identifier }) => identifier?.map(({ value }) => value) ?? [])),
    'patient.name': said(patients.flatMap(({ name }) => name?.map(nameOf) ?? [])),
    'patient.birthDate': said(patients.map(({ birthDate }) => birthDate)),
    'patient.sex': said(patients.map(({ gender }) => gender)),
    'encounter.class': said(encounters.map((one) => one.class?.code)),
    'encounter.number': said(encounters.flatMap(({ identifier }) => identifier?.map(({ value }) => value) ?? [])),
    'encounter.period': said(encounters.map(({ period }) => periodOf(period))),
    'order.code': said([
      ...all('ServiceRequest').flatMap((one) => codesOf(one.code, ...(one.orderDetail ?? []))),
      ...all('DiagnosticReport').flatMap((one) => codesOf(one.code)),
      ...all('MedicationRequest').flatMap((one) => codesOf(one.medicationCodeableConcept)),
      ...all('MedicationDispense').flatMap((one) => codesOf(one.medicationCodeableConcept)),
      ...all('Medication').flatMap((one) => codesOf(one.code)),
      ...all('Immunization').flatMap((one) => codesOf(one.vaccineCode)),
      ...all('Appointment').flatMap((one) => codesOf(...(one.serviceType ?? []))),
    ]),
    'observation.code': said(observations.flatMap(({ code }) => codesOf(code))),
    'observation.value': said(parts.map(({ code, value }) => value && `${code} = ${value}`)),
    'observation.unit': said(parts.map(({ code, unit }) => unit && `${code} in ${unit}`)),
    'observation.time': said(
      observations.map((one) => {
        const time = momentOf(one.effectiveDateTime ?? one.effectivePeriod?.start);
        return time && `${codesOf(one.code)[0]} at ${time}`;
      }),
    ),
  };
}

const said = (values: readonly (string | undefined)[]): string[] =>
  [
    ...new Set(values.map((value) => value?.trim()).filter((value) => value !== undefined && value !== '')),
  ].sort() as string[];

const nameOf = ({ family, given }: fhir4.HumanName): string | undefined => {
  const words = [family ?? '', ...(given ?? [])].map((word) => word.trim()).filter((word) => word !== '');
  return words.length === 0 ? undefined : words.join(' ');
};

function codesOf(...concepts: readonly (fhir4.CodeableConcept | undefined)[]): string[] {
  return concepts.flatMap((concept) => {
    const codes = (concept?.coding ?? []).flatMap(({ code }) => code ?? []);
    return codes.length > 0 ? codes : concept?.text ? [concept.text] : [];
  });
}

/** The instant that a time with an offset names; a time without one, or a date, as it stands. */
function momentOf(time: string | undefined): string | undefined {
  if (time === undefined) return undefined;
  if (!/T.*(Z|[+-]\d\d:\d\d)$/.test(time)) return time.includes('T') ? `${time.replace(/\.\d+$/, '')}` : time;
  return new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
}

function periodOf(period: fhir4.Period | undefined): string | undefined {
  const [start, end] = [momentOf(period?.start), momentOf(period?.end)];
  return start === undefined && end === undefined ? undefined : `${start ?? ''}–${end ?? ''}`;
}

type Valued = Pick<fhir4.Observation, 'code'> & Partial<fhir4.Observation>;
type Part = { readonly code: string; readonly value: string | undefined; readonly unit: string | undefined };

function partsOf(observation: fhir4.Observation): Part[] {
  const valued: Valued[] = [observation, ...((observation.component ?? []) as Valued[])];
  const [code = ''] = codesOf(observation.code);
  return valued.map((one) => {
    const quantity = one.valueQuantity ?? one.valueRange?.low ?? one.valueRatio?.numerator;
    return { code, value: wordOf(one), unit: quantity?.unit ?? quantity?.code };
  });
}

const numberOf = (quantity: fhir4.Quantity | undefined): string =>
  quantity?.value === undefined ? '' : `${quantity.comparator ?? ''}${Number(quantity.value)}`;

function wordOf(one: Valued): string | undefined {
  if (one.valueQuantity) return numberOf(one.valueQuantity);
  if (one.valueRange) return `${numberOf(one.valueRange.low)}-${numberOf(one.valueRange.high)}`;
  if (one.valueRatio) return `${numberOf(one.valueRatio.numerator)}:${numberOf(one.valueRatio.denominator)}`;
  if (one.valueCodeableConcept) return codesOf(one.valueCodeableConcept)[0];
  if (one.valueBoolean !== undefined) return String(one.valueBoolean);
  return one.valueString?.replace(/\s+/g, ' ') ?? one.valueTime ?? momentOf(one.valueDateTime);
}
