import { createHmac, hash } from 'node:crypto';
import { derivedUid } from '../../domain/dicom/write/uid.ts';
import type { EdgeKey } from '../files/key.ts';

/** Letters and digits that nobody takes for one another, read aloud or from a screen (Crockford's base 32). */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A name from a key, keyed: the same key gives the same name, and nobody finds the patient's number by trying. */
export const keyedName = (idKey: string, ...parts: readonly string[]): string =>
  createHmac('sha256', Buffer.from(idKey, 'hex')).update(JSON.stringify(parts)).digest('hex');

/** Study Instance UID of an order, appointment or walk-in that brings none (PS3.5 §B.2). */
export const studyUidOf = (idKey: string, ...key: readonly string[]): string =>
  derivedUid(keyedName(idKey, 'study', ...key), 'study');

/** A short name for fields of 16 characters (VR SH): a letter that says what it is, and 60 bits. */
export function shortName(letter: string, idKey: string, ...key: readonly string[]): string {
  let bits = BigInt(`0x${keyedName(idKey, letter, ...key).slice(0, 15)}`);
  let name = '';
  for (let place = 0; place < 12; place += 1) {
    name = `${DIGITS.charAt(Number(bits & 31n))}${name}`;
    bits >>= 5n;
  }
  return `${letter}${name}`;
}

/**
 * The key from which names follow: from the edge's own key, or, where nothing is encrypted (development), from the clinic
 * alone. Names that were once given stay in the facts when the key is rolled over.
 */
export function worklistIdKey(key: EdgeKey | undefined, clinicOid: string): string {
  if (key === undefined) return hash('sha256', `oka edge worklist ${clinicOid}`);
  return key.derive(key.id, Buffer.from(clinicOid), 'names of the worklist').toString('hex');
}
