import { resourceId } from '../../../fhir/identifiers.ts';
import type { Segment } from '../../read/message.ts';
import type { Draft } from '../draft.ts';
import { subjectReference } from '../keys.ts';
import { noteText, type OrderBlock, type SpecimenBlock } from '../orders/orders.ts';
import type { RecordOfPatient } from '../patients/identity.ts';
import { keyOfTerm, termOf } from '../terms.ts';
import { quantityOf, readNumber, unitOf } from './quantity.ts';
import { TEXTS, valueText } from './value-text.ts';

/** An OBX about a specimen that is a comment on it, no measurement of it. */
export const isComment = (obx: Segment): boolean => TEXTS.has(obx.text(2)?.toUpperCase() ?? '');

/**
 * SPM with its SAC → Specimen, named by SPM-2 (EIP: the laboratory's number before that of the ward) and its kind, else by its
 * order and SPM-1. Notes and lines of text behind it are notes of the specimen. Undefined where nothing names it.
 */
export function mapSpecimen(
  specimen: SpecimenBlock,
  order: readonly string[] | undefined,
  patient: RecordOfPatient,
  draft: Draft,
): fhir4.Reference | undefined {
  const { spm, sac } = specimen;
  const numbers = numbersOf(spm, sac);
  const [number] = numbers;
  // Many laboratories number the order and not the tube: serum and urine of one number are two specimens.
  const [kind] = keyOfTerm(spm?.first(4));
  const named = [patient.owner.domain.oid, number ?? '', ...(kind === '' ? [] : [kind])];
  const key = number === undefined ? order && [...order, spm?.text(1) ?? ''] : named;
  if (key === undefined) {
    draft.warn('SPM-2 is empty: no specimen');
    return undefined;
  }
  const type = termOf(spm?.first(4), draft)?.concept;
  const method = termOf(spm?.first(7), draft)?.concept;
  const site = termOf(spm?.first(8), draft)?.concept ?? termOf(spm?.first(10), draft)?.concept;
  const collected = collectedOf(spm, draft);
  const received = draft.time(spm?.text(18))?.dateTime;
  const amount = readNumber(spm?.text(12) ?? '');
  const unit = spm?.text(12, 2, 1) ?? spm?.text(12, 2, 2);
  const quantity = amount && quantityOf(amount, unit === undefined ? undefined : unitOf(unit, undefined, undefined));
  const refused = (spm?.repetitions(21) ?? []).flatMap((reason) => termOf(reason, draft)?.concept ?? []);
  const condition = [...(spm?.repetitions(24) ?? []).flatMap((one) => termOf(one, draft)?.concept ?? []), ...refused];
  const parents = (spm?.repetitions(3) ?? []).flatMap((one) => one.text(2) ?? one.text(1) ?? []);
  const comments = specimen.observed.filter(({ obx }) => isComment(obx));
  const notes = [
    noteText(specimen.notes),
    ...[...(spm?.repetitions(5) ?? []), ...(spm?.repetitions(14) ?? [])].map((one) => one.text(2) ?? one.text(1)),
    ...comments.map(({ obx, notes: behind }) =>
      [`${obx.text(3, 2) ?? obx.text(3) ?? ''}: ${valueText(obx)}`, noteText(behind)].filter(Boolean).join('\n'),
    ),
  ].filter((text) => text !== undefined && text !== '');
  const collection: fhir4.SpecimenCollection = {
    ...collected,
    ...(quantity && { quantity }),
    ...(method && { method }),
    ...(site && { bodySite: site }),
  };
  const container = containersOf(spm, sac, draft);
  const id = resourceId(draft.context.idKey, 'Specimen', key);
  const said: Omit<fhir4.Specimen, 'resourceType'> = {
    ...(numbers.length > 0 && { identifier: numbers.map((value) => ({ value })) }),
    ...statusOf(spm, refused.length > 0),
    ...subjectReference(patient),
    ...(type && { type }),
    ...(received && { receivedTime: received }),
    ...(parents.length > 0 && { parent: parents.map((value) => ({ type: 'Specimen', identifier: { value } })) }),
    ...(Object.keys(collection).length > 0 && { collection }),
    ...(container.length > 0 && { container }),
    ...(condition.length > 0 && { condition }),
    ...(notes.length > 0 && { note: notes.map((text) => ({ text: text as string })) }),
  };
  draft.put(patient, 'Specimen', id, { base: draft.group(said) });
  return { reference: `Specimen/${id}` };
}

