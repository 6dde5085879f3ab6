import { contentOf, OrderContent, OrderState, type OrderStep, Whose } from '../contents.ts';
import type { WorklistFact } from '../facts.ts';
import type { WorklistItem } from '../item.ts';
import { stationNamed } from '../read/stations.ts';
import type { Booked } from './appointments.ts';
import type { WalkedIn } from './from-walk-in.ts';
import { joinOrders } from './joined-orders.ts';
import type { View } from './list.ts';
import { patientFor } from './persons.ts';
import { isOffered } from './standing.ts';

/** An order of images, as all messages together have it. */
export type Ordered = {
  readonly id: string;
  readonly fact: WorklistFact;
  readonly content: OrderContent;
  readonly whose: Whose;
  /** Neither cancelled, on hold, completed nor reported. */
  readonly isOpen: boolean;
};

/** An item, and whether it is on the list now. */
export type Candidate = { readonly item: WorklistItem; readonly stands: boolean };

export const orderedIn = (facts: readonly WorklistFact[]): Ordered[] =>
  joinOrders(facts)
    .flatMap(({ id, fact }): Ordered[] => {
      const content = contentOf(fact, 'content', OrderContent) ?? contentOf(fact, 'content:about', OrderContent);
      const whose = contentOf(fact, 'whose', Whose);
      if (content === undefined || whose === undefined || !content.imaging) return [];
      const state = contentOf(fact, 'state', OrderState)?.state ?? 'active';
      const reported = contentOf(fact, 'reported', OrderState) !== undefined;
      return [{ id, fact, content, whose, isOpen: state === 'active' && !reported }];
    })
    .sort((a, b) => (a.id < b.id ? -1 : 1));

/**
 * The steps of an order. Its appointment, where it has one, says when and where. An order whose patient was there before
 * it (`walkIn`) goes on under the study that was begun for him.
 */
export function itemsOfOrder(
  { id, fact, content, whose, isOpen }: Ordered,
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
    const state = done.stateOf(studies, stepId, content.steps.length === 1);
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
