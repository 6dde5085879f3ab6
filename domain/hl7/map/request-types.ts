import { OkaError } from '../../../schemas/errors.ts';
import type { Segment } from '../read/message.ts';
import type { MapMessage } from './dispatch.ts';
import { MDM_EVENTS, mapMdm } from './documents/mdm.ts';
import type { Draft } from './draft.ts';
import { orderKey } from './keys.ts';
import { contentGroup, controlOf, statedState } from './orders/control.ts';
import { mapDispense } from './orders/dispense.ts';
import { mapImmunization } from './orders/immunization.ts';
import { mapMedicationRequest, stateOfMedication } from './orders/medication.ts';
import { type OrderBlock, orderBlocks, WITH_PRIOR } from './orders/orders.ts';
import { isImaging, mapServiceRequest, stateOfService } from './orders/service.ts';
import type { RecordOfPatient } from './patients/identity.ts';
import { mapAllergies } from './problems/allergy.ts';
import { mapConditions } from './problems/condition.ts';
import { mapPatientNotes } from './results/comment.ts';
import { mapRadiologyReport } from './results/report.ts';
import { aroundVisit, mapBedside, mapFact, mapResults, specimensOf } from './results/result.ts';
import { mapSpecimen } from './results/specimen.ts';
import { withVisit } from './visits/with-visit.ts';

const all = (types: readonly string[], map: MapMessage): Record<string, MapMessage> =>
  Object.fromEntries(types.map((type) => [type, map]));

/** General, laboratory, imaging and pharmacy orders, and what a pharmacy gives out (HL7 v2.5.1 ch. 4). */
const ORDERS =
  'ORM^O01 ORM^ OMG^O19 OML^O21 OML^O33 OML^O35 OML^O39 OMI^O23 OMP^O09 RDE^O01 RDE^O11 RDE^O25 RDS^O01 RDS^O13';
/** Results: of laboratories, from the bedside (R30–R32), of devices (R40, R42); by specimen (OUL). Ch. 7. */
const ANSWERS = 'ORU^R01 ORU^ ORU^R30 ORU^R31 ORU^R32 ORU^R40 ORU^R42 OUL^R21 OUL^R22 OUL^R23 OUL^R24';

/** Message types about orders, their answers, documents and vaccinations. */
export const REQUEST_TYPES: Readonly<Record<string, MapMessage>> = {
  ...all(ORDERS.split(' '), eachPatient(mapOrders)),
  ...all(ANSWERS.split(' '), eachPatient(mapAnswers)),
  ...all(['MDM^', ...Object.keys(MDM_EVENTS).map((event) => `MDM^${event}`)], eachPatient(mapMdm)),
  ...all(['VXU^V04', 'VXU^'], eachPatient(mapVaccinations)),
};

/**
 * A result message may speak of several patients, each with his own PID (HL7 v2.5.1 ch. 7.3.1, PATIENT_RESULT), and some
 * senders write others so too: each is mapped as a message of his own, so that nobody gets what is of another. Only where
 * the type knows prior results a further PID begins those (orders.ts).
 */
function eachPatient(map: MapMessage): MapMessage {
  return (draft) => {
    const { segments } = draft.message;
    const firsts = segments.flatMap(({ name }, index) => (name === 'PID' ? [index] : []));
    if (firsts.length < 2 || WITH_PRIOR.has(draft.message.type)) return map(draft);
    const header = segments.slice(0, firsts[0]);
    const parts = new Map<string, Segment[]>();
    for (const [place, from] of firsts.entries()) {
      const part = segments.slice(from, firsts[place + 1]);
      const name = part[0]?.field(3) ?? '';
      // A PID that is repeated for the same patient goes on with him: equal results keep their places.
      const known = parts.get(name);
      if (known === undefined) parts.set(name, [...header, ...part]);
      else for (const segment of part) known.push(segment);
    }
    for (const part of parts.values()) map(draft.part(part));
  };
}

/** Whom the order blocks of a message are about, with what is said of him beside them. */
function around(draft: Draft): RecordOfPatient {
  const patient = withVisit(draft);
  mapConditions(draft, patient);
  mapAllergies(draft, patient);
  return patient;
}

