import type { FieldGroup } from '../../../../schemas/chart.ts';
import type { Segment } from '../../read/message.ts';
import type { Draft, Saying } from '../draft.ts';
import { roleOf, staffOf } from '../people.ts';
import { termOf } from '../terms.ts';

const PARTICIPATION = 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType';

/** PV1-7, 8, 9, 17 and 52: attending, referring, consulting, admitting doctor and others (v3 ParticipationType). */
const PARTICIPANTS = [
  [7, 'ATND'],
  [8, 'REF'],
  [9, 'CON'],
  [17, 'ADM'],
  [52, 'PART'],
] as const;

/** The people of a visit: each field of PV1 is a group, and the ROL and PRT behind PV1 are one. */
export function visitParticipants(pv1: Segment, draft: Draft, said: Saying): Record<string, FieldGroup> {
  const groups: Record<string, FieldGroup> = {};
  for (const [field, code] of PARTICIPANTS) {
    const type = [{ coding: [{ system: PARTICIPATION, code }] }];
    const participant = pv1.repetitions(field).flatMap((repetition) => {
      const individual = staffOf(repetition);
      return individual === undefined ? [] : [{ type, individual }];
    });
    if (participant.length > 0) groups[`participant:${code}`] = draft.group({ participant }, said);
    else if (pv1.isNull(field)) groups[`participant:${code}`] = draft.group({}, said);
  }
  const roles = rolesOfVisit(draft);
  if (roles.length > 0) groups['participant:roles'] = draft.group({ participant: roles }, said);
  return groups;
}

/** ROL and PRT behind PV1, up to the first segment that begins something else (a procedure has its own). */
function rolesOfVisit(draft: Draft): fhir4.EncounterParticipant[] {
  const { segments } = draft.message;
  const from = segments.findIndex(({ name }) => name === 'PV1') + 1;
  const length = segments.slice(from).findIndex(({ name }) => !OF_VISIT.has(name));
  const mine = segments.slice(from, length === -1 ? undefined : from + length);
  return mine.flatMap((segment) => {
    const named = segment.name === 'ROL' || segment.name === 'PRT' ? roleOf(segment) : undefined;
    if (named === undefined) return [];
    const concept = termOf(named.role, draft)?.concept;
    const fields = segment.name === 'ROL' ? [5, 6] : [11, 12];
    const [start, end] = fields.map((field) => draft.time(segment.text(field))?.dateTime);
    return [
      {
        ...(concept && { type: [concept] }),
        ...((start ?? end) && { period: { ...(start && { start }), ...(end && { end }) } }),
        individual: named.person,
      },
    ];
  });
}

const OF_VISIT = new Set(['PV2', 'ROL', 'PRT', 'ARV', 'NTE']);
