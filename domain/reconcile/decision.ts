import { type ChartItem, type FieldGroup, RANK } from '../../schemas/chart.ts';
import type { HeaderPatient } from '../../schemas/measurement.ts';
import { CONFLICT_EXTENSION, ConflictDecision, DECISION_EXTENSION, StudyDecision } from '../../schemas/reconciled.ts';
import { canonicalHash } from '../fhir/canonical.ts';
import { makeGroup } from '../fhir/groups.ts';

/**
 * A human's word on whose a study is lies in a field group of its own on the ImagingStudy that the header led to. Only humans
 * write it, so no image, however late, has a stamp that takes it back; of two words the later holds (contract 3).
 */
export const DECISION_GROUP = 'decision';
export const CONFLICT_GROUP = 'conflict';
const WENT = 'went:';

/** What a study was linked to lies there in slots of this name: taken back with the link, whatever else is said there. */
export const linkSlot = (record: string): string => `linked-${record}`;
/** Whether everything said of an item was brought by a link: it is nobody's own statement of an order or a report. */
export const isOnlyLinked = ({ groups }: Pick<ChartItem, 'groups'>): boolean =>
  Object.keys(groups).every((name) => name.includes('@linked-'));

/** Readings of the slot rise with the decisions; taking back stands above what the same decision could have said. */
export const saidBy = ({ at }: Pick<StudyDecision, 'at'>): number => 2 * Date.parse(at);
export const takenBackBy = ({ at }: Pick<StudyDecision, 'at'>): number => 2 * Date.parse(at) + 1;

const groupOf = (extension: string, decision: { readonly at: string }): FieldGroup =>
  makeGroup(
    { extension: [{ url: extension, valueString: JSON.stringify(decision) }] },
    { time: decision.at, rank: RANK.corrected, receivedAt: decision.at },
  );

export const decisionGroup = (decision: StudyDecision): FieldGroup => groupOf(DECISION_EXTENSION, decision);
export const conflictGroup = (decision: ConflictDecision): FieldGroup => groupOf(CONFLICT_EXTENSION, decision);

/** What is written on the study that the header led to: the word itself, and for ever where it has ever sent the study. */
export const decisionGroups = (decision: StudyDecision): Record<string, FieldGroup> => ({
  [DECISION_GROUP]: decisionGroup(decision),
  ...(decision.record === undefined
    ? {}
    : {
        [`${WENT}${decision.record}`]: makeGroup({}, { time: decision.at, rank: RANK.final, receivedAt: decision.at }),
      }),
});

const valueIn = (item: Pick<ChartItem, 'groups'> | undefined, name: string): string | undefined => {
  const [extension] = (item?.groups[name]?.value.extension ?? []) as fhir4.Extension[];
  return extension?.valueString;
};

/** The word that holds of a stored study, taken back ones as `open`; undefined: nobody has said anything. */
export function decisionIn(item: Pick<ChartItem, 'groups'> | undefined): StudyDecision | undefined {
  const text = valueIn(item, DECISION_GROUP);
  return text === undefined ? undefined : StudyDecision.parse(JSON.parse(text));
}

export function conflictDecisionIn(item: Pick<ChartItem, 'groups'> | undefined): ConflictDecision | undefined {
  const text = valueIn(item, CONFLICT_GROUP);
  return text === undefined ? undefined : ConflictDecision.parse(JSON.parse(text));
}

/** Records to which the study has ever been linked. */
export const wentTo = ({ groups }: Pick<ChartItem, 'groups'>): string[] =>
  Object.keys(groups).flatMap((name) => (name.startsWith(WENT) ? [name.slice(WENT.length)] : []));

/** The other record that the study belongs to by a human's word. */
export const linkedElsewhere = (decision: StudyDecision | undefined, record: string): string | undefined =>
  decision?.state === 'linked' && decision.record !== record ? decision.record : undefined;

/** The word as a reader of the assembled study finds it. */
export function studyDecisionOf({ extension = [] }: fhir4.ImagingStudy): StudyDecision | undefined {
  const text = extension.find(({ url }) => url === DECISION_EXTENSION)?.valueString;
  if (text === undefined) return undefined;
  const decision = StudyDecision.parse(JSON.parse(text));
  return decision.state === 'open' ? undefined : decision;
}

export function imagesKept({ extension = [] }: fhir4.ImagingStudy): string | undefined {
  const text = extension.find(({ url }) => url === CONFLICT_EXTENSION)?.valueString;
  if (text === undefined) return undefined;
  const { state, images } = ConflictDecision.parse(JSON.parse(text));
  return state === 'apart' ? images : undefined;
}

/** What a header is called in a decision that has seen it. */
export const headerName = (header: HeaderPatient): string => canonicalHash(header).slice(0, 16);

/** The region's time, and never before the word it answers, whichever clock that was made by. */
export const afterDecision = (before: { readonly at: string } | undefined, now: Date): string =>
  new Date(Math.max(now.getTime(), Date.parse(before?.at ?? '1970-01-01') + 1)).toISOString();
