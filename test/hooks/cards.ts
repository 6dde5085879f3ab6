import { expect } from '@jest/globals';
import { answered, type ask } from '../../domain/cds-hooks/example.ts';
import { breachesOfResponse } from '../../domain/cds-hooks/invariants.ts';
import { HookResponse } from '../../schemas/cds-hooks/response.ts';

/** The cards of an answer, held to the specification. */
export const cardsOf = (...input: Parameters<typeof ask>) => {
  const { response } = answered(...input);
  expect(breachesOfResponse(response)).toEqual([]);
  expect(HookResponse.parse(response)).toEqual(response);
  return response.cards;
};