function mapOrders(draft: Draft): void {
  const { blocks, loose, notes, specimens } = orderBlocks(draft.message);
  const ordered = blocks.filter((block) => !block.prior && (block.obr ?? block.rxo ?? block.rxe ?? block.rxd));
  const controls = blocks.filter((block) => !block.prior && isControl(block) && !ordered.includes(block));
  // Diets, supplies and the like (ODS, RQD …) are orders too, but not ones that a chart of ours has a place for.
  if (ordered.length === 0 && controls.length === 0)
    throw new OkaError(blocks.length > 0 ? 'hl7-unsupported' : 'hl7-structure', 'ORC');
  // They belong to those who made them and came from there, or will: told again by others they would be other results.
  if (blocks.some(({ prior }) => prior)) draft.warn('PRIOR_RESULT is kept in the input only');
  const patient = around(draft);
  mapPatientNotes(notes, patient, draft);
  const kin = kinOf(blocks.filter(({ prior }) => !prior));
  const byKey = Map.groupBy(
    ordered.filter(({ obr }) => obr),
    nameIn(patient, draft),
  );
  for (const together of byKey.values()) {
    const [first] = together as [OrderBlock];
    const key = orderKey(first, patient, draft);
    const taken = together.flatMap((block) => specimensOf(block, key, patient, draft));
    mapServiceRequest(together, { ...kin.get(first), specimens: distinct(taken) }, patient, draft);
  }
  const numbers = new Set<string>();
  for (const block of ordered.filter(({ rxo, rxe, rxd }) => rxo ?? rxe ?? rxd)) {
    const number = nameIn(patient, draft)(block);
    const further = numbers.has(number) && (block.rxo ?? block.rxe) !== undefined;
    if (further) draft.warn('several drugs under one order number');
    numbers.add(number);
    mapMedicationRequest(block, { replaces: kin.get(block)?.replaces, further }, patient, draft);
    mapDispense(block, patient, draft);
  }
  for (const block of controls) {
    stateOfService(block, patient, draft);
    stateOfMedication(block, patient, draft);
  }
  const unordered = new Set(blocks.flatMap((block) => block.specimens));
  for (const lone of specimens.filter((one) => !unordered.has(one))) mapSpecimen(lone, undefined, patient, draft);
  const beside = aroundVisit(patient, draft);
  for (const observed of loose) mapFact(observed, beside, undefined, patient, draft);
  for (const block of ordered) for (const observed of block.observed) mapFact(observed, beside, block, patient, draft);
}

/**
 * An ORC that ends, holds or releases an order may come without the order's own segments (HL7 v2.5.1 ch. 4.4.1), and does
 * not say what kind of order it is: its state is told to either, and the one that is not there stays none.
 */
const isControl = (block: OrderBlock): boolean => contentGroup(block) === 'about' && statedState(block) !== undefined;

const distinct = (references: readonly fhir4.Reference[]): fhir4.Reference[] => [
  ...new Map(references.map((one) => [one.reference, one])).values(),
];

/** ORC-1 RP and its RO, PA and its CH (HL7 v2.5.1 ch. 4.8): who takes the place of whom, and whose child is whose. */
function kinOf(blocks: readonly OrderBlock[]): Map<OrderBlock, { replaces?: OrderBlock; parent?: OrderBlock }> {
  const kin = new Map<OrderBlock, { replaces?: OrderBlock; parent?: OrderBlock }>();
  let replaced: OrderBlock | undefined;
  let parent: OrderBlock | undefined;
  for (const block of blocks) {
    const control = controlOf(block);
    if (['RP', 'RQ', 'RU'].includes(control)) replaced = block;
    else if (control === 'PA') parent = block;
    else if (control === 'RO' && replaced) kin.set(block, { replaces: replaced });
    else if (control === 'CH' && parent) kin.set(block, { parent });
  }
  return kin;
}

function mapAnswers(draft: Draft): void {
  const { blocks, loose, notes, specimens } = orderBlocks(draft.message);
  const answered = blocks.filter(({ obr }) => obr);
  if (answered.length === 0) throw new OkaError('hl7-structure', 'OBR');
  const patient = withVisit(draft);
  mapPatientNotes(notes, patient, draft);
  mapBedside(loose, patient, draft);
  const isReport = (block: OrderBlock): boolean => isImaging(block, draft) === true;
  mapResults(
    answered.filter((block) => !isReport(block)),
    patient,
    draft,
  );
  for (const together of Map.groupBy(answered.filter(isReport), nameIn(patient, draft)).values())
    mapRadiologyReport(together, patient, draft);
  const used = new Set(blocks.flatMap((block) => block.specimens));
  for (const lone of specimens.filter((one) => !used.has(one))) mapSpecimen(lone, undefined, patient, draft);
}

const nameIn = (patient: RecordOfPatient, draft: Draft) => (block: OrderBlock) =>
  orderKey(block, patient, draft).join('\u0000');

function mapVaccinations(draft: Draft): void {
  const { blocks, loose, notes } = orderBlocks(draft.message);
  const given = blocks.filter(({ rxa }) => rxa);
  if (given.length === 0) throw new OkaError('hl7-structure', 'RXA');
  const patient = around(draft);
  mapPatientNotes(notes, patient, draft);
  mapBedside(loose, patient, draft);
  const beside = aroundVisit(patient, draft);
  const numbers = new Set<string>();
  for (const block of given) {
    const { reference, rest, key } = mapImmunization(block, numbers, patient, draft);
    const partOf = reference === undefined ? undefined : { reference };
    const told = {
      ...beside,
      key: [...key, 'vaccination'],
      timeInKey: false,
      partOf,
      places: new Map<string, number>(),
    };
    for (const observed of rest) mapFact(observed, told, block, patient, draft);
  }
}
