import { type FieldGroup, RANK, type Stamp } from '../../../../schemas/chart.ts';
import { resourceId } from '../../../fhir/identifiers.ts';
import { lookUp } from '../../look-up.ts';
import type { Draft } from '../draft.ts';
import { encounterReference, subjectReference } from '../keys.ts';
import { noteText, type Observed } from '../orders/orders.ts';
import type { RecordOfPatient } from '../patients/identity.ts';
import { staffOf } from '../people.ts';
import { type Around, isWithdrawn, nameOfObserved, statusOf } from '../results/observation.ts';
import { DOCUMENTS } from '../results/value-text.ts';
import type { Term } from '../terms.ts';
import { attachedData, attachedPointer } from './encapsulated.ts';

export const isDocument = ({ obx }: Observed): boolean => DOCUMENTS.has(obx.text(2)?.toUpperCase() ?? '');

/** OBX-11 → FHIR R4 composition-status of what an OBX carries. */
const DOC_STATUS: Readonly<Record<string, { docStatus: fhir4.DocumentReference['docStatus']; rank: number }>> = {
  F: { docStatus: 'final', rank: RANK.final },
  U: { docStatus: 'final', rank: RANK.final },
  V: { docStatus: 'final', rank: RANK.final },
  C: { docStatus: 'amended', rank: RANK.corrected },
  B: { docStatus: 'amended', rank: RANK.corrected },
  P: { docStatus: 'preliminary', rank: RANK.preliminary },
  R: { docStatus: 'preliminary', rank: RANK.preliminary },
  S: { docStatus: 'preliminary', rank: RANK.preliminary },
  I: { docStatus: 'preliminary', rank: RANK.preliminary },
};

/** A document that an OBX carries, for the report or order around it. */
export type ToldDocument = {
  readonly reference: string;
  readonly name: string;
  readonly gone: boolean;
  readonly attachments: readonly fhir4.Attachment[];
};

/** The ED and RP of one OBX as attachments, titled as the sender calls the question that they answer. */
export function attachmentsOf({ obx }: Observed, title: string | undefined, patient: RecordOfPatient, draft: Draft) {
  const isData = obx.text(2)?.toUpperCase() === 'ED';
  return obx.repetitions(5).flatMap((sent) => {
    const attachment = isData ? attachedData(sent, patient, draft) : attachedPointer(sent, draft);
    return attachment ? [{ ...(title !== undefined && { title }), ...attachment }] : [];
  });
}

/**
 * OBX of type ED or RP → DocumentReference, named like the observation that it would be. OBX-11 D, W and X withdraw it.
 * Undefined where neither data nor a pointer is sent.
 */
export function mapObservedDocument(
  observed: Observed,
  term: Term | undefined,
  { around, related }: { around: Around; related: readonly fhir4.Reference[] },
  patient: RecordOfPatient,
  draft: Draft,
): ToldDocument | undefined {
  const { obx } = observed;
  const { key, name } = nameOfObserved(obx, around);
  const id = resourceId(draft.context.idKey, 'DocumentReference', key);
  const reference = `DocumentReference/${id}`;
  const status = statusOf(obx, around);
  const time = around.sourceTime;
  if (isWithdrawn(status) || status === 'X') {
    const gone = draft.group({}, { time, rank: RANK.cancelled, deleted: true });
    draft.put(patient, 'DocumentReference', id, { base: gone });
    return { reference, name, gone: true, attachments: [] };
  }
  const attachments = attachmentsOf(observed, term?.concept.text, patient, draft);
  if (attachments.length === 0) return undefined;
  const { docStatus, rank } = lookUp(DOC_STATUS, status) ?? { docStatus: undefined, rank: RANK.preliminary };
  const date = instantOf(draft.time(obx.text(14))?.dateTime) ?? around.issued ?? instantOf(around.takenAt);
  const author = obx.repetitions(16).flatMap((one) => staffOf(one) ?? []);
  const description = noteText(observed.notes);
  draft.put(patient, 'DocumentReference', id, {
    base: draft.group(
      {
        status: 'current',
        ...(docStatus && { docStatus }),
        ...(term && { type: term.concept }),
        ...subjectReference(patient),
        ...(date !== undefined && { date }),
        ...(author.length > 0 && { author }),
        ...(description !== undefined && { description }),
        ...contextOf(related, patient, draft),
        content: attachments.map((attachment) => ({ attachment })),
      },
      { time, rank },
    ),
  });
  return { reference, name, gone: false, attachments };
}

/** FHIR `instant` is exact to the second at least; a date alone is none. */
export const instantOf = (dateTime: string | undefined): string | undefined =>
  dateTime?.includes('T') ? dateTime : undefined;

/** The visit and the orders that a document belongs to. */
export function contextOf(
  related: readonly fhir4.Reference[],
  patient: RecordOfPatient,
  draft: Draft,
): { context?: fhir4.DocumentReferenceContext } {
  const { encounter } = encounterReference(draft, patient);
  if (encounter === undefined && related.length === 0) return {};
  return {
    context: { ...(encounter && { encounter: [encounter] }), ...(related.length > 0 && { related: [...related] }) },
  };
}

/** Loses to every other stamp: for what stands only until the sender says it. */
const PLACE_HOLDER: Pick<Stamp, 'time' | 'rank' | 'doubtful'> = {
  time: '1800-01-01T00:00:00.000Z',
  rank: 0,
  doubtful: true,
};

/** A group that any word of a sender, however old or doubtful, takes the place of. */
export function placeHolder(value: object, draft: Draft): FieldGroup {
  const group = draft.group(value);
  return { ...group, stamp: { ...group.stamp, ...PLACE_HOLDER } };
}
