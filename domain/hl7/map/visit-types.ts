import { OkaError } from '../../../schemas/errors.ts';
import type { MapMessage } from './dispatch.ts';
import type { Draft } from './draft.ts';
import { orderBlocks } from './orders/orders.ts';
import { forgetPerson } from './patients/forget.ts';
import type { RecordOfPatient } from './patients/identity.ts';
import { mapLinks, mapMerges } from './patients/merge.ts';
import { withPatient } from './patients/with-patient.ts';
import { mapAllergies } from './problems/allergy.ts';
import { type Diagnosed, mapConditions, mapDiagnosisRoles } from './problems/condition.ts';
import { mapProblems } from './problems/problem.ts';
import { mapProcedures } from './problems/procedure.ts';
import { mapBedside } from './results/result.ts';
import { partsAt } from './split.ts';
import { mapAppointments } from './visits/appointment.ts';
import { mapEncounter } from './visits/encounter.ts';
import { VISIT_EVENTS } from './visits/events.ts';
import { deleteVisit, mapVisitMove } from './visits/visit-move.ts';

const all = (kind: string, events: readonly string[], map: MapMessage): Record<string, MapMessage> =>
  Object.fromEntries(events.map((event) => [`${kind}^${event}`, map]));

const PERSON_EVENTS = ['A28', 'A31'];
const PERSON_MERGES = ['A18', 'A30', 'A34', 'A36', 'A39', 'A40', 'A43', 'A46', 'A47', 'A48'];
const VISIT_MOVES = ['A35', 'A41', 'A42', 'A44', 'A45', 'A49', 'A50', 'A51'];
const APPOINTMENTS = ['S12', 'S13', 'S14', 'S15', 'S16', 'S17', 'S18', 'S19', 'S20', 'S21', 'S22', 'S23', 'S24', 'S26'];

const TIMETABLE = new Set(['SIU^S23', 'SIU^S24']);

/** Message types about patients, visits, problems and appointments. */
export const VISIT_TYPES: Readonly<Record<string, MapMessage>> = {
  // A bed is exchanged: two patients, each with his own visit.
  ...all('ADT', [...VISIT_EVENTS, 'A17'], eachPid(mapVisit)),
  ...all('ADT', PERSON_EVENTS, eachPid(mapPerson)),
  'ADT^A23': eachPid(deleteVisit),
  ...all('ADT', ['A24', 'A37'], mapLinks),
  'ADT^A29': eachPid(forgetPerson),
  ...all('ADT', PERSON_MERGES, mapMerges),
  ...all('ADT', VISIT_MOVES, mapVisitMove),
  ...all('PPR', ['PC1', 'PC2', 'PC3'], eachPid(mapVisit)),
  ...all('SIU', APPOINTMENTS, mapSchedule),
};

/** What stands behind a second PID is of the second patient, also where the type has no place for one. */
function eachPid(map: MapMessage): MapMessage {
  return (draft) => {
    for (const part of partsAt('PID', draft)) map(part);
  };
}

/** A patient, his visit, and all that a message tells around it. */
function mapVisit(draft: Draft): void {
  mapPresent(draft, withPatient(draft));
}

/** Only the person: PV1 stands there for form's sake (PV1-2 = N) unless it names a visit. */
function mapPerson(draft: Draft): void {
  const patient = withPatient(draft);
  const pv1 = draft.message.first('PV1');
  if (pv1?.text(19) !== undefined && pv1.text(2)?.toUpperCase() !== 'N') mapPresent(draft, patient);
  else mapClinical(draft, patient);
}

function mapPresent(draft: Draft, patient: RecordOfPatient): void {
  const encounter = mapEncounter(draft, patient);
  const diagnosed = mapClinical(draft, patient);
  if (encounter !== undefined) mapDiagnosisRoles(diagnosed, encounter, draft, patient);
}

function mapClinical(draft: Draft, patient: RecordOfPatient): Diagnosed[] {
  const diagnosed = mapConditions(draft, patient);
  mapProblems(draft, patient);
  mapAllergies(draft, patient);
  mapProcedures(draft, patient);
  const { loose, blocks } = orderBlocks(draft.message);
  mapBedside([...loose, ...blocks.flatMap((block) => block.observed)], patient, draft);
  return diagnosed;
}

/** An appointment of several patients is one for each of them. */
function mapSchedule(draft: Draft): void {
  const { type } = draft.message;
  // S23 and S24 block and open a timetable; without a patient they say nothing that a chart could hold.
  if (TIMETABLE.has(type) && !draft.message.first('PID')) throw new OkaError('hl7-unsupported', 'PID');
  const parts = partsAt('PID', draft).map((part) => ({ part, patient: withPatient(part) }));
  mapAppointments(
    draft,
    parts.map(({ patient }) => patient),
  );
  for (const { part, patient } of parts) mapPresent(part, patient);
}
