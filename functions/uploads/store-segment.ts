import type { Declared } from '../../platform/intake.ts';
import { segmentKey } from '../../platform/objects.ts';
import type { World } from '../../platform/world.ts';
import type { InputKey } from '../../schemas/input.ts';

export type Segment = Declared & {
  readonly input: InputKey;
  readonly offset: number;
  readonly body: Uint8Array;
  /** SHA-256 of the body as the sender announced it, base64 (RFC 9530). */
  readonly digest: string;
  /** First acceptance: at the edge, where the edge says so. */
  readonly receivedAt: string;
  /** What the edge says of the object: digest of the original, hash of its pixels. */
  readonly facts: Readonly<Record<string, string>>;
  /** The sender will send more when this is answered: the whole cannot be complete yet. */
  readonly more: boolean;
};

/** Puts the bytes with what the segment says of the object. */
export async function store(segment: Segment, world: World, bucket: string): Promise<void> {
  const { input, offset, length, preview, body, digest, receivedAt, facts } = segment;
  await world.objects.put(bucket, segmentKey(input, offset), body, {
    metadata: {
      length: String(length),
      ...(preview === undefined ? {} : { preview: String(preview) }),
      digest,
      'received-at': receivedAt,
      ...facts,
    },
  });
}
