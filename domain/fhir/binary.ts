import { createHash } from 'node:crypto';

/**
 * Id under which the API serves an object of the bucket `derived` as Binary: the SHA-256 of its key, for a FHIR id has at
 * most 64 characters and a key often more.
 */
export const binaryId = (key: string): string => createHash('sha256').update(key).digest('hex');

/** Key of a document's bytes. The record is part of it: equal bytes of two patients are read by two circles of people. */
export const documentKey = (record: string, sha256: string): string => `documents/${record}/${sha256}`;
