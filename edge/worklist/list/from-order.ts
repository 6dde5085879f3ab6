import { contentOf, OrderContent, OrderState, type OrderStep, Whose } from '../contents.ts';
import type { WorklistFact } from '../facts.ts';
import type { WorklistItem } from '../item.ts';
import { REGION } from '../read/region-orders.ts';
import { stationNamed } from '../read/stations.ts';
import type { Booked } from './appointments.ts';
import type { WalkedIn } from './from-walk-in.ts';
import { joinOrders } from './joined-orders.ts';
import type { View } from './list.ts';
import { isSamePerson, patientFor } from './persons.ts';
import { isOffered } from './standing.ts';

/** An order of images, as all messages together have it. */
export type Ordered = {
  readonly id: string;
  /** All names that it ever had; `id` is one of them. */
  readonly ids: readonly string[];
  readonly fact: WorklistFact;
  readonly content: OrderContent;
  readonly whose: Whose;
  /** Neither cancelled, on hold, completed nor reported. */
  readonly isOpen: boolean;
  /** The same order as the region told of it before it came from the clinic's own system: its step may have been made. */
  readonly before: readonly WorklistFact[];
};

/** An item, and whether it is on the list now. */
export type Candidate = { readonly item: WorklistItem; readonly stands: boolean };

export function orderedIn(facts: readonly WorklistFact[]): Ordered[] {
  const told = joinOrders(facts).map((joined) => {
    const { fact } = joined;
    const content = contentOf(fact, 'content', OrderContent) ?? contentOf(fact, 'content:about', OrderContent);
    return { ...joined, content, accession: content?.accession ?? fact.names.accession };
  });
  const isOfRegion = ({ fact }: (typeof told)[number]): boolean => fact.names[REGION] !== undefined;
  const ofRegion = Map.groupBy(told.filter(isOfRegion), ({ accession }) => accession);
  // What the clinic's own system says of an order holds, also that it is cancelled. Where it does not say that images
  // come of it, the region knows better.
  const isOwn = (one: (typeof told)[number]): boolean => !isOfRegion(one) && one.content?.imaging !== false;
  const own = new Set(told.filter(isOwn).map(({ accession }) => accession));
  return told
    .flatMap((one): Ordered[] => {
      const { id, ids, fact, content, accession } = one;
      const whose = contentOf(fact, 'whose', Whose);
      if (content === undefined || whose === undefined || !content.imaging) return [];
      if (isOfRegion(one) && own.has(accession)) return [];
      const state = contentOf(fact, 'state', OrderState)?.state ?? 'active';
      const reported = contentOf(fact, 'reported', OrderState) !== undefined;
      const before = isOfRegion(one) ? [] : (ofRegion.get(accession) ?? []).map((other) => other.fact);
      return [{ id, ids, fact, content, whose, isOpen: state === 'active' && !reported, before }];
    })
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/**
 * The steps of an order. Its appointment, where it has one, says when and where. An order whose patient was there before
 * it (`walkIn`) goes on under the study that was begun for him.
 */
export function itemsOfOrder(
  { id, fact, content, whose, isOpen, before }: Ordered,
  booked: Booked | undefined,
  walkIn: WalkedIn | undefined,
  { persons, done, now }: View,
): Candidate[] {
  const { patient, doubts } = patientFor(whose, persons);
  const derived = fact.names['study:1'] ?? fact.names['study:2'] ?? '';
  const study = walkIn?.studyInstanceUid ?? content.studyInstanceUid ?? derived;
  const studies = [study, derived, fact.names['study:2'] ?? derived, content.studyInstanceUid ?? derived];
  const accession = content.accession ?? fact.names.accession ?? '';
  const requestedProcedureId = content.requestedProcedureId ?? accession;
  const station = stationIn(booked, now.settings);
  return content.steps.map((step, place) => {
    const stepId = walkIn?.stepId ?? step.stepId ?? stepName(fact, place);
    const isOnly = content.steps.length === 1;
    const state =
      done.stateOf(studies, stepId, isOnly) ??
      before
        .filter((one) => isSamePerson(contentOf(one, 'whose', Whose)?.record ?? '', whose.record, persons))
        .map(({ names }) => done.stateOf([names['study:1'] ?? ''], names.step ?? '', true))
        .find((known) => known !== undefined);
    const start = booked?.start ?? step.start;
    const item: WorklistItem = {
      id: place === 0 ? id : `${id}.${place}`,
      from: 'order',
      provisional: false,
      orderCame: [],
      state: state === 'started' ? 'started' : 'scheduled',
      patient,
      doubts,
      studyInstanceUid: study,
      accession,
      requestedProcedureId,
      stepId,
      placerNumber: content.placer,
      fillerNumber: content.filler,
      modality: step.modality ?? station?.modality,
      stationAe: station?.aeTitle ?? step.stationAe,
      stationName: station?.name ?? step.stationName,
      location: booked?.content.location ?? step.location,
      start,
      timed: booked?.start === undefined ? step.timed === true : booked.timed,
      priority: content.priority,
      procedure: content.procedure,
      protocol: step.protocol,
      description: describe(step, content),
      reason: content.reason,
      comment: content.comment,
      requester: content.requester,
      requestingService: content.requestingService,
      performer: booked?.content.performer ?? content.performer,
      admissionId: content.admissionId,
      patientLocation: content.patientLocation,
      transport: content.transport,
      danger: content.danger,
      allergies: content.allergies,
      weightKg: content.weightKg,
      pregnant: content.pregnant,
    };
    return { item, stands: isOpen && state !== 'ended' && isOffered({ start, authored: content.authored }, now) };
  });
}

export const stationIn = (booked: Booked | undefined, settings: View['now']['settings']) =>
  booked?.content.stations.map((word) => stationNamed(word, settings)).find((one) => one !== undefined);

/** SH has 16 characters: a letter and twelve digits leave room for the place. */
const stepName = ({ names }: WorklistFact, place: number): string =>
  place === 0 ? (names.step ?? '') : `${names.step ?? ''}.${place}`;

const describe = ({ protocol }: OrderStep, { procedure }: OrderContent): string =>
  protocol?.meaning ?? procedure?.meaning ?? '';
