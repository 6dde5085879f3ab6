import { sameGivenName, sameName } from '../../../domain/identity/names.ts';
import { contentOf, Joined, type Person, WalkInContent, WalkInEnd } from '../contents.ts';
import type { WorklistFact } from '../facts.ts';
import { UNSAID } from '../item.ts';
import type { Candidate, Ordered } from './from-order.ts';
import type { View } from './list.ts';
import { isSamePerson, patientFor } from './persons.ts';
import { isOffered } from './standing.ts';

/** A patient who came without an order. */
export type WalkedIn = {
  readonly fact: WorklistFact;
  readonly content: WalkInContent;
  readonly studyInstanceUid: string;
  readonly stepId: string;
  /** The order that a person says it was. */
  readonly joined: string | undefined;
  readonly dropped: boolean;
};

export const walkedInOf = (facts: readonly WorklistFact[]): WalkedIn[] =>
  facts.flatMap((fact): WalkedIn[] => {
    const content = fact.kind === 'walk-in' ? contentOf(fact, 'content', WalkInContent) : undefined;
    if (content === undefined) return [];
    return [
      {
        fact,
        content,
        studyInstanceUid: fact.names['study:4'] ?? '',
        stepId: fact.names.step ?? '',
        joined: contentOf(fact, 'joined', Joined)?.order,
        dropped: contentOf(fact, 'end', WalkInEnd)?.dropped === true,
      },
    ];
  });

/** So near to the walk-in an order may be written to be its order. */
const NEAR_MS = 3 * 24 * 3_600_000;

/**
 * Orders that may be what a walk-in was made for: of the same number, or of equal name, birth date and sex; of its
 * modality or none; written within three days. A person decides.
 */
export const ordersFor = ({ content }: WalkedIn, orders: readonly Ordered[], { persons }: View): string[] =>
  orders
    .filter((order) => order.isOpen && Math.abs(Date.parse(order.content.authored) - Date.parse(content.at)) < NEAR_MS)
    .filter(({ content: { steps } }) =>
      steps.some(({ modality }) => modality === undefined || modality === content.modality),
    )
    .filter(
      ({ whose }) =>
        isSamePerson(whose.record, content.whose.record, persons) ||
        isAlike(patientFor(whose, persons).patient, content.whose),
    )
    .map(({ id }) => id);

const isAlike = (
  one: { readonly [K in keyof Person]?: Person[K] | undefined },
  other: { readonly [K in keyof Person]?: Person[K] | undefined },
): boolean =>
  one.birthDate !== undefined &&
  one.birthDate === other.birthDate &&
  (one.sex === undefined || other.sex === undefined || one.sex === other.sex) &&
  sameName(one.family ?? '', other.family ?? '') &&
  sameGivenName(one.given ?? '', other.given ?? '');

export function itemOfWalkIn(walkIn: WalkedIn, orders: readonly Ordered[], view: View): Candidate {
  const { fact, content, studyInstanceUid, stepId } = walkIn;
  const { persons, done, now } = view;
  const { patient, doubts } = patientFor(content.whose, persons);
  const accession = fact.names.accession ?? '';
  const state = done.stateOf([studyInstanceUid], stepId, true);
  return {
    item: {
      id: fact.id,
      from: 'walk-in',
      provisional: true,
      orderCame: ordersFor(walkIn, orders, view),
      state: state === 'started' ? 'started' : 'scheduled',
      patient,
      doubts,
      studyInstanceUid,
      accession,
      requestedProcedureId: accession,
      stepId,
      placerNumber: undefined,
      fillerNumber: undefined,
      modality: content.modality,
      stationAe: content.stationAe,
      stationName: undefined,
      location: undefined,
      start: content.at,
      timed: true,
      priority: content.urgent ? 'STAT' : 'ROUTINE',
      procedure: undefined,
      protocol: undefined,
      description: content.description,
      ...UNSAID,
    },
    stands: !walkIn.dropped && state !== 'ended' && isOffered({ start: content.at, authored: content.at }, now),
  };
}
