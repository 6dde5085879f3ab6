import { INPUT_EXTENSION } from '../../schemas/measurement.ts';
import { ASIDE_EXTENSION } from '../../schemas/reconciled.ts';
import { hasConflict, type Reconciliation, reconciliation } from '../dicom/match.ts';
import type { ChartEntry } from '../rules/facts.ts';
import { elsewhereOf } from './findings.ts';
import { patientOf, type Survivors } from './patient.ts';

/** A study of a record, whether it belongs to the record's patient, and the inputs that brought its images. */
export type StudyState = {
  readonly reference: string;
  readonly reconciled: boolean;
  /** What a human must settle, in stable words: `patient-unknown`, what contradicts, or `sop-conflict`. */
  readonly reasons: readonly string[];
  /** `kind/clinic/sha256` */
  readonly inputs: readonly string[];
};

/**
 * The studies of one record as they stand now (contract 10). `elsewhere` names accession numbers and studies that are
 * another person's too. A study whose patient nobody has registered yet is as little reconciled as one that contradicts.
 */
export function studiesOf(
  record: string,
  entries: readonly ChartEntry[],
  elsewhere: ReadonlySet<string>,
  survivors?: Survivors,
): StudyState[] {
  const own = entries.flatMap((entry) => (entry.record === record && entry.resource ? [entry.resource] : []));
  const patient = patientOf(record, entries, survivors);
  return own.flatMap((study) => {
    if (study.resourceType !== 'ImagingStudy') return [];
    const match = reconciliation(study, patient, elsewhereOf(study, elsewhere));
    return [
      {
        reference: `ImagingStudy/${study.id}`,
        reconciled: match.state === 'reconciled',
        reasons: [...reasonsOf(match, study), ...(hasConflict(study) ? ['sop-conflict'] : [])],
        inputs: (study.extension ?? []).flatMap(({ url, valueString }) =>
          url === INPUT_EXTENSION && valueString !== undefined ? [valueString] : [],
        ),
      },
    ];
  });
}

function reasonsOf(match: Reconciliation, { extension = [] }: fhir4.ImagingStudy): readonly string[] {
  if (match.state === 'waiting')
    return [extension.find(({ url }) => url === ASIDE_EXTENSION)?.valueCode ?? 'patient-unknown'];
  return match.state === 'unreconciled' ? match.reasons : [];
}
