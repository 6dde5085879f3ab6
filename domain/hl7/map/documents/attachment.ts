import { createHash } from 'node:crypto';
import { binaryId, documentKey } from '../../../fhir/binary.ts';
import { mediaTypeOfBytes } from './media-type.ts';

/** Bytes of a document that a message carried, and where they are kept: under their own digest, so repeats are the same. */
export type Attachment = {
  readonly record: string;
  /** In the bucket `derived`. */
  readonly key: string;
  readonly sha256: string;
  readonly bytes: Uint8Array;
  /** What the bytes show themselves to be, whatever the sender called them: as such they are served. */
  readonly contentType: string;
  /** Address in the API. */
  readonly url: string;
  /** SHA-1 in base64, as FHIR R4 Attachment.hash has it. */
  readonly sha1: string;
};

export function attachmentOf(record: string, bytes: Uint8Array): Attachment {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const key = documentKey(record, sha256);
  return {
    record,
    key,
    sha256,
    bytes,
    contentType: mediaTypeOfBytes(bytes) ?? 'application/octet-stream',
    url: `Binary/${binaryId(key)}`,
    sha1: createHash('sha1').update(bytes).digest('base64'),
  };
}
