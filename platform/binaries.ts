import { z } from 'zod';
import { binaryId } from '../domain/fhir/binary.ts';
import { DerivedId } from '../schemas/chart.ts';
import type { ObjectStore } from './objects.ts';

/**
 * A FHIR id has at most 64 characters, a key in `derived` often more. So what the API serves as Binary is named by the
 * SHA-256 of its key, and `binary/<id>` beside it says which object that is and whose. What has no such pointer (bulk of
 * the chart, for one) cannot be asked for.
 */
const Pointer = z.strictObject({ key: z.string().min(1), record: DerivedId });
type Pointer = z.infer<typeof Pointer>;

export { binaryId };

const pointerKey = (id: string): string => `binary/${id}`;

/** Makes an object of `derived` readable as `/fhir/Binary/<id>` to those who may read the record. */
export async function pointBinary(objects: ObjectStore, bucket: string, pointer: Pointer): Promise<void> {
  const bytes = Buffer.from(JSON.stringify(pointer));
  await objects.put(bucket, pointerKey(binaryId(pointer.key)), bytes, { contentType: 'application/json' });
}

/** @throws OkaError `not-found` */
export async function readPointer(objects: ObjectStore, bucket: string, id: string): Promise<Pointer> {
  return Pointer.parse(JSON.parse(Buffer.from(await objects.get(bucket, pointerKey(id))).toString('utf8')));
}
