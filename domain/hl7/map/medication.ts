import { RANK } from '../../../schemas/chart.ts';
import { resourceId } from '../../fhir/identifiers.ts';
import type { Segment } from '../message.ts';
import { lookUp } from '../table.ts';
import type { Draft } from './draft.ts';
import type { RecordOfPatient } from './identity.ts';
import { encounterReference, orderKey, subjectReference } from './keys.ts';
import { noteText, type OrderBlock } from './orders.ts';
import { staffOf } from './people.ts';
import { quantityOf, readNumber, unitOf } from './quantity.ts';
import { orderStatus } from './service.ts';
import { termOf } from './terms.ts';

/** States of an order → MedicationRequest status. */
const STATUSES: Readonly<Record<string, fhir4.MedicationRequest['status']>> = {
  active: 'active',
  completed: 'completed',
  'on-hold': 'on-hold',
};

/**
 * RXO, else RXE, of an order → MedicationRequest; the drug by the sender's code map to ATC, else as text. A discontinued
 * order (ORC-1 DC, OD) is `stopped`, a withdrawn one `cancelled`.
 */
export function mapMedicationRequest(block: OrderBlock, patient: RecordOfPatient, draft: Draft): void {
  const drug = block.rxo?.first(1) ?? block.rxe?.first(2);
  if (block.rxo === undefined && block.rxe === undefined) return;
  const term = termOf(drug, draft, 'medication');
  if (term === undefined) {
    draft.warn(`${block.rxo ? 'RXO-1' : 'RXE-2'} is empty: no prescription`);
    return;
  }
  const id = resourceId(draft.context.idKey, 'MedicationRequest', orderKey(block, patient, draft));
  const { orc } = block;
  const control = orc?.text(1)?.toUpperCase();
  const status =
    lookUp(STATUSES, orderStatus(block)) ?? (control === 'DC' || control === 'OD' ? 'stopped' : 'cancelled');
  const authored = draft.time(orc?.text(9));
  const requester = staffOf(orc?.first(12));
  const note = noteText(block.notes);
  const dosage = dosageOf(block);
  const base = draft.group({
    intent: 'order',
    ...subjectReference(patient),
    ...encounterReference(draft, patient),
    medicationCodeableConcept: term.concept,
    ...(authored && { authoredOn: authored.dateTime }),
    ...(requester && { requester }),
    ...(dosage && { dosageInstruction: [dosage] }),
    ...(note !== undefined && { note: [{ text: note }] }),
  });
  const ended = status === 'stopped' || status === 'cancelled';
  const state = draft.group({ status }, { rank: ended ? RANK.cancelled : RANK.final });
  draft.put(patient, 'MedicationRequest', id, { base, status: state });
}

function dosageOf(block: OrderBlock): fhir4.Dosage | undefined {
  const dose = block.rxo ? doseOf(block.rxo, 2, 4) : block.rxe && doseOf(block.rxe, 3, 5);
  const words = [
    ...(block.rxo?.repetitions(7) ?? []),
    ...(block.rxe?.repetitions(7) ?? []),
    ...(block.tq1[0]?.repetitions(11) ?? []),
  ].map((repetition) => (repetition.text(2) ?? repetition.text(1))?.trim());
  const text = [...new Set(words.filter((word) => word !== undefined))].join('; ');
  const route = block.rxr[0]?.text(1, 1);
  const routeText = block.rxr[0]?.text(2) ?? block.rxr[0]?.first(1)?.text(2) ?? route;
  if (dose === undefined && text === '' && routeText === undefined) return undefined;
  return {
    ...(text !== '' && { text }),
    ...(routeText !== undefined && { route: { text: routeText } }),
    ...(dose && { doseAndRate: [{ doseQuantity: dose }] }),
  };
}

function doseOf(segment: Segment, amountField: number, unitField: number): fhir4.Quantity | undefined {
  const amount = readNumber(segment.text(amountField) ?? '');
  if (amount === undefined || amount.comparator !== undefined) return undefined;
  const unit = segment.text(unitField);
  return quantityOf(amount, unit === undefined ? undefined : unitOf(unit, segment.text(unitField, 3), undefined));
}
