import type { ChartResourceType, FieldGroup } from '../../schemas/chart.ts';
import type { RegionFile } from '../../schemas/region.ts';
import type { Advice, Finding } from '../../schemas/result.ts';
import { facetOf } from '../fhir/facets.ts';
import { ATC, ICD10, LOINC, SNOMED, UCUM } from '../fhir/systems.ts';
import { type GradeName, SIGN_SYSTEM, type SignName } from './bedside-codes.ts';
import { RULES } from './catalogue.ts';
import { digestOf } from './decisions.ts';
import { type ChartEntry, type Facts, makeFacts, type StatedFinding } from './facts.ts';
import { type Conclusion, type Need, type Outcome, populationNeeds, type Rule, runRule } from './rule.ts';

/** Charts for tests: invented resources in the form in which the chart hands them over. */

const AS_OF = '2026-03-01T12:00:00.000Z';
export const RECORD = '11111111-1111-8111-8111-111111111111';

const uuid = (name: string): string => {
  let number = 7;
  for (const sign of name) number = (number * 31 + (sign.codePointAt(0) ?? 0)) % 0xffffffffffff;
  return `00000000-0000-8000-8000-${number.toString(16).padStart(12, '0')}`;
};

type Options = { readonly record?: string; readonly doubtful?: boolean; readonly stamp?: string };

/** A resource as one field group, stamped with `stamp` (default: an hour before AS_OF). */
export function entry(
  resource: fhir4.FhirResource,
  { record = RECORD, doubtful = false, stamp = '2026-03-01T11:00:00.000Z' }: Options = {},
): ChartEntry {
  const id = uuid(`${record}${resource.id ?? JSON.stringify(resource)}`);
  const group: FieldGroup = {
    stamp: { time: stamp, rank: 20, hash: '0'.repeat(64), ...(doubtful ? { doubtful: true as const } : {}) },
    value: {},
  };
  const resourceType = resource.resourceType as ChartResourceType;
  return { record, resourceType, id, groups: { base: group }, resource: { ...resource, id } };
}

const subject = { reference: 'Patient/p' };

/** A person of this age at AS_OF; his birthday is a day ago. */
export const bornBefore = ({ years = 0, months = 0, days = 1 }): string => {
  const asOf = new Date(AS_OF);
  const day = new Date(Date.UTC(asOf.getUTCFullYear() - years, asOf.getUTCMonth() - months, asOf.getUTCDate() - days));
  return day.toISOString().slice(0, 10);
};
export const patient = (
  birthDate?: string,
  gender: fhir4.Patient['gender'] = 'female',
  options?: Options,
): ChartEntry => entry({ resourceType: 'Patient', id: 'p', gender, ...(birthDate ? { birthDate } : {}) }, options);

export const value = (
  code: string,
  number: number,
  unit: string,
  change: Partial<fhir4.Observation> = {},
  options?: Options,
): ChartEntry =>
  entry(
    {
      resourceType: 'Observation',
      status: 'final',
      code: { coding: [{ system: LOINC, code }] },
      effectiveDateTime: '2026-03-01T10:00:00+05:00',
      valueQuantity: { value: number, unit, system: UCUM, code: unit },
      subject,
      ...change,
    },
    options,
  );

export const sign = (code: SignName, present: boolean, change: Partial<fhir4.Observation> = {}): ChartEntry =>
  entry({
    resourceType: 'Observation',
    status: 'final',
    code: { coding: [{ system: SIGN_SYSTEM, code }] },
    effectiveDateTime: '2026-03-01T10:00:00+05:00',
    valueBoolean: present,
    subject,
    ...change,
  });

/** A part of a score that a physician graded. */
export const grade = (code: GradeName, valueInteger: number): ChartEntry =>
  entry({
    resourceType: 'Observation',
    status: 'final',
    code: { coding: [{ system: SIGN_SYSTEM, code }] },
    effectiveDateTime: '2026-03-01T10:00:00+05:00',
    valueInteger,
    subject,
  });

/** An answer in SNOMED CT to what a LOINC code asks. */
export const answer = (loinc: string, snomed: string): ChartEntry =>
  entry({
    resourceType: 'Observation',
    status: 'final',
    code: { coding: [{ system: LOINC, code: loinc }] },
    effectiveDateTime: '2026-03-01T10:00:00+05:00',
    valueCodeableConcept: { coding: [{ system: SNOMED, code: snomed }] },
    subject,
  });

/** An open visit of a class (HL7 v3 ActCode). */
export const visit = (code: string, change: Partial<fhir4.Encounter> = {}): ChartEntry =>
  entry({
    resourceType: 'Encounter',
    id: `visit-${code}`,
    status: 'in-progress',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code },
    period: { start: '2026-03-01T08:00:00+05:00' },
    subject,
    ...change,
  });

export const diagnosis = (code: string, recordedDate = '2026-03-01T09:00:00+05:00'): ChartEntry =>
  entry({
    resourceType: 'Condition',
    code: { coding: [{ system: ICD10, code }] },
    recordedDate,
    subject,
  });

export const medicine = (code: string, change: Partial<fhir4.MedicationRequest> = {}): ChartEntry =>
  entry({
    resourceType: 'MedicationRequest',
    status: 'active',
    intent: 'order',
    medicationCodeableConcept: { coding: [{ system: ATC, code }] },
    authoredOn: '2026-02-20T09:00:00+05:00',
    subject,
    ...change,
  });

export const order = (id: string, authoredOn: string, change: Partial<fhir4.ServiceRequest> = {}): ChartEntry =>
  entry({
    resourceType: 'ServiceRequest',
    id,
    status: 'active',
    intent: 'order',
    code: { coding: [{ system: LOINC, code: '36643-5', display: 'XR Chest 2 Views' }] },
    authoredOn,
    subject,
    ...change,
  });

