import { type Dataset, type DatasetValue, type Explained, STATUS } from '../dicom/services.ts';
import { STATUSES, type StepStatus } from './fact.ts';

/** Type 1 of N-CREATE (PS3.4 table F.7.2-1). What is of type 2 and missing is not refused: nobody would be helped. */
const NEEDED = [
  'ScheduledStepAttributesSequence',
  'PerformedProcedureStepID',
  'PerformedStationAETitle',
  'PerformedProcedureStepStartDate',
  'PerformedProcedureStepStartTime',
  'PerformedProcedureStepStatus',
  'Modality',
] as const;

/** What names patient, order and beginning: an N-SET may not change it (table F.7.2-1, column N-SET “not allowed”). */
const FIXED: ReadonlySet<string> = new Set([
  'SpecificCharacterSet',
  'SOPClassUID',
  'SOPInstanceUID',
  'ScheduledStepAttributesSequence',
  'PatientName',
  'PatientID',
  'IssuerOfPatientID',
  'IssuerOfPatientIDQualifiersSequence',
  'PatientBirthDate',
  'PatientSex',
  'ReferencedPatientSequence',
  'PerformedProcedureStepID',
  'PerformedStationAETitle',
  'PerformedStationName',
  'PerformedLocation',
  'PerformedProcedureStepStartDate',
  'PerformedProcedureStepStartTime',
  'Modality',
  'StudyID',
]);

export const isEmpty = (value: DatasetValue | undefined): boolean =>
  value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
export const itemsOf = (value: DatasetValue | undefined): readonly Dataset[] =>
  Array.isArray(value) ? (value.filter((one) => typeof one === 'object') as Dataset[]) : [];
export const textOf = (value: DatasetValue | undefined): string =>
  String((Array.isArray(value) ? value[0] : value) ?? '').trim();

export const statusIn = (dataset: Dataset): StepStatus | undefined =>
  STATUSES.find((status) => status === textOf(dataset.PerformedProcedureStepStatus).toUpperCase());

/** Why an N-CREATE is refused (PS3.4 §F.7.2.1): undefined where it is not. */
export function refusalOfCreate(dataset: Dataset): Explained | undefined {
  const missing = NEEDED.find((keyword) => dataset[keyword] === undefined);
  if (missing !== undefined) return { status: STATUS.missingAttribute, comment: missing };
  const empty = NEEDED.find((keyword) => isEmpty(dataset[keyword]));
  if (empty !== undefined) return { status: STATUS.missingValue, comment: empty };
  const studies = itemsOf(dataset.ScheduledStepAttributesSequence).map(({ StudyInstanceUID }) => StudyInstanceUID);
  if (studies.length === 0 || studies.some(isEmpty))
    return { status: STATUS.missingAttribute, comment: 'StudyInstanceUID' };
  if (statusIn(dataset) !== 'IN PROGRESS')
    return { status: STATUS.invalidAttribute, comment: 'PerformedProcedureStepStatus' };
  return undefined;
}

/** PS3.4 §F.7.2.2.2: a step that was completed or discontinued is changed no more. */
export const OVER: Explained = {
  status: STATUS.processingFailure,
  comment: 'Performed Procedure Step Object may no longer be updated',
  errorId: 0xa510,
};

/** What an N-SET may change, over what is known; `left` says that it wanted more. */
export function changed(known: Dataset, change: Dataset): { readonly dataset: Dataset; readonly left: boolean } {
  const allowed = Object.entries(change).filter(([keyword]) => !FIXED.has(keyword));
  const left = Object.entries(change).some(
    ([keyword, value]) => FIXED.has(keyword) && keyword !== 'SpecificCharacterSet' && !isAlike(known[keyword], value),
  );
  return { dataset: { ...known, ...Object.fromEntries(allowed) }, left };
}

const isAlike = (one: DatasetValue | undefined, other: DatasetValue | undefined): boolean =>
  JSON.stringify(one ?? '') === JSON.stringify(other ?? '');
