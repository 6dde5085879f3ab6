import type { CitedFact, Finding } from '../../schemas/result.ts';
import { observationFacet } from '../fhir/facets.ts';
import { SNOMED } from '../fhir/systems.ts';
import { CHEST_XRAY_NORMAL, PNEUMONIA, PNEUMONIA_ICD10 } from './codes.ts';
import { isIcd10 } from './diagnoses.ts';
import { cite, type Fact, type Facts, factsOf } from './facts.ts';
import type { Readings } from './precision.ts';
import type { Need } from './rule.ts';
import { presenceOf } from './signs.ts';

export const REPORTS: readonly Need[] = [
  { facet: 'DiagnosticReport', newest: 1000 },
  { facet: observationFacet(SNOMED, PNEUMONIA), newest: 1000 },
];

/** What a label is called in codes. */
export type Label = Pick<Finding['label'], 'snomed' | 'icd10'>;
export const PNEUMONIA_LABEL: Label = { snomed: PNEUMONIA, icd10: [...PNEUMONIA_ICD10] };

/** A radiologist's coded statement on one label in one report. */
export type Statement = {
  readonly positive: boolean;
  readonly report: Fact<fhir4.DiagnosticReport>;
  readonly when: Readings | undefined;
  readonly cited: CitedFact;
};

/** Only signed reports state something; a preliminary one may still change (FHIR R4 DiagnosticReport.status). */
const SIGNED = new Set(['final', 'amended', 'corrected', 'appended']);
const TITLE = { en: 'Radiologist’s report', ru: 'Заключение рентгенолога' };

export const signedReports = (facts: Facts): Fact<fhir4.DiagnosticReport>[] =>
  factsOf(facts, 'DiagnosticReport').filter(({ resource }) => SIGNED.has(resource.status));

/** The coded statements of signed reports on a label, newest first; text is never interpreted. */
export const statementsOn = (label: Label, facts: Facts): Statement[] => {
  const reports = signedReports(facts);
  if (!reports.length) return [];
  const observations = new Map(factsOf(facts, 'Observation').map((fact) => [fact.reference, fact.resource]));
  return reports.flatMap((report) => {
    const positive = verdictOf(report.resource, label, observations);
    if (positive === undefined) return [];
    const cited = cite(report, TITLE, positive ? 'present' : 'absent');
    return [{ positive, report, when: report.when, cited }];
  });
};

/** Coded results first, then conclusion codes; statements that contradict one another say nothing. */
function verdictOf(
  report: fhir4.DiagnosticReport,
  label: Label,
  observations: ReadonlyMap<string, fhir4.Observation>,
): boolean | undefined {
  const results = (report.result ?? []).flatMap(({ reference }) => observations.get(reference ?? '') ?? []);
  const contained = (report.contained ?? []).flatMap((one) =>
    one.resourceType === 'Observation' ? [one as fhir4.Observation] : [],
  );
  const said = new Set<boolean>();
  for (const observation of [...results, ...contained]) {
    const present = namesLabel(observation.code.coding ?? [], label) ? presenceOf(observation) : undefined;
    if (present !== undefined) said.add(present);
  }
  for (const { coding = [] } of report.conclusionCode ?? []) {
    if (namesLabel(coding, label)) said.add(true);
    else if (coding.some(({ system, code }) => system === SNOMED && code === CHEST_XRAY_NORMAL)) said.add(false);
  }
  return said.size === 1 ? said.has(true) : undefined;
}

const namesLabel = (codings: readonly fhir4.Coding[], { snomed, icd10 }: Label): boolean =>
  codings.some(({ system, code = '' }) => (system === SNOMED ? code === snomed : isIcd10(code, icd10)));
