import { type FieldGroup, RANK } from '../../../../schemas/chart.ts';
import { resourceId } from '../../../fhir/identifiers.ts';
import type { Draft } from '../draft.ts';
import { encounterReference, orderKey, subjectReference } from '../keys.ts';
import type { RecordOfPatient } from '../patients/identity.ts';
import { staffOf } from '../people.ts';
import { readNumber } from '../results/quantity.ts';
import { termOf } from '../terms.ts';
import { contentGroup, isEnd, type OrderState, statedState } from './control.ts';
import { dosagesOf, mixtureOf, pharmacyQuantity } from './dosage.ts';
import { noteText, type OrderBlock } from './orders.ts';
import { orderNumbers } from './service.ts';
import { priorityOf, schedulesOf } from './timing.ts';

const STATUSES: Readonly<Record<OrderState, fhir4.MedicationRequest['status']>> = {
  active: 'active',
  completed: 'completed',
  'on-hold': 'on-hold',
  revoked: 'cancelled',
  stopped: 'stopped',
};

/**
 * RXE, the order as the pharmacy encodes it, else RXO → MedicationRequest; the drug by the sender's code map to ATC, else as text. A discontinued
 * order (ORC-1 DC, OD) is `stopped`, a withdrawn one `cancelled`. Where a drug is given out (RXD) the order is restated.
 * A `further` drug under the number of another is named by itself too, so that none takes the place of another.
 */
export function mapMedicationRequest(
  block: OrderBlock,
  { replaces, further }: { replaces?: OrderBlock | undefined; further: boolean },
  patient: RecordOfPatient,
  draft: Draft,
): void {
  const { orc, rxo, rxe, rxd } = block;
  const sent = rxe ?? rxo;
  if (sent === undefined) return;
  const term = termOf(sent.first(rxe ? 2 : 1), draft, 'medication');
  if (term === undefined) {
    draft.warn(`${rxe ? 'RXE-2' : 'RXO-1'} is empty: no prescription`);
    return;
  }
  const key = orderKey(block, patient, draft);
  const id = resourceId(draft.context.idKey, 'MedicationRequest', further ? [...key, ...term.key] : key);
  const authored = draft.time(orc?.text(9)) ?? draft.time(rxe?.text(32));
  const requester = staffOf(orc?.first(12) ?? rxe?.first(13) ?? rxo?.first(14));
  const notes = [noteText(block.notes)].filter((note) => note !== undefined);
  const dosage = dosagesOf(block, draft);
  const priority = priorityOf(block);
  const group = orc?.text(4);
  const reasons = [...(rxe?.repetitions(27) ?? []), ...(rxo?.repetitions(20) ?? [])].flatMap(
    (reason) => termOf(reason, draft)?.concept ?? [],
  );
  const mixture = mixtureOf(block, term.concept, draft);
  const [replaced] = replaces ? orderNumbers(replaces) : [];
  const dispense = dispenseOf(block, draft);
  const state = rxd === undefined ? statedState(block) : undefined;
  const said: Omit<fhir4.MedicationRequest, 'resourceType' | 'subject'> = {
    status: 'active',
    intent: 'order',
    identifier: [...orderNumbers(block), ...prescriptionNumber(block)],
    ...encounterReference(draft, patient),
    medicationCodeableConcept: term.concept,
    ...(mixture && { contained: [mixture], supportingInformation: [{ reference: '#mixture' }] }),
    ...(group !== undefined && { groupIdentifier: { value: group } }),
    ...(replaced && { priorPrescription: { type: 'MedicationRequest', identifier: replaced } }),
    ...(priority && { priority }),
    ...(authored && { authoredOn: authored.dateTime }),
    ...(requester && { requester }),
    ...(reasons.length > 0 && { reasonCode: reasons }),
    ...(dosage.length > 0 && { dosageInstruction: dosage }),
    ...(dispense && { dispenseRequest: dispense }),
    ...(notes.length > 0 && { note: notes.map((text) => ({ text })) }),
  };
  draft.put(patient, 'MedicationRequest', id, {
    [rxd === undefined ? contentGroup(block) : 'about']: draft.group({ ...subjectReference(patient), ...said }),
    ...(state && { status: stateGroup(state, draft) }),
  });
}

const stateGroup = (state: OrderState, draft: Draft): FieldGroup =>
  draft.group({ status: STATUSES[state] }, { rank: isEnd(state) ? RANK.cancelled : RANK.final });

/** The same of an order that is only named by its ORC. */
export function stateOfMedication(block: OrderBlock, patient: RecordOfPatient, draft: Draft): void {
  const state = statedState(block);
  if (state === undefined) return;
  const id = resourceId(draft.context.idKey, 'MedicationRequest', orderKey(block, patient, draft));
  draft.put(patient, 'MedicationRequest', id, { status: stateGroup(state, draft) });
}

/** RXE-15, RXD-7: the number of the prescription. */
export function prescriptionNumber({ rxe, rxd }: OrderBlock): fhir4.Identifier[] {
  const value = rxe?.text(15) ?? rxd?.text(7);
  return value === undefined ? [] : [{ type: { text: 'prescription' }, value }];
}

/** How much is to be given out, how often again, and until when the order holds (TQ1-7 and -8, TQ.4 and .5). */
function dispenseOf(block: OrderBlock, draft: Draft): fhir4.MedicationRequestDispenseRequest | undefined {
  const { rxo, rxe } = block;
  const quantity = rxe ? pharmacyQuantity(rxe, 10, 11) : pharmacyQuantity(rxo, 11, 12);
  const repeats = readNumber(rxe?.text(12) ?? rxo?.text(13) ?? '')?.value;
  const ends = schedulesOf(block, draft).map(({ end }) => end);
  const starts = schedulesOf(block, draft).map(({ start }) => start);
  // An order holds as long as the last of its schedules; one without an end has none.
  const end = ends.length > 0 && ends.every((one) => one !== undefined) ? ends.toSorted().at(-1) : undefined;
  const [start] = starts.filter((one) => one !== undefined).toSorted();
  const dispense: fhir4.MedicationRequestDispenseRequest = {
    ...((start ?? end) && { validityPeriod: { ...(start && { start }), ...(end && { end }) } }),
    ...(repeats !== undefined && Number.isInteger(repeats) && repeats >= 0 && { numberOfRepeatsAllowed: repeats }),
    ...(quantity && { quantity }),
  };
  return Object.keys(dispense).length === 0 ? undefined : dispense;
}
