import { accessionFor } from '../../../domain/dicom/accession.ts';
import type { Draft } from '../../../domain/hl7/map/draft.ts';
import { noteText, type OrderBlock } from '../../../domain/hl7/map/orders/orders.ts';
import { isImaging } from '../../../domain/hl7/map/orders/service.ts';
import { priorityOf } from '../../../domain/hl7/map/orders/timing.ts';
import type { Hl7Message, Segment } from '../../../domain/hl7/read/message.ts';
import type { OrderContent, OrderStep } from '../contents.ts';
import type { Reading } from './context.ts';
import { examinationOf, modalityOfSection, stationNamed } from './stations.ts';
import { codeOf, momentOf, nameOfStaff, placeOf, present } from './words.ts';

const PRIORITY: Readonly<Record<string, OrderContent['priority']>> = { stat: 'STAT', asap: 'HIGH', urgent: 'HIGH' };
/** LOINC: body weight, and body weight measured. */
const WEIGHT = new Set(['29463-7', '3141-9']);
/** UID as DICOM takes it (PS3.5 §9.1). */
const UID = /^(?=.{1,64}$)(0|[1-9]\d*)(\.(0|[1-9]\d*))*$/;

/**
 * What an order says that a modality is told (IHE RAD TF-2 §4.4 and §4.5, Appendix B): the blocks of one order number, of
 * which each is a step, or each IPC of them.
 */
export function contentOfOrder(blocks: readonly OrderBlock[], draft: Draft, reading: Reading): OrderContent {
  const [block] = blocks as [OrderBlock];
  const { obr, orc } = block;
  const { message } = draft;
  const { clinic } = reading;
  const pv1 = message.first('PV1');
  const ipc = blocks.flatMap((one) => one.ipc);
  const [first] = ipc;
  const study = [first?.text(3), message.first('ZDS')?.text(1)].find((uid) => uid !== undefined && UID.test(uid));
  const procedure = codeOf(obr?.first(44)) ?? codeOf(obr?.first(4), 4) ?? codeOf(obr?.first(4));
  const steps = blocks.flatMap((one) => stepsOf(one, draft, reading));
  const section = blocks.some((one) => isImaging(one, draft) === true || modalityOfSection(one.obr?.text(24)));
  const notes = [noteText(block.notes), obr?.text(13)].filter((text) => text !== undefined);
  return present<OrderContent>({
    placer: obr?.text(2) ?? orc?.text(2),
    filler: obr?.text(3) ?? orc?.text(3),
    accession: short(first?.text(1) ?? obr?.text(18), clinic.oid),
    requestedProcedureId: short(first?.text(2) ?? obr?.text(19), clinic.oid),
    studyInstanceUid: study,
    procedure,
    priority: PRIORITY[priorityOf(block) ?? ''] ?? 'ROUTINE',
    authored:
      (draft.time(orc?.text(9)) ?? draft.time(obr?.text(6)))?.earliest ?? draft.sourceTime ?? draft.context.receivedAt,
    reason: obr?.first(31)?.text(2) ?? obr?.first(31)?.text(1),
    comment: notes.length === 0 ? undefined : notes.join('; '),
    requester: nameOfStaff(orc?.first(12) ?? obr?.first(16)),
    requestingService: orc?.first(17)?.text(2) ?? orc?.first(17)?.text(1),
    performer: nameOfStaff(obr?.first(34)),
    admissionId: pv1?.text(19),
    patientLocation: placeOf(pv1?.first(3)),
    transport: obr?.text(30),
    danger: obr?.first(12)?.text(2) ?? obr?.first(12)?.text(1),
    allergies: message.all('AL1').flatMap((al1) => al1.first(3)?.text(2) ?? al1.first(3)?.text(1) ?? []),
    weightKg: weightIn(message),
    // HL7 table 0009: B6 is a pregnant patient.
    pregnant: pv1?.repetitions(15).some((one) => one.text() === 'B6') ? true : undefined,
    imaging: study !== undefined || ipc.length > 0 || section || steps.some(({ modality }) => modality !== undefined),
    steps,
  });
}

function stepsOf(block: OrderBlock, draft: Draft, { settings, clinic }: Reading): OrderStep[] {
  const { obr, orc, tq1, ipc: ipcs } = block;
  const moment = [tq1[0]?.text(7), orc?.text(7, 4), obr?.text(27, 4), obr?.text(36)]
    .map((text) => momentOf(text, draft))
    .find((one) => one !== undefined);
  const service = [obr?.text(4), obr?.text(4, 4), obr?.text(44)];
  const examination = examinationOf(service, settings);
  const stated = modalityOfSection(obr?.text(24));
  const of = (ipc: Segment | undefined): OrderStep => {
    const station = [ipc?.text(9), ipc?.text(7), orc?.text(18), orc?.text(18, 2), obr?.text(21)]
      .map((word) => stationNamed(word, settings))
      .find((one) => one !== undefined);
    return present<OrderStep>({
      stepId: short(ipc?.text(4) ?? obr?.text(20), clinic.oid),
      modality: ipc?.text(5) ?? stated ?? examination?.modality ?? station?.modality,
      stationAe: ipc?.text(9) ?? station?.aeTitle ?? examination?.station,
      stationName: ipc?.text(7) ?? station?.name,
      location: ipc?.first(8)?.text(2) ?? ipc?.first(8)?.text(1),
      protocol: codeOf(ipc?.first(6)) ?? codeOf(obr?.first(4)),
      start: moment?.start,
      timed: moment?.timed,
    });
  };
  return ipcs.length === 0 ? [of(undefined)] : ipcs.map(of);
}

/** What has 16 characters in DICOM (VR SH) and may have more in HL7: never cut, or two numbers would become one. */
const short = (number: string | undefined, clinicOid: string): string | undefined =>
  number === undefined ? undefined : accessionFor(number, clinicOid);

/** Kilograms and grams; any other unit is none of ours to reckon with. */
function weightIn(message: Hl7Message): number | undefined {
  const obx = message.all('OBX').find((one) => WEIGHT.has(one.text(3) ?? '') || WEIGHT.has(one.text(3, 4) ?? ''));
  const [value, unit] = [Number(obx?.text(5)), obx?.text(6)?.toLowerCase()];
  if (!(value > 0) || unit === undefined) return undefined;
  if (unit === 'kg' || unit === 'кг') return value;
  return unit === 'g' || unit === 'г' ? value / 1000 : undefined;
}
