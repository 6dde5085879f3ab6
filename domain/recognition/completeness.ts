import type { StudySettings } from '../../schemas/region.ts';
import { imagesToCome } from './examinations.ts';
import { type Said, withheld } from './finding.ts';
import { closedAfter, lastReceipt } from './quiet.ts';
import { type StudyContents, studyContents } from './study-contents.ts';

/** Whether all images of a study are there, by whoever can say it best. */
export type Completeness =
  | { readonly state: 'complete'; readonly by: 'procedure-step' | 'manifest' | 'order' | 'quiet' }
  /** The modality broke the examination off: nothing is said of what it left. */
  | { readonly state: 'discontinued' }
  /** To be asked again when the region's clock has passed `until`. */
  | { readonly state: 'waiting'; readonly until: string }
  /** What was announced has not come in the time that a physician can wait: said with that mark, save that it shows nothing. */
  | { readonly state: 'given-up' };

export type CompletenessInput = {
  readonly study: fhir4.ImagingStudy;
  /** Orders of the study's record; those with its accession number say how many images there will be. */
  readonly orders: readonly fhir4.ServiceRequest[];
  /** SOP Instance UIDs that the model has measured from the whole image. */
  readonly measured: ReadonlySet<string>;
  /** The region has waited for this study until then; a fact of the chart's table, never the clock. */
  readonly passed: string | undefined;
  readonly settings: StudySettings;
};

/**
 * A study is complete by its procedure steps (MPPS), else by its sender's manifest, else by its order, else when it has been
 * quiet for long enough; and when every radiograph in it is measured. A function of facts alone: instances with the times
 * of their first acceptance, statements, and how long the region has waited. So every order of arrival ends alike.
 */
export function completenessOf(input: CompletenessInput): Completeness {
  const { study, settings, passed } = input;
  const contents = studyContents(study);
  if (contents.steps.length > 0 && contents.steps.every(({ status }) => status === 'DISCONTINUED'))
    return { state: 'discontinued' };
  // A chart of before anybody noted receipts: there is nothing to wait by.
  const last = lastReceipt(contents.receipts);
  if (last === undefined) return { state: 'complete', by: 'quiet' };
  const by = announcedBy(contents, input);
  const isMeasured = contents.readable.every((uid) => input.measured.has(uid));
  if (by !== undefined && by !== 'quiet' && isMeasured) return { state: 'complete', by };
  const { quietSeconds, patienceSeconds } = settings;
  if (by === 'quiet' && isMeasured && closedAfter(contents.receipts, quietSeconds, passed))
    return { state: 'complete', by };
  if (closedAfter(contents.receipts, patienceSeconds, passed)) return { state: 'given-up' };
  const isQuietOver = by !== 'quiet' || closedAfter(contents.receipts, quietSeconds, passed);
  return { state: 'waiting', until: after(last, isQuietOver ? patienceSeconds : quietSeconds) };
}

/** Who says that the images are all there; `quiet`: nobody can; undefined: who can says that some are to come. */
function announcedBy(
  { steps, manifest, pictures, instances }: StudyContents,
  { study, orders, settings }: CompletenessInput,
): 'procedure-step' | 'manifest' | 'order' | 'quiet' | undefined {
  const areThere = (uids: readonly string[]): boolean => uids.every((uid) => instances.has(uid));
  if (steps.length > 0) {
    const completed = steps.filter(({ status }) => status === 'COMPLETED');
    const isDone = steps.every(({ status }) => status !== 'IN PROGRESS');
    if (!isDone || !completed.every((step) => areThere(step.instances))) return undefined;
    // A step goes ahead of its images. One that names none of them does not say which are still on their way.
    if (completed.every((step) => step.instances.length > 0)) return 'procedure-step';
  }
  if (manifest !== undefined) return areThere(manifest) ? 'manifest' : undefined;
  const expected = imagesToCome(study, orders, settings.examinations);
  if (expected === undefined) return 'quiet';
  return pictures.length >= expected ? 'order' : undefined;
}

const after = (instant: string, seconds: number): string =>
  new Date(Date.parse(instant) + seconds * 1000).toISOString();

/**
 * What may be said of a study that is not complete: `present`, marked; nothing else until it is, or nobody waits any more.
 * "No signs" is never said of a part: what is missing may be the very image that shows them (contract 8).
 */
export function saidOf(said: Said, completeness: Completeness): Said {
  if (!('finding' in said) || completeness.state === 'complete') return said;
  if (completeness.state === 'discontinued') return { waiting: 'study' };
  if (completeness.state === 'waiting' && said.finding.state !== 'present') return { waiting: 'study' };
  const finding = said.finding.state === 'absent' ? withheld(said.finding, 'study-incomplete') : said.finding;
  return { finding: { ...finding, incomplete: true } };
}
