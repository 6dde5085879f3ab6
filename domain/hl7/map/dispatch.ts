import { OkaError } from '../../../schemas/errors.ts';
import { lookUp } from '../table.ts';
import type { Draft } from './draft.ts';
import { REQUEST_TYPES } from './requests.ts';
import { VISIT_TYPES } from './visits.ts';

/** Maps a message of one type into its draft. @throws OkaError for a message that cannot be mapped */
export type MapMessage = (draft: Draft) => void;

/** Message type (MSH-9.1, MSH-9.2) → how it is mapped. What is not here is stored and reported, never an error 500. */
const TYPES: Readonly<Record<string, MapMessage>> = { ...VISIT_TYPES, ...REQUEST_TYPES };

/** @throws OkaError `hl7-unsupported` for a type that nobody maps, `hl7-structure` without a type */
export function mapMessage(draft: Draft): void {
  const { type } = draft.message;
  if (type.startsWith('^')) throw new OkaError('hl7-structure', 'MSH-9');
  const map = lookUp(TYPES, type);
  if (map === undefined) throw new OkaError('hl7-unsupported', 'MSH-9');
  map(draft);
}
