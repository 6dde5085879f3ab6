import type { WorklistFact } from '../facts.ts';
import type { WorklistPatient } from '../item.ts';
import { bookedIn } from './appointments.ts';
import { patientFor, personsOf } from './persons.ts';

/** An appointment that stands, of whatever kind: also with a physician, where no modality is concerned. */
export type Visit = {
  readonly id: string;
  readonly patient: WorklistPatient;
  /** It contradicts what is known of the patient. */
  readonly doubtful: boolean;
  /** An instant. */
  readonly start: string;
  /** What it is for, in words. */
  readonly words: string;
};

/** All appointments that stand and have a time, for who prepares them. Pure. */
export function visitsIn(facts: readonly WorklistFact[]): Visit[] {
  const persons = personsOf(facts);
  return bookedIn(facts).flatMap(({ fact, whose, content, start }) => {
    if (start === undefined) return [];
    const { patient, doubts } = patientFor(whose, persons);
    const words = content.services.map(({ meaning }) => meaning).join(' ');
    return [{ id: fact.id, patient, doubtful: doubts.length > 0, start, words }];
  });
}
