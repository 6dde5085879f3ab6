import type { Dataset } from '../dicom/services.ts';
import type { Performed } from '../worklist/seam.ts';
import { itemsOf, textOf } from './check.ts';
import { datasetOf, type StepFact } from './fact.ts';

/** “Incorrect worklist entry selected” (PS3.16 CID 9300), as the region reads it too. */
const WRONG_ENTRY = { value: '110514', scheme: 'DCM' } as const;

/** Study Instance UIDs of a step, each once. */
export const studiesIn = (dataset: Dataset): string[] => [
  ...new Set(
    itemsOf(dataset.ScheduledStepAttributesSequence)
      .map(({ StudyInstanceUID }) => textOf(StudyInstanceUID))
      .filter((uid) => uid !== ''),
  ),
];

/** What a step says of the worklist. */
export function performedIn(uid: string, { dataset: plain, status, at }: StepFact): Performed {
  const dataset = datasetOf(plain);
  const reasons = itemsOf(dataset.PerformedProcedureStepDiscontinuationReasonCodeSequence);
  const wrongEntry =
    status === 'DISCONTINUED' &&
    reasons.some(
      ({ CodeValue, CodingSchemeDesignator }) =>
        textOf(CodeValue) === WRONG_ENTRY.value && textOf(CodingSchemeDesignator) === WRONG_ENTRY.scheme,
    );
  const of = itemsOf(dataset.ScheduledStepAttributesSequence).map((step) => ({
    studyInstanceUid: textOf(step.StudyInstanceUID),
    stepId: textOf(step.ScheduledProcedureStepID),
  }));
  return { uid, at, status, wrongEntry, of };
}
