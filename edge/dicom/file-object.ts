import { type FileHandle, open } from 'node:fs/promises';
import { readMeta, syntaxOf } from '../../domain/dicom/reading/meta.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { ObjectToSend } from './client.ts';
import { readFirstBytes } from './store/first-bytes.ts';

/** Where meta information and the names of an object stand, but for private groups of unusual size. */
const START_BYTES = 512 * 1024;
const READ_BYTES = 256 * 1024;

/**
 * A DICOM file as an object to send, in the syntax in which it is; read while it is sent, never held whole.
 * @throws OkaError `not-dicom`, `dicom-truncated`, `dicom-structure` where its SOP class and instance cannot be read
 */
export async function fileObject(path: string): Promise<ObjectToSend> {
  const file = await open(path);
  try {
    const start = Buffer.alloc(START_BYTES);
    const { bytesRead } = await file.read(start, 0, START_BYTES, 0);
    const seen = start.subarray(0, bytesRead);
    const { end, transferSyntax } = readMeta(seen);
    const transferSyntaxUid = transferSyntax ?? syntaxOf(seen.subarray(end), undefined);
    const { sopClassUid, sopInstanceUid } = readFirstBytes(seen.subarray(end), transferSyntaxUid);
    if (sopClassUid === undefined) throw new OkaError('dicom-structure', '(0008,0016)');
    if (sopInstanceUid === undefined) throw new OkaError('dicom-structure', '(0008,0018)');
    return { sopClassUid, sopInstanceUid, encodings: [{ transferSyntaxUid, read: () => bytesFrom(path, end) }] };
  } finally {
    await file.close();
  }
}

async function* bytesFrom(path: string, from: number): AsyncGenerator<Uint8Array> {
  let file: FileHandle | undefined;
  try {
    file = await open(path);
    for (let at = from; ; ) {
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(READ_BYTES), 0, READ_BYTES, at);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
      at += bytesRead;
    }
  } finally {
    await file?.close();
  }
}
