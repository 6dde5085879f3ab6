import { OkaError } from '../../../schemas/errors.ts';
import { lookUp } from '../look-up.ts';
import type { Draft } from './draft.ts';
import { REQUEST_TYPES } from './request-types.ts';
import { warnOfUnread } from './unread.ts';
import { VISIT_TYPES } from './visit-types.ts';

/** Maps a message of one type into its draft. @throws OkaError for a message that cannot be mapped */
export type MapMessage = (draft: Draft) => void;

/** Message type (MSH-9.1, MSH-9.2) → how it is mapped. What is not here is stored and reported, never an error 500. */
const TYPES: Readonly<Record<string, MapMessage>> = { ...VISIT_TYPES, ...REQUEST_TYPES };

/** Of a known kind only the event is unknown: table 0357 tells the two apart (domain/hl7/fault.ts). */
const KINDS = new Set(Object.keys(TYPES).map((type) => type.slice(0, 3)));

/** @throws OkaError `hl7-unsupported` for a type that nobody maps, `hl7-structure` without a type */
export function mapMessage(draft: Draft): void {
  const { type } = draft.message;
  warnOfOwnSegments(draft);
  if (type.startsWith('^')) throw new OkaError('hl7-structure', 'MSH-9');
  const map = lookUp(TYPES, type);
  if (map === undefined) throw new OkaError('hl7-unsupported', KINDS.has(type.slice(0, 3)) ? 'MSH-9.2' : 'MSH-9');
  warnOfUnread(draft);
  map(draft);
}

/** Segments of the sender's own making are kept with the bytes and read by nobody: how many there are is said. */
function warnOfOwnSegments(draft: Draft): void {
  const own = draft.message.segments.filter(({ name }) => /^Z[A-Z0-9]{2}$/.test(name));
  const byName = Map.groupBy(own, ({ name }) => name);
  for (const [name, segments] of [...byName].slice(0, 20)) draft.warn(`${name} ×${segments.length} is not mapped`);
}
