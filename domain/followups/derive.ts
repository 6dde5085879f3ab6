import type { FollowUp, FollowUpState } from '../../schemas/api/followups.ts';
import type { Bilingual } from '../../schemas/result.ts';
import { SIGNED_EXTENSION, Signature, SUGGESTION_SYSTEM } from '../desk/signed-order.ts';
import { canonicalHash } from '../fhir/canonical.ts';
import { uuidOfHash } from '../fhir/uuid.ts';
import { examinedOf } from '../rules/examinations.ts';
import { type Fact, type Facts, factsOf } from '../rules/facts.ts';
import { examinationOf } from '../rules/imaging-orders.ts';
import type { Declined } from './decision.ts';
import { dueOn, isSoon } from './due.ts';
import { type Source, sourcesOf, VISITS } from './sources.ts';

/** A follow-up as it stands at one moment; who the patient is, and whose clinic, is added where it is shown. */
export type Standing = Pick<
  FollowUp,
  | 'id'
  | 'record'
  | 'state'
  | 'isDueSoon'
  | 'what'
  | 'reason'
  | 'sentence'
  | 'reference'
  | 'reportedAt'
  | 'dueOn'
  | 'signed'
  | 'declined'
  | 'answeredBy'
> & { readonly source: string; readonly asked: Source; readonly staff?: string };

/** Films of one sitting may lie hours apart: the second view is not the follow-up. */
const SAME_SITTING_MS = 12 * 3_600_000;
/** A day given as a date is not over before its evening, wherever the clinic lies. */
const GRACE_MS = 36 * 3_600_000;

/** The same recommendation of the same report has the same id, whoever asks and whenever. */
export const followUpId = ({ record, reference, by, sentence }: Source): string =>
  uuidOfHash(Buffer.from(canonicalHash(['follow-up', record, reference, by, sentence]), 'hex'));

/**
 * All follow-ups of a person's chart at `asOf`: what was recommended, and from the chart whether it is ordered, overdue or
 * done. Nothing of it is stored: it closes when the study is in the chart and opens again when its order is cancelled. A human's
 * word that it is not needed stands until he takes it back, or until it was done all the same.
 * @param declined follow-up id → what a human said of it
 */
export function followUpsOf(facts: Facts, declined: ReadonlyMap<string, Declined> = new Map()): Standing[] {
  const sources = new Map(sourcesOf(facts).map((source) => [followUpId(source), source]));
  return [...sources]
    .map(([id, source]) => standingOf(id, source, facts, declined.get(id)))
    .sort((a, b) => (a.dueOn === b.dueOn ? compareText(a.id, b.id) : compareText(a.dueOn, b.dueOn)));
}

const compareText = (a: string, b: string): number => (a < b ? -1 : 1);

function standingOf(id: string, source: Source, facts: Facts, said: Declined | undefined): Standing {
  const { record, what, reason, sentence, reference, reportedAt, by } = source;
  const own = signedOrder(id, facts);
  const made = madeFor(source, facts);
  const ordered = own ?? orderedFor(source, facts);
  const signed = own && signatureIn(own);
  const due = own?.resource.occurrenceDateTime?.slice(0, 10) ?? dueOn(source.when.latest, source.months);
  const isPastDue = Date.parse(facts.asOf) > Date.parse(due) + GRACE_MS;
  const ahead =
    ordered?.resource.resourceType === 'Appointment' &&
    Date.parse(ordered.resource.start ?? '') > Date.parse(facts.asOf);
  const state: FollowUpState =
    made !== undefined
      ? 'done'
      : said !== undefined && own === undefined
        ? 'declined'
        : isPastDue && !ahead
          ? 'overdue'
          : ordered !== undefined
            ? 'ordered'
            : 'proposed';
  const answer = made ?? ordered;
  return {
    ...{ id, record, state, what, reason, sentence, source: by, asked: source, reference, reportedAt, dueOn: due },
    isDueSoon: (state === 'proposed' || state === 'ordered' || state === 'overdue') && isSoon(due, facts.asOf),
    ...(signed ? { signed: { by: signed.by, at: signed.at, ...(signed.name ? { name: signed.name } : {}) } } : {}),
    ...(signed?.staff ? { staff: signed.staff } : {}),
    ...(state === 'declined' && said?.reason
      ? { declined: { by: said.by, at: said.at, reason: said.reason, ...(said.name ? { name: said.name } : {}) } }
      : {}),
    ...(answer
      ? {
          answeredBy: {
            reference: answer.reference,
            by: WORDS[answer.resource.resourceType] ?? OTHER,
            ...timeOf(answer),
          },
        }
      : {}),
  };
}

