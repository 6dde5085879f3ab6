import { contentOf, StepDone } from '../contents.ts';
import type { WorklistFact } from '../facts.ts';

/** What modalities say of the steps of the worklist, by Study Instance UID and step. */
export type Done = {
  readonly stateOf: (
    studies: readonly string[],
    stepId: string,
    isOnlyStep: boolean,
  ) => 'started' | 'ended' | undefined;
};

/**
 * A step that was completed or broken off leaves the list; broken off because the wrong entry was chosen, it was never
 * begun. A modality that names the study and no step means the one step that the study has.
 */
export function doneOf(facts: readonly WorklistFact[]): Done {
  const states = new Map<string, 'started' | 'ended'>();
  for (const fact of facts) {
    const step = fact.kind === 'step' ? contentOf(fact, 'step', StepDone) : undefined;
    if (step === undefined || step.wrongEntry) continue;
    const state = step.status === 'IN PROGRESS' ? 'started' : 'ended';
    for (const { studyInstanceUid, stepId } of step.of) {
      const name = `${studyInstanceUid}#${stepId}`;
      if (states.get(name) !== 'ended') states.set(name, state);
    }
  }
  return {
    stateOf(studies, stepId, isOnlyStep) {
      const found = studies
        .flatMap((study) => [states.get(`${study}#${stepId}`), isOnlyStep ? states.get(`${study}#`) : undefined])
        .filter((state) => state !== undefined);
      return found.includes('ended') ? 'ended' : found[0];
    },
  };
}