/** SPM-2 filler, then placer number; without SPM the numbers of the container (SAC-3, SAC-4). */
function numbersOf(spm: Segment | undefined, sac: readonly Segment[]): string[] {
  const sent = spm ? [spm.text(2, 2), spm.text(2, 1)] : [sac[0]?.text(2), sac[0]?.text(3), sac[0]?.text(4)];
  return [...new Set(sent.filter((number) => number !== undefined))];
}

/** SPM-21 tells why a specimen was refused, SPM-20 (table 0136) whether there is any left; else nothing is known of it. */
function statusOf(spm: Segment | undefined, refused: boolean): { status?: fhir4.Specimen['status'] } {
  const left = spm?.text(20)?.toUpperCase();
  if (refused) return { status: 'unsatisfactory' };
  return left === 'Y' ? { status: 'available' } : left === 'N' ? { status: 'unavailable' } : {};
}

/** SPM-17 (DR): a moment, or from when to when. */
function collectedOf(spm: Segment | undefined, draft: Draft): Partial<fhir4.SpecimenCollection> {
  const [start, end] = [draft.time(spm?.text(17, 1))?.dateTime, draft.time(spm?.text(17, 2))?.dateTime];
  if (start !== undefined && end !== undefined && end !== start) return { collectedPeriod: { start, end } };
  const one = start ?? end;
  return one === undefined ? {} : { collectedDateTime: one };
}

function containersOf(spm: Segment | undefined, sac: readonly Segment[], draft: Draft): fhir4.SpecimenContainer[] {
  const type = termOf(spm?.first(27), draft)?.concept;
  const additive = termOf(spm?.first(6), draft)?.concept;
  const said = { ...(type && { type }), ...(additive && { additiveCodeableConcept: additive }) };
  const numbered = sac.flatMap((container) => {
    const value = container.text(3) ?? container.text(4);
    return value === undefined ? [] : [{ identifier: [{ value }], ...said }];
  });
  return numbered.length > 0 ? numbered : Object.keys(said).length > 0 ? [said] : [];
}

/**
 * OBR-15 (SPS, up to HL7 v2.4: kind, additives, words, site, its modifier, method) → the specimen of an order that has no SPM.
 */
export function specimenOfOrder(
  { obr }: OrderBlock,
  order: readonly string[],
  patient: RecordOfPatient,
  draft: Draft,
): fhir4.Reference | undefined {
  const source = obr?.first(15);
  const kind = source?.text(1, 1);
  const text = source?.text(1, 2) ?? source?.text(3) ?? kind;
  if (obr === undefined || text === undefined) return undefined;
  const site = source?.text(4, 2) ?? source?.text(4, 1);
  const method = source?.text(6, 2) ?? source?.text(6, 1);
  const taken = draft.time(obr.text(7))?.dateTime;
  const received = draft.time(obr.text(14))?.dateTime;
  const collection: fhir4.SpecimenCollection = {
    ...(taken && { collectedDateTime: taken }),
    ...(site !== undefined && { bodySite: { text: site } }),
    ...(method !== undefined && { method: { text: method } }),
  };
  const id = resourceId(draft.context.idKey, 'Specimen', [...order, '']);
  draft.put(patient, 'Specimen', id, {
    base: draft.group({
      ...subjectReference(patient),
      type: kind === undefined ? { text } : { ...codedKind(kind), text },
      ...(received && { receivedTime: received }),
      ...(Object.keys(collection).length > 0 && { collection }),
    }),
  });
  return { reference: `Specimen/${id}` };
}

/** HL7 table 0487 (and 0070 before it) names the usual kinds by letters: `BLD`, `SER`, `UR`. */
const codedKind = (kind: string): { coding?: fhir4.Coding[] } =>
  /^[A-Z]{2,8}$/.test(kind)
    ? { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0487', code: kind }] }
    : {};
