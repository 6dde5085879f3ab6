import type { Measurement } from '../../schemas/measurement.ts';
import type { StudySettings } from '../../schemas/region.ts';
import { type Completeness, completenessOf } from '../recognition/completeness.ts';
import { measurementOf } from '../recognition/finding.ts';
import { rejectedIn } from '../recognition/study-contents.ts';
import type { ChartEntry } from '../rules/facts.ts';

/** What is needed to say whether the studies among some entries are complete; without `studies` nobody asks. */
export type StudyContext = {
  readonly entries: readonly ChartEntry[];
  readonly studies?: StudySettings | undefined;
  /** Id of the ImagingStudy → the instant until which the region has waited for more of it. */
  readonly passed?: ReadonlyMap<string, string> | undefined;
};

/**
 * Whether a study of a record is complete for a version of a model: all its images are there, and the version has measured
 * each. What another one has seen in its shadow does not count.
 */
export function completenessFor(
  study: fhir4.ImagingStudy,
  { record, model }: { readonly record: string; readonly model: Pick<Measurement['model'], 'id' | 'version'> },
  { entries, studies, passed }: StudyContext,
): Completeness {
  if (studies === undefined) return { state: 'complete', by: 'quiet' };
  const own = entries.flatMap((one) => (one.record === record && one.resource ? [one.resource] : []));
  const orders = own.filter((one) => one.resourceType === 'ServiceRequest');
  const measured = own.flatMap((one) => {
    const measurement = one.resourceType === 'Observation' ? measurementOf(one) : undefined;
    if (measurement === undefined || measurement.basis === 'preview') return [];
    if (measurement.model.id !== model.id || measurement.model.version !== model.version) return [];
    return [measurement.instance.sopInstanceUid];
  });
  const waited = passed?.get(study.id ?? '');
  return completenessOf({ study, orders, measured: new Set(measured), passed: waited, settings: studies });
}

/** Whether an image was taken back by a rejection note: nothing is said of it any more. */
export const isRejected = (study: fhir4.ImagingStudy, sopInstanceUid: string): boolean =>
  rejectedIn(study).has(sopInstanceUid);
