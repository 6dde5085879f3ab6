import { createHash } from 'node:crypto';

/**
 * Canonical JSON after RFC 8785 (JCS): members sorted by UTF-16 code units, no white space, numbers as ECMAScript writes
 * them. Members that are undefined are left out, as JSON.stringify does. Two values are the same fact exactly when their
 * canonical texts are equal. Throws TypeError on NaN, infinities, functions, symbols and bigints.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError('JSON has no NaN and no infinity (RFC 8785 §3.2.2.3)');
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map((entry) => canonicalJson(entry ?? null)).join(',')}]`;
  if (typeof value === 'object') {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
    return `{${members.join(',')}}`;
  }
  throw new TypeError(`JSON has no ${typeof value}`);
}

/** SHA-256, in hexadecimal, of the canonical JSON in UTF-8. */
export const canonicalHash = (value: unknown): string =>
  createHash('sha256').update(canonicalJson(value), 'utf8').digest('hex');
