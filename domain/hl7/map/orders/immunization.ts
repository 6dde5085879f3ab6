import { type FieldGroup, RANK } from '../../../../schemas/chart.ts';
import { resourceId } from '../../../fhir/identifiers.ts';
import { LOINC } from '../../../fhir/systems.ts';
import type { Segment } from '../../read/message.ts';
import type { Draft } from '../draft.ts';
import { encounterReference, numberedOrderKey } from '../keys.ts';
import type { RecordOfPatient } from '../patients/identity.ts';
import { organisationOf, staffOf } from '../people.ts';
import { readNumber } from '../results/quantity.ts';
import { termOf } from '../terms.ts';
import { pharmacyQuantity } from './dosage.ts';
import { noteText, type Observed, type OrderBlock } from './orders.ts';
import { orderNumbers } from './service.ts';

/** RXA-20 (HL7 table 0322): complete and partly given are given; refused and not given are not. */
const NOT_DONE = new Set(['RE', 'NA']);
/** CVX: no vaccine was given; the RXA is there for the sake of its OBX (a forecast, a disease that was gone through). */
const NO_VACCINE = '998';
/** ORC-3 of vaccinations that were not given here (CDC guide to immunization messaging 1.5): it names none of them. */
const NO_NUMBER = '9999';

const PERFORMER = 'http://terminology.hl7.org/CodeSystem/v2-0443';

/** What came of an RXA: the vaccination, and those of its OBX that are facts of their own. */
export type ToldVaccination = {
  readonly reference: string | undefined;
  readonly rest: readonly Observed[];
  readonly key: string[];
};

/**
 * RXA of VXU, with its RXR and OBX → Immunization, named by its order number, else by patient, vaccine and time. RXA-21 D
 * deletes it; refused or not given (RXA-20) it is `not-done` with the reason of RXA-18. `numbers`: the names that the message
 * has used; a further vaccine under one of them is named by itself too, so that none takes the place of another.
 */
export function mapImmunization(
  block: OrderBlock,
  numbers: Set<string>,
  patient: RecordOfPatient,
  draft: Draft,
): ToldVaccination {
  const rxa = block.rxa as Segment;
  const vaccine = termOf(rxa.first(5), draft, 'medication');
  const own = keyOf(block, rxa, vaccine?.key ?? ['', ''], patient, draft);
  const number = own.join('\u0000');
  const further = numbers.has(number) && vaccine !== undefined;
  if (further) draft.warn('several vaccines under one order number');
  numbers.add(number);
  const key = further ? [...own, ...vaccine.key] : own;
  if (vaccine === undefined || rxa.text(5) === NO_VACCINE) {
    if (vaccine === undefined) draft.warn('RXA-5 is empty: no vaccination');
    return { reference: undefined, rest: block.observed, key };
  }
  const id = resourceId(draft.context.idKey, 'Immunization', key);
  const reference = `Immunization/${id}`;
  if (rxa.text(21)?.toUpperCase() === 'D') {
    draft.put(patient, 'Immunization', id, { base: draft.group({}, { rank: RANK.cancelled, deleted: true }) });
    return { reference: undefined, rest: [], key };
  }
  const notDone = NOT_DONE.has(rxa.text(20)?.toUpperCase() ?? '') || rxa.first(18)?.text() !== undefined;
  const { said, rest } = readObserved(block.observed, draft);
  const groups: Record<string, FieldGroup> = {
    base: draft.group({
      status: notDone ? 'not-done' : 'completed',
      vaccineCode: vaccine.concept,
      patient: { reference: `Patient/${patient.record}` },
      ...encounterReference(draft, patient),
      identifier: orderNumbers(block),
      ...given(rxa, draft),
      ...supplied(rxa, draft),
      ...performed(block, rxa),
      ...placed(block, draft),
      ...said,
      ...notesOf(block, rxa),
    }),
  };
  draft.put(patient, 'Immunization', id, groups);
  return { reference, rest, key };
}

function keyOf(
  block: OrderBlock,
  rxa: Segment,
  [code, system]: readonly [string, string],
  patient: RecordOfPatient,
  draft: Draft,
): string[] {
  const order = block.orc?.text(3) === NO_NUMBER ? undefined : numberedOrderKey(block, patient, draft);
  return order ?? [patient.owner.domain.oid, patient.identifier, code, system, rxa.text(3) ?? ''];
}

/** When, how much, why not, and whether the sender gave it himself (RXA-9, table NIP001: `00` is a new record). */
function given(rxa: Segment, draft: Draft): Partial<fhir4.Immunization> {
  const when = draft.time(rxa.text(3))?.dateTime;
  // 999: the amount is not known.
  const dose = rxa.text(6) === '999' ? undefined : pharmacyQuantity(rxa, 6, 7);
  const recorded = draft.time(rxa.text(22))?.dateTime;
  const reason = termOf(rxa.first(18), draft)?.concept;
  const source = rxa.repetitions(9).find((one) => /^\d\d$/.test(one.text() ?? ''));
  const origin = source?.text() === '00' ? undefined : termOf(source, draft)?.concept;
  return {
    ...(when === undefined ? { occurrenceString: 'unknown' } : { occurrenceDateTime: when }),
    ...(recorded !== undefined && { recorded }),
    ...(dose && { doseQuantity: dose }),
    ...(reason && { statusReason: reason }),
    ...(source && { primarySource: source.text() === '00' }),
    ...(origin && { reportOrigin: origin }),
  };
}

