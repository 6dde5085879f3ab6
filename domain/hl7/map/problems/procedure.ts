import { RANK } from '../../../../schemas/chart.ts';
import { resourceId } from '../../../fhir/identifiers.ts';
import type { Segment } from '../../read/message.ts';
import type { Draft } from '../draft.ts';
import { encounterReference, subjectReference, visitNumber } from '../keys.ts';
import type { RecordOfPatient } from '../patients/identity.ts';
import { roleOf, staffOf } from '../people.ts';
import { type Term, termOf } from '../terms.ts';
import { ownsVisits } from '../visits/encounter.ts';

/** PR1-8, 11 and 12: anaesthetist, surgeon and others, with the codes of HL7 table 0443 and v3. */
const PERFORMERS = [
  [8, 'Anaesthetist'],
  [11, 'Surgeon'],
  [12, 'Practitioner'],
] as const;

/** PR1 (HL7 v2.5.1 ch. 6.5.4) → Procedure, named by visit, PR1-3 and PR1-5; PR1-20 = D takes it back. */
export function mapProcedures(draft: Draft, patient: RecordOfPatient): void {
  if (!ownsVisits(draft)) return;
  const { segments } = draft.message;
  for (const [index, segment] of segments.entries())
    if (segment.name === 'PR1') mapProcedure(segment, rolesAfter(index, segments), draft, patient);
}

function mapProcedure(pr1: Segment, roles: readonly Segment[], draft: Draft, patient: RecordOfPatient): void {
  const term = termOf(pr1.first(3) ?? pr1.first(4), draft);
  if (term === undefined) {
    draft.warn('PR1-3 is empty: no procedure');
    return;
  }
  const id = procedureId(pr1, term, draft, patient);
  if (pr1.text(20)?.toUpperCase() === 'D') {
    const gone = draft.group({}, { deleted: true, rank: RANK.cancelled });
    draft.put(patient, 'Procedure', id, { base: gone });
    return;
  }
  const performed = draft.time(pr1.text(5));
  const planned = performed !== undefined && draft.sourceTime !== undefined && performed.earliest > draft.sourceTime;
  const description = pr1.text(4);
  const number = pr1.text(19, 1);
  const reason = termOf(pr1.first(15), draft)?.concept;
  const performer = performersOf(pr1, roles, draft);
  const base = draft.group({
    ...subjectReference(patient),
    ...encounterReference(draft, patient),
    status: planned ? 'preparation' : 'completed',
    code: term.concept,
    ...(number !== undefined && { identifier: [{ value: number }] }),
    ...(performed && { performedDateTime: performed.dateTime }),
    ...(performer.length > 0 && { performer }),
    ...(reason && { reasonCode: [reason] }),
    ...(description !== undefined && description !== term.concept.text && { note: [{ text: description }] }),
  });
  draft.put(patient, 'Procedure', id, { base });
}

function performersOf(pr1: Segment, roles: readonly Segment[], draft: Draft): fhir4.ProcedurePerformer[] {
  const named = PERFORMERS.flatMap(([field, text]) =>
    pr1.repetitions(field).flatMap((repetition) => {
      const actor = staffOf(repetition);
      return actor === undefined ? [] : [{ function: { text }, actor }];
    }),
  );
  const others = roles.flatMap((segment) => {
    const named = roleOf(segment);
    if (named === undefined) return [];
    const concept = termOf(named.role, draft)?.concept;
    return [{ ...(concept && { function: concept }), actor: named.person }];
  });
  return [...named, ...others];
}

/** ROL and PRT right behind a segment. */
function rolesAfter(index: number, segments: readonly Segment[]): Segment[] {
  const roles: Segment[] = [];
  for (let at = index + 1; ['ROL', 'PRT'].includes(segments[at]?.name ?? ''); at += 1) {
    const role = segments[at];
    if (role !== undefined) roles.push(role);
  }
  return roles;
}

/** As for a diagnosis: without a visit number the patient's own number takes its place, with one part more. */
function procedureId(pr1: Segment, term: Term, draft: Draft, { owner, identifier }: RecordOfPatient): string {
  const visit = visitNumber(draft);
  const place = visit === undefined ? ['', identifier] : [visit];
  const key = [owner.domain.oid, ...place, ...term.key, pr1.field(5)];
  return resourceId(draft.context.idKey, 'Procedure', key);
}
