import { REFUSALS, type Refusal, type RefusalEntry } from '../../schemas/cds-hooks/refusals.ts';
import type { Language } from '../rules/cards.ts';

const REFUSAL_SYSTEM = 'https://oka.health/fhir/cds-hooks-refusal';

/**
 * The answer to a call that is refused: its HTTP status and a FHIR R4 OperationOutcome (CDS Hooks 3.0 asks for one; 2.0.1
 * leaves the body open). Holds the stable code, the place and what to do; never a value of the call.
 */
export function outcomeOf(
  { refused, at }: Refusal,
  language: Language,
): { readonly status: number; readonly body: fhir4.OperationOutcome } {
  const { http, issue, meaning, whatToDo }: RefusalEntry = REFUSALS[refused];
  const isPath = issue === 'invalid' && at !== undefined;
  return {
    status: http,
    body: {
      resourceType: 'OperationOutcome',
      issue: [
        {
          severity: 'error',
          code: issue,
          details: { coding: [{ system: REFUSAL_SYSTEM, code: refused }], text: meaning[language] },
          diagnostics: at === undefined || isPath ? whatToDo[language] : `${at}. ${whatToDo[language]}`,
          ...(isPath ? { expression: [at] } : {}),
        },
      ],
    },
  };
}
