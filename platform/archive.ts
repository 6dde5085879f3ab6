import { createHash } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from '../domain/fhir/canonical.ts';
import { ChartItem } from '../schemas/chart.ts';
import { OkaError } from '../schemas/errors.ts';
import { ClinicId, type InputKey, Sha256 } from '../schemas/input.ts';
import { variableOf } from './environment.ts';
import { intakeSegments, readIntakeRange } from './intake.ts';
import { readInput } from './objects.ts';
import type { World } from './world.ts';

type Reach = Pick<World, 'objects' | 'env'>;

/** How the region holds an image: re-encoded without loss (`domain/imaging/working-copy.ts`), or as the clinic sent it. */
export type InstanceForm = 'working-copy' | 'as-sent';

/** What lies beside the bytes of a working copy. */
const ArchivedFacts = z.object({
  /** SHA-256 of the object as it was transmitted: the input's own digest. */
  'original-sha256': Sha256,
  'pixel-hash': Sha256,
  'transfer-syntax': z.string(),
  /** SHA-256 of the working copy itself. */
  sha256: Sha256,
});
type ArchivedFacts = z.infer<typeof ArchivedFacts>;

export type InstanceHead = {
  readonly form: InstanceForm;
  readonly length: number;
  /** Of a working copy. */
  readonly facts?: ArchivedFacts;
};

/** Key of an input's working copy in the bucket `archive`: one for ever, so putting it again changes nothing. */
export const archiveKey = ({ kind, clinic, sha256 }: InputKey): string => `${kind}/${clinic}/${sha256}`;

/** Keeps a working copy. The bytes come from a deterministic encoder, so a repeat overwrites them with themselves. */
export async function archiveInstance(
  { objects, env }: Reach,
  input: InputKey,
  { bytes, pixelHash, transferSyntax }: { bytes: Uint8Array; pixelHash: string; transferSyntax: string },
): Promise<void> {
  const facts: ArchivedFacts = {
    'original-sha256': input.sha256,
    'pixel-hash': pixelHash,
    'transfer-syntax': transferSyntax,
    sha256: digestOf(bytes),
  };
  const contentType = 'application/dicom';
  await objects.put(archiveBucket(env), archiveKey(input), bytes, { contentType, metadata: { ...facts } });
}

/**
 * An accepted image: its working copy where there is one, else the segments of intake joined. Both hold the same pixels
 * and attributes; an object that cannot be re-encoded is never copied, intake keeps it.
 * @throws OkaError `not-found` when the region has no such input, `digest-mismatch` when the bytes are not what was stored
 */
export async function readInstance(reach: Reach, input: InputKey): Promise<{ bytes: Uint8Array; form: InstanceForm }> {
  const { objects, env } = reach;
  const head = await archivedHead(reach, input);
  if (head?.facts === undefined)
    return { bytes: await readInput(objects, variableOf(env, 'OKA_BUCKET_INTAKE'), input), form: 'as-sent' };
  const bytes = await objects.get(archiveBucket(env), archiveKey(input));
  if (digestOf(bytes) !== head.facts.sha256) throw new OkaError('digest-mismatch', 'archive');
  return { bytes, form: 'working-copy' };
}

/** Form and length of an accepted image. @throws OkaError `not-found` */
export async function headInstance(reach: Reach, input: InputKey): Promise<InstanceHead> {
  const archived = await archivedHead(reach, input);
  if (archived !== undefined) return archived;
  const length = (await intakeSegments(reach, input)).at(-1)?.to;
  if (length === undefined) throw new OkaError('not-found', 'intake segments');
  return { form: 'as-sent', length };
}

/**
 * Bytes `[from, to)` of the object that `readInstance` gives, cut at its end, without reading the rest of it; their digest
 * is not checked. For one object take `form` from `headInstance` once, so that all ranges are of the same bytes.
 * @throws OkaError `not-found`
 */
export async function readInstanceRange(
  reach: Reach,
  input: InputKey,
  form: InstanceForm,
  [from, to]: readonly [from: number, to: number],
): Promise<Uint8Array> {
  const { objects, env } = reach;
  if (to <= from) return new Uint8Array();
  if (form === 'working-copy') return objects.get(archiveBucket(env), archiveKey(input), { from, to: to - 1 });
  return readIntakeRange(reach, input, [from, to]);
}

async function archivedHead({ objects, env }: Reach, input: InputKey): Promise<InstanceHead | undefined> {
  const head = await objects.head(archiveBucket(env), archiveKey(input));
  return head && { form: 'working-copy', length: head.length, facts: ArchivedFacts.parse(head.metadata) };
}

const archiveBucket = (env: World['env']): string => variableOf(env, 'OKA_BUCKET_ARCHIVE');
const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const notesOf = (input: InputKey): string => `previews/${archiveKey(input)}/`;

/** What a preview of an input says of its study, and the clinic that owns the record it says it of. */
export const PreviewNote = z.object({ item: ChartItem, owner: ClinicId });
export type PreviewNote = z.infer<typeof PreviewNote>;

/** Keeps a note until the whole has been compared with it; another prefix of the same input leaves a note of its own. */
export async function putArchivedNote({ objects, env }: Reach, input: InputKey, note: PreviewNote): Promise<void> {
  const bytes = Buffer.from(canonicalJson(note));
  const key = `${notesOf(input)}${digestOf(bytes)}.json`;
  await objects.put(archiveBucket(env), key, bytes, { contentType: 'application/json' });
}

/** None when no preview of the input was read. */
export async function archivedNotes({ objects, env }: Reach, input: InputKey): Promise<PreviewNote[]> {
  const found = await objects.list(archiveBucket(env), notesOf(input));
  const bytes = await Promise.all(found.map(({ key }) => objects.get(archiveBucket(env), key)));
  return bytes.map((one) => PreviewNote.parse(JSON.parse(Buffer.from(one).toString('utf8'))));
}
