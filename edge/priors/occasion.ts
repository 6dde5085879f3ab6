import type { WorklistItem, WorklistPatient } from '../worklist/item.ts';
import type { Worklist } from '../worklist/seam.ts';

/** A reason to have a patient's earlier studies at hand: an appointment, or an order with a date. */
export type Occasion = {
  /** Stable name at this edge; no patient data. */
  readonly id: string;
  readonly patient: WorklistPatient;
  /** The order contradicts what is known of the patient: nothing is fetched for him. */
  readonly doubtful: boolean;
  /** An instant. */
  readonly start: string;
  readonly modality: string | undefined;
  /** What is to be examined, in words. */
  readonly words: string;
  /** The study that is to be made: no earlier one. */
  readonly studyInstanceUid: string | undefined;
};

/** Undefined for an order without a date: nobody knows when the patient comes. */
function occasionOf(item: WorklistItem): Occasion | undefined {
  const { id, patient, doubts, start, modality, description, procedure, protocol, reason, studyInstanceUid } = item;
  if (start === undefined || item.from === 'walk-in') return undefined;
  const words = [description, procedure?.meaning, protocol?.meaning, reason].filter((word) => word !== undefined);
  return { id, patient, doubtful: doubts.length > 0, start, modality, words: words.join(' '), studyInstanceUid };
}

/**
 * Who is expected by a worklist: orders with a date, and all appointments, those with a physician too. One that is
 * cancelled is not among them any more.
 */
export function occasionsOf({ items, visits }: Pick<Worklist, 'items' | 'visits'>): Occasion[] {
  const ofItems = items().flatMap((item) => occasionOf(item) ?? []);
  const known = new Set(ofItems.map(({ id }) => id));
  const others = visits()
    .filter(({ id }) => !known.has(id))
    .map((visit): Occasion => ({ ...visit, modality: undefined, studyInstanceUid: undefined }));
  return [...ofItems, ...others];
}
