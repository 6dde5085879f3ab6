import { createHash } from 'node:crypto';
import type { DicomHeader } from '../../domain/dicom/header.ts';
import type { DicomObject } from '../../domain/dicom/object.ts';
import { readDicom } from '../../domain/dicom/read.ts';
import type { Codecs } from '../../domain/imaging/codecs.ts';
import { headInstance, readInstance, readInstanceRange } from '../../platform/archive.ts';
import type { IndexedInstance } from '../../platform/chart/study-rows.ts';
import { variableOf } from '../../platform/environment.ts';
import type { World } from '../../platform/world.ts';
import { OkaError } from '../../schemas/errors.ts';

type Reach = Pick<World, 'objects' | 'env'>;

/** An object as the region holds it, not yet read. */
export type StoredObject = {
  readonly length: number;
  readonly transferSyntax: string;
  /** Names the bytes. */
  readonly digest: string;
  /** Bytes `[from, to)`. */
  readonly range: (from: number, to: number) => Promise<Uint8Array>;
};

/** Where an instance lies: the working copy if there is one, else as it was sent; or what Oka made. @throws OkaError `not-found` */
export async function storedObject(
  { source, transferSyntax }: IndexedInstance,
  { objects, env }: Reach,
): Promise<StoredObject> {
  if ('input' in source) {
    const { input } = source;
    const { form, length, facts } = await headInstance({ objects, env }, input);
    return {
      length,
      transferSyntax: facts?.['transfer-syntax'] ?? transferSyntax,
      digest: facts?.sha256 ?? input.sha256,
      range: (from, to) => readInstanceRange({ objects, env }, input, form, [from, to]),
    };
  }
  const bucket = variableOf(env, 'OKA_BUCKET_DERIVED');
  const head = await objects.head(bucket, source.derived);
  if (head === undefined) throw new OkaError('not-found', 'derived object');
  return {
    length: head.length,
    transferSyntax,
    digest: source.sha256,
    range: (from, to) => objects.get(bucket, source.derived, { from, to: to - 1 }),
  };
}

const PIECE_BYTES = 4 * 1024 * 1024;

/** The bytes `[from, to)` in pieces, the next one read while one is sent: an object of any length in the memory of two. */
export async function* pieces(stored: StoredObject, from = 0, to = stored.length): AsyncGenerator<Uint8Array> {
  const read = (at: number) => (at < to ? stored.range(at, Math.min(at + PIECE_BYTES, to)) : undefined);
  let next = read(from);
  for (let at = from; next !== undefined; at += PIECE_BYTES) {
    const piece = await next;
    next = read(at + PIECE_BYTES);
    // Not awaited yet: a failure is met when its turn comes.
    next?.catch(() => {});
    yield piece;
  }
}

/** An object that has been read. */
export type OpenObject = {
  readonly bytes: Uint8Array;
  readonly object: DicomObject;
  readonly header: DicomHeader;
  readonly digest: string;
};

/** A viewer asks for one frame after the other of a film: what was read last stays for a while, up to so many bytes. */
const KEPT_BYTES = 256 * 1024 * 1024;
const kept = new Map<string, OpenObject>();

/** Reads an object whole. The zone does not matter: no time is read. @throws OkaError of reading */
export async function openObject(instance: IndexedInstance, reach: Reach, codecs: Codecs): Promise<OpenObject> {
  const { source } = instance;
  const name = 'input' in source ? `${source.input.clinic}/${source.input.sha256}` : source.derived;
  const known = kept.get(name);
  if (known !== undefined) {
    kept.delete(name);
    kept.set(name, known);
    return known;
  }
  const bytes =
    'input' in source
      ? (await readInstance(reach, source.input)).bytes
      : await reach.objects.get(variableOf(reach.env, 'OKA_BUCKET_DERIVED'), source.derived);
  const opened: OpenObject = {
    bytes,
    ...readDicom(bytes, 'UTC', codecs.inflate),
    digest: createHash('sha256').update(bytes).digest('hex'),
  };
  kept.set(name, opened);
  let held = [...kept.values()].reduce((sum, one) => sum + one.bytes.length, 0);
  for (const [oldest, one] of kept) {
    if (held <= KEPT_BYTES || oldest === name) break;
    kept.delete(oldest);
    held -= one.bytes.length;
  }
  return opened;
}
