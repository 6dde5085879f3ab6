import { completenessFor } from './complete.ts';
import { deriveFindings, type FindingContext } from './findings.ts';

/** A study of which not all may be said before the region has waited until then. */
export type StudyWait = { readonly study: string; readonly until: string };

/** The studies of a record that are to be looked at again, and when: the latest moment that one of the models waits for. */
export function studiesWaiting(record: string, context: FindingContext): StudyWait[] {
  const waits = new Map<string, string>();
  for (const { record: of, study, measurement } of deriveFindings(context)) {
    const resource = context.entries.find((one) => one.record === of && one.id === study)?.resource;
    if (of !== record || resource?.resourceType !== 'ImagingStudy') continue;
    const state = completenessFor(resource, { record, model: measurement.model }, context);
    const known = waits.get(study);
    if (state.state === 'waiting' && (known === undefined || known < state.until)) waits.set(study, state.until);
  }
  return [...waits].map(([study, until]) => ({ study, until }));
}