/** Lot, expiry and manufacturer, for a recall. */
function supplied(rxa: Segment, draft: Draft): Partial<fhir4.Immunization> {
  const lotNumber = rxa.text(15);
  const expires = draft.time(rxa.text(16))?.dateTime.slice(0, 10);
  const [maker, code] = [rxa.text(17, 2) ?? rxa.text(17), rxa.text(17)];
  return {
    ...(lotNumber !== undefined && { lotNumber }),
    ...(expires !== undefined && { expirationDate: expires }),
    ...(maker !== undefined && {
      manufacturer: { type: 'Organization', display: maker, ...(code && { identifier: { value: code } }) },
    }),
  };
}

function performed({ orc }: OrderBlock, rxa: Segment): Partial<fhir4.Immunization> {
  const of = (code: string, actor: fhir4.Reference | undefined): fhir4.ImmunizationPerformer[] =>
    actor === undefined ? [] : [{ function: { coding: [{ system: PERFORMER, code }] }, actor }];
  const performer = [
    ...rxa.repetitions(10).flatMap((one) => of('AP', staffOf(one))),
    ...of('OP', staffOf(orc?.first(12))),
  ];
  const place = rxa.text(27, 1) ?? rxa.text(11, 4) ?? rxa.text(11, 1);
  const organisation = organisationOf(orc?.first(21));
  return {
    ...((performer.length > 0 || organisation) && {
      performer: [...performer, ...(organisation ? [{ actor: organisation }] : [])],
    }),
    ...(place !== undefined && { location: { display: place } }),
  };
}

/** RXR: route and site. */
function placed({ rxr }: OrderBlock, draft: Draft): Partial<fhir4.Immunization> {
  const [route, site] = [1, 2].map((field) => termOf(rxr[0]?.first(field), draft)?.concept);
  return { ...(route && { route }), ...(site && { site }) };
}

function notesOf({ notes }: OrderBlock, rxa: Segment): Partial<fhir4.Immunization> {
  const words = rxa
    .repetitions(9)
    .flatMap((one) => (/^\d\d$/.test(one.text() ?? '') ? [] : (one.text(2) ?? one.text() ?? [])));
  const note = [noteText(notes), ...words].filter((text) => text !== undefined);
  return note.length === 0 ? {} : { note: note.map((text) => ({ text })) };
}

/** LOINC questions of vaccination messages that an Immunization has a place for. */
const ASKED = {
  eligibility: '64994-7',
  funding: '30963-3',
  document: '69764-9',
  vaccineOfDocument: '30956-7',
  published: '29768-9',
  presented: '29769-7',
  doseNumber: '30973-2',
} as const;

/** The OBX behind an RXA: those that the vaccination itself has a place for, and the others. */
function readObserved(
  observed: readonly Observed[],
  draft: Draft,
): { said: Partial<fhir4.Immunization>; rest: Observed[] } {
  const eligibility: fhir4.CodeableConcept[] = [];
  const education = new Map<string, fhir4.ImmunizationEducation>();
  const rest: Observed[] = [];
  let funding: fhir4.CodeableConcept | undefined;
  let dose: number | undefined;
  for (const one of observed) {
    const { obx } = one;
    const isLoinc = termOf(obx.first(3), draft)?.coding?.system === LOINC;
    const asked = isLoinc ? (obx.text(3) ?? '') : '';
    const concept = termOf(obx.first(5), draft)?.concept;
    const time = draft.time(obx.text(5))?.dateTime;
    const about = education.get(obx.field(4)) ?? {};
    const number = readNumber(obx.text(5) ?? '')?.value;
    if (asked === ASKED.eligibility && concept) eligibility.push(concept);
    else if (asked === ASKED.funding && concept && funding === undefined) funding = concept;
    else if ((asked === ASKED.document || asked === ASKED.vaccineOfDocument) && concept)
      education.set(obx.field(4), { ...about, documentType: concept.text ?? obx.text(5) ?? '' });
    else if (asked === ASKED.published && time) education.set(obx.field(4), { ...about, publicationDate: time });
    else if (asked === ASKED.presented && time) education.set(obx.field(4), { ...about, presentationDate: time });
    else if (asked === ASKED.doseNumber && number !== undefined && Number.isInteger(number) && number > 0)
      dose = number;
    else rest.push(one);
  }
  // FHIR R4 imm-1: a sheet is named by its type or its address; one of which only the date is known is called what it is.
  const sheets = [...education.values()].map((sheet) => ({ documentType: 'VIS', ...sheet }));
  return {
    said: {
      ...(eligibility.length > 0 && { programEligibility: eligibility }),
      ...(funding && { fundingSource: funding }),
      ...(sheets.length > 0 && { education: sheets }),
      ...(dose !== undefined && { protocolApplied: [{ doseNumberPositiveInt: dose }] }),
    },
    rest,
  };
}
