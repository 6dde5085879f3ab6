import type { Bilingual, CitedFact, Result } from '../../schemas/result.ts';
import { accessionOf } from '../dicom/match.ts';
import type { Fact, Facts, StatedFinding } from '../rules/facts.ts';
import { cite, factsOf } from '../rules/facts.ts';
import { signedReports, statementsOn } from '../rules/statements.ts';
import { accessionKey } from './findings.ts';

export type Agreement = NonNullable<Result['agreement']>;
export type Comparison = { readonly agreement: Agreement; readonly cited: CitedFact };

const REPORT: Bilingual = { en: 'Radiologist’s report', ru: 'Заключение рентгенолога' };

/**
 * How the AI finding stands to the signed report of the same examination, found by the study or by its accession
 * number in the same record (contract 9); undefined while there is no report. Only coded statements are compared.
 */
export function agreementOf(stated: StatedFinding, facts: Facts): Comparison | undefined {
  const { finding, record } = stated;
  const reports = signedReports(facts).filter((report) => report.record === record && isOf(report, stated, facts));
  const statements = statementsOn(finding.label, facts);
  const newest =
    reports.find(({ reference }) => statements.some(({ report }) => report.reference === reference)) ?? reports[0];
  if (!newest) return undefined;
  const positive = statements.find(({ report }) => report.reference === newest.reference)?.positive;
  const verdict = verdictOf(finding.state, positive);
  return {
    agreement: { report: newest.reference, verdict, reportSays: wordsOf(finding.label.title, positive) },
    cited: cite(newest, REPORT, positive === undefined ? 'no coded statement' : positive ? 'present' : 'absent'),
  };
}

function verdictOf(state: StatedFinding['finding']['state'], positive: boolean | undefined): Agreement['verdict'] {
  if (positive === undefined || (state !== 'present' && state !== 'absent')) return 'not-comparable';
  return (state === 'present') === positive ? 'agrees' : 'disagrees';
}

const wordsOf = ({ en, ru }: Bilingual, positive: boolean | undefined): Bilingual =>
  positive === undefined
    ? { en: `no coded statement on: ${en}`, ru: `наличие или отсутствие не закодировано (${ru.toLowerCase()})` }
    : positive
      ? { en: `${en}: present`, ru: `${ru}: есть` }
      : { en: `${en}: absent`, ru: `${ru}: нет` };

/** The report names the study, or carries the study's accession number, itself or through its order. */
function isOf(report: Fact<fhir4.DiagnosticReport>, { finding, record }: StatedFinding, facts: Facts): boolean {
  const { imagingStudy = [], identifier = [], basedOn = [] } = report.resource;
  const { id, studyInstanceUid, accession } = finding.study;
  const names = imagingStudy.flatMap(({ reference, identifier }) => [reference, identifier?.value]);
  if (names.some((name) => name === `ImagingStudy/${id}` || name?.replace(/^urn:oid:/, '') === studyInstanceUid))
    return true;
  if (accession === undefined) return false;
  const study = factsOf(facts, 'ImagingStudy').find((one) => one.reference === `ImagingStudy/${id}`);
  const wanted = study && accessionOf(study.resource);
  if (!wanted) return false;
  const orders = factsOf(facts, 'ServiceRequest').filter(
    (one) => one.record === record && basedOn.some(({ reference }) => reference === one.reference),
  );
  const numbers = [
    ...identifier,
    ...imagingStudy.flatMap((one) => one.identifier ?? []),
    ...basedOn.flatMap((one) => one.identifier ?? []),
    ...orders.flatMap(({ resource }) => resource.identifier ?? []),
  ];
  return numbers.some(
    ({ system, value }) =>
      value !== undefined &&
      system !== undefined &&
      accessionKey({ domain: system.replace(/^urn:oid:/, ''), accession: value }) === accessionKey(wanted),
  );
}
