import { RANK } from '../../../../schemas/chart.ts';
import { resourceId } from '../../../fhir/identifiers.ts';
import type { Segment } from '../../read/message.ts';
import type { Draft } from '../draft.ts';
import { encounterReference, subjectReference } from '../keys.ts';
import type { RecordOfPatient } from '../patients/identity.ts';
import { type Term, termOf } from '../terms.ts';
import { ownsVisits } from '../visits/encounter.ts';
import { clinicalStatus, conditionCategory, verificationStatus } from './condition.ts';

/**
 * PRB (HL7 v2.5.1 ch. 12.4.2) → Condition on the problem list, named by PRB-4, else by patient and PRB-3. PRB-1 = DE takes it
 * back; links to pathways and goals (LI, UN) say nothing of the problem itself but what stands beside them.
 */
export function mapProblems(draft: Draft, patient: RecordOfPatient): void {
  if (!ownsVisits(draft)) return;
  const { segments } = draft.message;
  for (const [index, segment] of segments.entries()) {
    if (segment.name === 'PRB') mapProblem(segment, notesAfter(index, segments), draft, patient);
    if (segment.name === 'GOL' || segment.name === 'PTH') draft.warn(`${segment.name} is not mapped`);
  }
}

function mapProblem(prb: Segment, notes: readonly string[], draft: Draft, patient: RecordOfPatient): void {
  const term = termOf(prb.first(3), draft);
  const id = problemId(prb, term, draft, patient);
  if (term === undefined || id === undefined) {
    draft.warn('PRB-3 is empty: no problem');
    return;
  }
  if (prb.text(1)?.toUpperCase() === 'DE') {
    const gone = draft.group({}, { deleted: true, rank: RANK.cancelled });
    draft.put(patient, 'Condition', id, { base: gone });
    return;
  }
  const [number, authority] = [prb.text(4, 1), prb.text(4, 3)];
  const onset = draft.time(prb.text(16))?.dateTime;
  const onsetText = prb.text(17);
  const abatement = draft.time(prb.text(9))?.dateTime;
  const recorded = draft.time(prb.text(7))?.dateTime ?? draft.time(prb.text(2))?.dateTime;
  const severity = termOf(prb.first(27), draft)?.concept;
  const base = draft.group({
    ...subjectReference(patient),
    ...encounterReference(draft, patient),
    ...clinicalStatus(statusOf(prb, abatement !== undefined)),
    ...verificationStatus(certaintyOf(prb)),
    ...conditionCategory('problem-list-item'),
    code: term.concept,
    ...(number !== undefined && {
      identifier: [
        { ...(/^[0-2](\.\d+)+$/.test(authority ?? '') && { system: `urn:oid:${authority}` }), value: number },
      ],
    }),
    ...(severity && { severity }),
    ...(onset !== undefined ? { onsetDateTime: onset } : onsetText !== undefined && { onsetString: onsetText }),
    ...(abatement !== undefined && { abatementDateTime: abatement }),
    ...(recorded !== undefined && { recordedDate: recorded }),
    ...(notes.length > 0 && { note: notes.map((text) => ({ text })) }),
  });
  draft.put(patient, 'Condition', id, { base });
}

function problemId(
  prb: Segment,
  term: Term | undefined,
  { context }: Draft,
  { owner, identifier }: RecordOfPatient,
): string | undefined {
  const number = prb.text(4, 1);
  if (number !== undefined) return resourceId(context.idKey, 'Condition', [owner.domain.oid, 'PRB-4', number]);
  if (term === undefined) return undefined;
  return resourceId(context.idKey, 'Condition', [owner.domain.oid, '', identifier, 'PRB-3', ...term.key]);
}

/** Words of PRB-13, 14 and 20 by their beginnings; senders put the state of a problem into either. */
const STATES = [
  [/^(resolved|решен|разрешен|излечен)/, 'resolved'],
  [/^(inactive|неактив)/, 'inactive'],
  [/^(remission|ремисс)/, 'remission'],
  [/^(recurren|рецидив)/, 'recurrence'],
  [/^(relapse)/, 'relapse'],
] as const;

/** PRB-14, the life cycle, else PRB-13; a problem with an end (PRB-9) is resolved. FHIR R4 con-4: only such a one may have an end. */
function statusOf(prb: Segment, ended: boolean): string {
  const words = [14, 13].flatMap((field) => [prb.text(field, 1), prb.text(field, 2)]);
  const said = words.flatMap((word) => STATES.filter(([beginning]) => beginning.test(word?.toLowerCase() ?? '')));
  const state = said[0]?.[1];
  if (!ended) return state ?? 'active';
  return state === 'inactive' || state === 'remission' ? state : 'resolved';
}

/** PRB-13 confirmation status in words, PRB-1 CO and the rest say nothing of it. */
function certaintyOf(prb: Segment): string {
  const word = (prb.text(13, 2) ?? prb.text(13) ?? '').toLowerCase();
  if (/^(confirmed|подтвержд)/.test(word)) return 'confirmed';
  if (/^(provisional|предварит)/.test(word)) return 'provisional';
  return /^(differential|дифференц)/.test(word) ? 'differential' : 'unconfirmed';
}

/** NTE that stand right behind a segment. */
export function notesAfter(index: number, segments: readonly Segment[]): string[] {
  const notes: string[] = [];
  for (let at = index + 1; segments[at]?.name === 'NTE'; at += 1) {
    const text = segments[at]
      ?.repetitions(3)
      .map((repetition) => repetition.literal())
      .join('\n')
      .trim();
    if (text) notes.push(text);
  }
  return notes;
}
