import { UNSAID } from '../item.ts';
import { examinationOf } from '../read/stations.ts';
import type { Booked } from './appointments.ts';
import { type Candidate, stationIn } from './from-order.ts';
import type { View } from './list.ts';
import { patientFor } from './persons.ts';
import { isOffered } from './standing.ts';

/**
 * An appointment for which no order has come: on the list where the clinic has said which modality makes it, by the
 * service (AIS-3) or the device (AIG, AIL). All other appointments are of no concern to a modality.
 */
export function itemOfAppointment(
  { fact, whose, content, start, timed }: Booked,
  { persons, done, now }: View,
): Candidate[] {
  const [service] = content.services;
  const examination = examinationOf(
    content.services.map(({ value }) => value),
    now.settings,
  );
  const station = stationIn({ fact, whose, content, start, timed }, now.settings);
  const modality = examination?.modality ?? station?.modality;
  if (modality === undefined) return [];
  const study = fact.names['study:3'] ?? '';
  const stepId = fact.names.step ?? '';
  const accession = fact.names.accession ?? '';
  const state = done.stateOf([study], stepId, true);
  const { patient, doubts } = patientFor(whose, persons);
  const item: Candidate['item'] = {
    ...UNSAID,
    id: fact.id,
    from: 'appointment',
    provisional: false,
    orderCame: [],
    state: state === 'started' ? 'started' : 'scheduled',
    patient,
    doubts,
    studyInstanceUid: study,
    accession,
    requestedProcedureId: accession,
    stepId,
    placerNumber: content.placers[0],
    fillerNumber: content.fillers[0],
    modality,
    stationAe: station?.aeTitle ?? examination?.station,
    stationName: station?.name,
    location: content.location,
    start,
    timed,
    priority: 'ROUTINE',
    procedure: service,
    protocol: service,
    description: service?.meaning ?? '',
    comment: content.comment,
    performer: content.performer,
  };
  return [{ item, stands: state !== 'ended' && isOffered({ start, authored: fact.at }, now) }];
}