const WORDS: Readonly<Record<string, Bilingual>> = {
  ImagingStudy: { ru: 'исследование выполнено', en: 'the study was made' },
  Procedure: { ru: 'вмешательство выполнено', en: 'the procedure was done' },
  Appointment: { ru: 'запись на приём', en: 'an appointment' },
  ServiceRequest: { ru: 'направление', en: 'an order' },
};
const OTHER: Bilingual = { ru: 'запись в карте', en: 'an entry of the chart' };

const timeOf = ({ time }: Fact<fhir4.FhirResource>): { at?: string } => (time === undefined ? {} : { at: time });

type Answer = Fact<fhir4.ImagingStudy> | Fact<fhir4.ServiceRequest> | Fact<fhir4.Appointment> | Fact<fhir4.Procedure>;

const isVisit = ({ visit }: Source, words: string): boolean => visit !== undefined && VISITS[visit].test(words);

const isOf = ({ ways, regions }: Source, modality: string, where: readonly string[]): boolean =>
  (ways as readonly string[]).includes(modality) &&
  (regions.length === 0 || where.some((one) => (regions as readonly string[]).includes(one)));

/** What has happened: a study, a procedure, a kept appointment, an order that its clinic reports as completed. */
function madeFor(source: Source, facts: Facts): Answer | undefined {
  const reported = source.when.latest;
  const study = examinedOf(facts).find(
    (one) =>
      one.is === 'study' &&
      isOf(source, one.modality, one.regions) &&
      one.when !== undefined &&
      one.when.latest > reported + (one.modality === source.own ? SAME_SITTING_MS : 0),
  );
  if (study) return study.fact;
  const procedure = factsOf(facts, 'Procedure').find(
    ({ resource }) =>
      isVisit(source, wordsOf(resource.code)) &&
      Date.parse(resource.performedDateTime ?? resource.performedPeriod?.start ?? '') > reported,
  );
  if (procedure) return procedure;
  const kept = appointmentsFor(source, facts).find(({ resource }) => KEPT.has(resource.status));
  return kept ?? ordersFor(source, facts).find(({ resource }) => resource.status === 'completed');
}

const KEPT = new Set(['arrived', 'checked-in', 'fulfilled']);
const ORDERED = new Set(['active', 'on-hold', 'unknown']);
const BOOKED = new Set(['proposed', 'pending', 'booked', 'waitlist']);

/** What waits: an appointment before an order, for it has a day. */
function orderedFor(source: Source, facts: Facts): Fact<fhir4.ServiceRequest> | Fact<fhir4.Appointment> | undefined {
  const booked = appointmentsFor(source, facts).find(({ resource }) => BOOKED.has(resource.status));
  return booked ?? ordersFor(source, facts).find(({ resource }) => ORDERED.has(resource.status));
}

const wordsOf = (concept: fhir4.CodeableConcept | undefined): string =>
  [concept?.text, ...(concept?.coding ?? []).map(({ display }) => display)].filter(Boolean).join('; ');

const saysIt = (source: Source, words: string): boolean => {
  const { modality, regions } = examinationOf(words);
  return isVisit(source, words) || (modality !== undefined && isOf(source, modality, regions));
};

const ordersFor = (source: Source, facts: Facts): Fact<fhir4.ServiceRequest>[] =>
  factsOf(facts, 'ServiceRequest').filter(
    ({ when, resource }) =>
      when !== undefined &&
      when.latest > source.when.latest &&
      resource.intent !== 'proposal' &&
      saysIt(
        source,
        [resource.code, ...(resource.bodySite ?? []), ...(resource.orderDetail ?? [])].map(wordsOf).join('; '),
      ),
  );

const appointmentsFor = (source: Source, facts: Facts): Fact<fhir4.Appointment>[] =>
  factsOf(facts, 'Appointment').filter(({ when, resource }) => {
    if (when === undefined || when.latest <= source.when.latest) return false;
    const {
      description,
      serviceType = [],
      specialty = [],
      appointmentType,
      reasonCode = [],
      participant = [],
    } = resource;
    const concepts = [...serviceType, ...specialty, appointmentType, ...reasonCode].map(wordsOf);
    return saysIt(
      source,
      [description, ...concepts, ...participant.map(({ actor }) => actor?.display)].filter(Boolean).join('; '),
    );
  });

/** The order that was signed for this very follow-up, as long as it stands. */
const signedOrder = (id: string, facts: Facts): Fact<fhir4.ServiceRequest> | undefined =>
  factsOf(facts, 'ServiceRequest').find(
    ({ resource }) =>
      resource.status === 'active' &&
      resource.identifier?.some(({ system, value }) => system === SUGGESTION_SYSTEM && value === id),
  );

function signatureIn({ resource }: Fact<fhir4.ServiceRequest>): Signature | undefined {
  const text = resource.extension?.find(({ url }) => url === SIGNED_EXTENSION)?.valueString;
  return text === undefined ? undefined : Signature.parse(JSON.parse(text));
}
