import { createHash } from 'node:crypto';
import { uuidOfHash } from '../../fhir/uuid.ts';

/**
 * A UID under 2.25 (PS3.5 §B.2) from a natural key: the same key always gives the same UID (contract 2). The key must begin
 * with something that is a keyed hash itself (a resultId, a derived id) or the digest of whole bytes: a plain hash of a
 * patient's number is reversed in minutes.
 */
export function derivedUid(...key: readonly string[]): string {
  const uuid = uuidOfHash(createHash('sha256').update(JSON.stringify(key)).digest());
  return `2.25.${BigInt(`0x${uuid.replaceAll('-', '')}`)}`;
}
