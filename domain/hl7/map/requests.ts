import { OkaError } from '../../../schemas/errors.ts';
import { mapAllergies } from './allergy.ts';
import { mapConditions } from './condition.ts';
import type { MapMessage } from './dispatch.ts';
import type { Draft } from './draft.ts';
import { orderKey } from './keys.ts';
import { mapMedicationRequest } from './medication.ts';
import { type OrderBlock, orderBlocks } from './orders.ts';
import { mapRadiologyReport } from './report.ts';
import { mapBedside, mapResults } from './result.ts';
import { isImaging, mapServiceRequest } from './service.ts';
import { withPatient } from './subject.ts';

/** Message types about orders, their answers, and documents. */
export const REQUEST_TYPES: Readonly<Record<string, MapMessage>> = {
  'ORM^O01': mapOrders,
  'OMG^O19': mapOrders,
  'OMP^O09': mapOrders,
  'RDE^O11': mapOrders,
  'ORU^R01': mapAnswers,
};

function mapOrders(draft: Draft): void {
  const { blocks, loose } = orderBlocks(draft.message);
  const ordered = blocks.filter((block) => block.obr ?? block.rxo ?? block.rxe);
  // Diets, supplies and the like (ODS, RQD …) are orders too, but not ones that a chart of ours has a place for.
  if (ordered.length === 0) throw new OkaError(blocks.length > 0 ? 'hl7-unsupported' : 'hl7-structure', 'ORC');
  const patient = withPatient(draft);
  mapConditions(draft, patient);
  mapAllergies(draft, patient);
  const byKey = Map.groupBy(
    ordered.filter(({ obr }) => obr),
    (block) => orderKey(block, patient, draft).join('\u0000'),
  );
  for (const together of byKey.values()) mapServiceRequest(together, patient, draft);
  for (const block of ordered) mapMedicationRequest(block, patient, draft);
  mapBedside([...loose, ...blocks.flatMap((block) => block.observed)], patient, draft);
}

function mapAnswers(draft: Draft): void {
  const { blocks } = orderBlocks(draft.message);
  const answered = blocks.filter(({ obr }) => obr);
  if (answered.length === 0) throw new OkaError('hl7-structure', 'OBR');
  const patient = withPatient(draft);
  const isReport = (block: OrderBlock): boolean => isImaging(block, draft) === true;
  mapResults(
    answered.filter((block) => !isReport(block)),
    patient,
    draft,
  );
  for (const block of answered.filter(isReport)) mapRadiologyReport(block, patient, draft);
}
