import { z } from 'zod';
import { makeGroup } from '../../domain/fhir/groups.ts';
import { recordId } from '../../domain/fhir/identifiers.ts';
import { type FieldGroup, RANK } from '../../schemas/chart.ts';
import type { Whose } from './contents.ts';
import type { WorklistFact } from './facts.ts';
import { keyedName, shortName, studyUidOf } from './names.ts';
import type { Reading } from './read/context.ts';

/**
 * A patient who comes without an order, as the clinic's staff enters him. `request` is the form's own number: the same form
 * sent twice is one walk-in.
 */
export const WalkIn = z.strictObject({
  request: z.string().min(1).max(100),
  family: z.string().min(1).max(64),
  given: z.string().max(64).default(''),
  middle: z.string().max(64).default(''),
  birthDate: z.iso.date().optional(),
  sex: z.enum(['male', 'female']).optional(),
  /** His number in the clinic's domain where it is known; without it a number of the edge's own. */
  patientId: z.string().min(1).max(64).optional(),
  /** Domain of that number; without it the clinic's first. */
  domain: z.string().min(1).optional(),
  modality: z.string().regex(/^[A-Z0-9_]{1,16}$/),
  stationAe: z.string().max(16).optional(),
  description: z.string().max(64).default(''),
  urgent: z.boolean().default(false),
  /** Who enters him, as the page knows it. */
  by: z.string().min(1).max(100),
});
export type WalkIn = z.input<typeof WalkIn>;

/** A walk-in as a fact. Without a number of the clinic he gets one of the edge's own: `W` and twelve signs. */
export function factOfWalkIn(entered: WalkIn, { clinic, idKey, settings }: Reading, at: string): WorklistFact {
  const { request, family, given, middle, birthDate, sex, patientId, domain, ...walkIn } = WalkIn.parse(entered);
  const id = keyedName(idKey, 'walk-in', request);
  const own = shortName('W', idKey, 'patient', request);
  const registered =
    settings.domains.find(({ namespace, oid }) => namespace === domain || oid === domain) ?? settings.domains[0];
  const issuer = patientId === undefined ? undefined : (registered?.namespace ?? domain);
  const number = patientId ?? own;
  const domainOid = registered?.oid ?? clinic.oid;
  const whose: Whose = {
    record: recordId(idKey, clinic.oid, domainOid, number),
    number,
    ...(issuer && { issuer }),
    family,
    ...(given !== '' && { given }),
    ...(middle !== '' && { middle }),
    ...(birthDate && { birthDate }),
    ...(sex && { sex }),
  };
  return {
    kind: 'walk-in',
    id,
    groups: { content: said({ whose, ...walkIn, at }, at) },
    names: {
      'study:4': studyUidOf(idKey, 'walk-in', request),
      accession: shortName('W', idKey, 'accession', request),
      step: shortName('S', idKey, 'walk-in', request),
    },
    at,
  };
}

const said = (value: object, at: string): FieldGroup =>
  makeGroup(value as Record<string, unknown>, { time: at, rank: RANK.final, receivedAt: at });

/** A person says which order a walk-in was. */
export const joinOfWalkIn = (walkIn: WorklistFact, order: string, by: string, at: string): WorklistFact => ({
  ...walkIn,
  groups: { joined: said({ order, by }, at) },
  at,
});

/** He went away unexamined. */
export const endOfWalkIn = (walkIn: WorklistFact, at: string): WorklistFact => ({
  ...walkIn,
  groups: { end: said({ dropped: true }, at) },
  at,
});
