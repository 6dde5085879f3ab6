import fc from 'fast-check';
import type { Happening } from './happening.ts';
import type { StoryInput } from './message.ts';
import { laboratory, medicines, orders, reports } from './told-of-orders.ts';
import { elsewhere, guessed, merges, moves, wrongPatient } from './told-of-others.ts';
import { allergies, appointments, demographics, documents, problems, vaccines, visits } from './told-of-patients.ts';

/** Kinds of happenings by name, so that a test can ask for stories of some of them. */
export const HAPPENINGS: Readonly<Record<string, Happening>> = {
  ...{ visits, moves, demographics, allergies, merges, orders, medicines, laboratory, wrongPatient },
  ...{ reports, documents, appointments, vaccines, problems, elsewhere, guessed },
};

/** A patient's story, one message after the other: from one kind of happening, or all mixed. */
export const storyOf = (kinds: readonly string[], longest: number): fc.Arbitrary<StoryInput[]> =>
  fc.array(fc.oneof(...kinds.flatMap((kind) => HAPPENINGS[kind] ?? [])), { minLength: 2, maxLength: longest });
