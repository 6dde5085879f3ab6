import { mapAllergies } from './allergy.ts';
import { mapAppointment } from './appointment.ts';
import { mapConditions } from './condition.ts';
import type { MapMessage } from './dispatch.ts';
import type { Draft } from './draft.ts';
import { mapEncounter } from './encounter.ts';
import { mapMerges } from './merge.ts';
import { orderBlocks } from './orders.ts';
import { mapBedside } from './result.ts';
import { withPatient } from './subject.ts';

const all = (types: readonly string[], map: MapMessage): Record<string, MapMessage> =>
  Object.fromEntries(types.map((type) => [type, map]));

/** A visit and all that an ADT tells around it. */
const VISIT_EVENTS = ['A01', 'A02', 'A03', 'A04', 'A05', 'A08', 'A11', 'A13'].map((event) => `ADT^${event}`);
/** Only the patient: no visit takes place. */
const PERSON_EVENTS = ['ADT^A28', 'ADT^A31'];
const APPOINTMENTS = ['S12', 'S13', 'S14', 'S15', 'S17', 'S26'].map((event) => `SIU^${event}`);

/** Message types about patients, visits and appointments. */
export const VISIT_TYPES: Readonly<Record<string, MapMessage>> = {
  ...all(VISIT_EVENTS, (draft) => mapAdmission(draft, true)),
  ...all(PERSON_EVENTS, (draft) => mapAdmission(draft, false)),
  ...all(APPOINTMENTS, (draft) => mapAppointment(draft, withPatient(draft))),
  'ADT^A40': mapMerges,
};

function mapAdmission(draft: Draft, visit: boolean): void {
  const patient = withPatient(draft);
  if (visit) mapEncounter(draft, patient);
  mapConditions(draft, patient);
  mapAllergies(draft, patient);
  const { loose, blocks } = orderBlocks(draft.message);
  mapBedside([...loose, ...blocks.flatMap((block) => block.observed)], patient, draft);
}
