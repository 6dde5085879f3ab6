import { rewrittenMeta } from '../../../domain/dicom/meta.ts';
import type { StoreHeader } from './take.ts';

/**
 * Preamble and file meta information (PS3.10 §7.1) before the data set of a sender. They depend on nothing but the object:
 * no titles, no time; so the same data set twice is the same file. UIDs stand as sent, whether or not they keep to §9.1.
 */
export const fileHead = (
  header: Pick<StoreHeader, 'sopClassUid' | 'sopInstanceUid' | 'transferSyntaxUid'>,
): Uint8Array =>
  Buffer.concat(rewrittenMeta({ values: new Map() }, { ...header, transferSyntax: header.transferSyntaxUid }));
