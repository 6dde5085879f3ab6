import { RANK } from '../../../../schemas/chart.ts';
import { resourceId } from '../../../fhir/identifiers.ts';
import type { Draft } from '../draft.ts';
import { orderKey, subjectReference, visitContext } from '../keys.ts';
import type { RecordOfPatient } from '../patients/identity.ts';
import { staffOf } from '../people.ts';
import { termOf } from '../terms.ts';
import { statedState } from './control.ts';
import { dosagesOf, mixtureOf, pharmacyQuantity } from './dosage.ts';
import { prescriptionNumber } from './medication.ts';
import { noteText, type OrderBlock } from './orders.ts';
import { orderNumbers } from './service.ts';

/**
 * RXD of RDS → MedicationDispense, named by its order, RXD-1, the drug and the time it was given out. The prescription is
 * referred to by its number: whether it is in the chart the pharmacy does not know. ORC-1 CA, OC or CR takes it back.
 */
export function mapDispense(block: OrderBlock, patient: RecordOfPatient, draft: Draft): void {
  const { rxd, orc } = block;
  if (rxd === undefined) return;
  const term = termOf(rxd.first(2), draft, 'medication');
  if (term === undefined) {
    draft.warn('RXD-2 is empty: no dispense');
    return;
  }
  const id = resourceId(draft.context.idKey, 'MedicationDispense', [
    ...orderKey(block, patient, draft),
    rxd.text(1) ?? '',
    term.key[0],
    rxd.text(3) ?? '',
  ]);
  const gone = statedState(block) === 'revoked';
  const handed = draft.time(rxd.text(3))?.dateTime;
  const quantity = pharmacyQuantity(rxd, 4, 5);
  const performer = rxd.repetitions(10).flatMap((one) => staffOf(one) ?? []);
  const [number] = orderNumbers(block);
  const dosage = dosagesOf(block, draft);
  const note = [noteText(block.notes), ...rxd.repetitions(9).map((one) => one.text(2) ?? one.text(1))].filter(
    (text) => text !== undefined,
  );
  const contained = [lotOf(block, term.concept, draft), mixtureOf(block, term.concept, draft)].filter(
    (one) => one !== undefined,
  );
  const said: Omit<fhir4.MedicationDispense, 'resourceType' | 'status'> = {
    ...subjectReference(patient),
    ...visitContext(draft, patient),
    identifier: prescriptionNumber(block),
    medicationCodeableConcept: term.concept,
    ...(contained.length > 0 && {
      contained,
      supportingInformation: contained.map((one) => ({ reference: `#${one.id}` })),
    }),
    ...(number && { authorizingPrescription: [{ type: 'MedicationRequest', identifier: number }] }),
    ...(quantity && { quantity }),
    ...(handed && { whenHandedOver: handed }),
    ...(performer.length > 0 && { performer: performer.map((actor) => ({ actor })) }),
    ...(dosage.length > 0 && { dosageInstruction: dosage }),
    ...(note.length > 0 && { note: [...new Set(note)].map((text) => ({ text })) }),
  };
  const cancelled = orc !== undefined && gone;
  draft.put(patient, 'MedicationDispense', id, {
    [cancelled ? 'about' : 'base']: draft.group({ status: 'completed', ...said }),
    status: draft.group(
      { status: cancelled ? 'cancelled' : 'completed' },
      { rank: cancelled ? RANK.cancelled : RANK.final },
    ),
  });
}

/** RXD-18 and -19: the lot that was given out, for a recall. */
function lotOf({ rxd }: OrderBlock, code: fhir4.CodeableConcept, draft: Draft): fhir4.Medication | undefined {
  const lotNumber = rxd?.text(18);
  if (lotNumber === undefined) return undefined;
  const expires = draft.time(rxd?.text(19))?.dateTime;
  return {
    resourceType: 'Medication',
    id: 'lot',
    code,
    batch: { lotNumber, ...(expires && { expirationDate: expires }) },
  };
}