export const study = (id: string, started: string, change: Partial<fhir4.ImagingStudy> = {}): ChartEntry =>
  entry({
    resourceType: 'ImagingStudy',
    id,
    status: 'available',
    started,
    modality: [{ code: 'DX' }],
    series: [{ uid: '1.2.3', modality: { code: 'DX' }, bodySite: { code: 'CHEST' } }],
    subject,
    ...change,
  });

export const factsOf = (entries: readonly ChartEntry[], change: Partial<Facts> = {}): Facts =>
  makeFacts({ asOf: AS_OF, zone: 'Asia/Yekaterinburg', entries, findings: [], ...change });

/** How a rule is signed as it is now. */
export const signatureOf = (rule: Pick<Rule, 'id' | 'version'>) => ({
  by: 'test',
  on: '2026-01-01',
  version: rule.version,
  digest: digestOf(rule) ?? '',
});

/** Decisions of a region file that switch these rules on, each signed in its present version. */
export const signed = (...ids: readonly string[]): RegionFile['rules'] =>
  Object.fromEntries(
    RULES.filter(({ id }) => ids.includes(id)).map((rule) => [
      rule.id,
      { state: 'active', decision: 'test', signed: signatureOf(rule) },
    ]),
  );

/** Who the person is nobody has to ask. */
const PATIENT: Need = { facet: 'Patient', newest: 10 };

/** What the chart hands to a rule: of these entries those that the rule has said it reads, and nothing else. */
export function handedTo(rule: Rule, entries: readonly ChartEntry[]): ChartEntry[] {
  const needs = [PATIENT, ...populationNeeds(rule.population), ...rule.needs];
  return entries.filter(({ resource }) => resource === undefined || needs.some((need) => isNeeded(resource, need)));
}

function isNeeded(resource: fhir4.FhirResource, { facet, codes }: Need): boolean {
  if (facetOf(resource) !== facet) return false;
  const stated = codesOf(resource);
  return !codes || !stated.length || stated.some((one) => codes.some((code) => one.startsWith(code)));
}

const codesOf = (resource: fhir4.FhirResource): string[] => {
  const concept =
    resource.resourceType === 'Condition'
      ? resource.code
      : resource.resourceType === 'MedicationRequest'
        ? resource.medicationCodeableConcept
        : undefined;
  return (concept?.coding ?? []).flatMap(({ code }) => code ?? []);
};

/** What a rule of the library says of these entries. */
export const runOf = (id: string, entries: readonly ChartEntry[], change: Partial<Facts> = {}): Outcome => {
  const rule = RULES.find((one) => one.id === id);
  if (!rule) throw new Error(`no rule ${id}`);
  return runRule(rule, factsOf(handedTo(rule, entries), change));
};
export const saidBy = (id: string, entries: readonly ChartEntry[], change: Partial<Facts> = {}): Conclusion[] => {
  const outcome = runOf(id, entries, change);
  return outcome.state === 'said' ? [...outcome.conclusions] : [];
};
/** The one advice that a rule gives; none or several are a fault of the test. */
export const onlyOf = (id: string, entries: readonly ChartEntry[], change: Partial<Facts> = {}): Advice => {
  const conclusions = saidBy(id, entries, change);
  const [first] = conclusions;
  if (!first || conclusions.length > 1) throw new Error(`${conclusions.length} conclusions of ${id}`);
  return first.advice;
};

export const allergy = (text: string, change: Partial<fhir4.AllergyIntolerance> = {}): ChartEntry =>
  entry({ resourceType: 'AllergyIntolerance', code: { text }, recordedDate: '2020-05', patient: subject, ...change });

/** A signed report in words, as a radiologist leaves it. */
export const report = (
  conclusion: string,
  effectiveDateTime = '2026-02-10T09:00:00Z',
  change: Partial<fhir4.DiagnosticReport> = {},
): ChartEntry =>
  entry({
    resourceType: 'DiagnosticReport',
    id: conclusion + effectiveDateTime,
    status: 'final',
    code: { text: 'Заключение' },
    effectiveDateTime,
    conclusion,
    ...change,
  });

/** An order known by its words. */
export const ordered = (
  text: string,
  authoredOn = '2026-02-20T09:00:00Z',
  change: Partial<fhir4.ServiceRequest> = {},
): ChartEntry => order(text, authoredOn, { code: { text }, ...change });

export const procedure = (text: string, performedDateTime: string): ChartEntry =>
  entry({ resourceType: 'Procedure', status: 'completed', subject, code: { text }, performedDateTime });

export const appointment = (
  text: string,
  start: string | undefined,
  status: fhir4.Appointment['status'] = 'booked',
): ChartEntry =>
  entry({
    resourceType: 'Appointment',
    id: `${text}${start}${status}`,
    status,
    ...(start === undefined ? {} : { start }),
    serviceType: [{ text }],
    participant: [],
  });

/** What a model says of the study `film`. */
export const finding = (
  state: Finding['state'],
  { id = 'pneumonia', snomed = '233604007', icd10 = ['J18'], title = 'Pneumonia', time = '2026-03-01T08:00:00Z' } = {},
): StatedFinding => ({
  record: RECORD,
  reference: 'Observation/finding',
  time,
  finding: {
    state,
    study: { id: uuid(`${RECORD}film`), studyInstanceUid: '1.2.3.4' },
    label: { id, title: { en: title, ru: title }, snomed, icd10 },
  } as unknown as Finding,
});
