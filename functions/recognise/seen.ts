import type { DicomHeader } from '../../domain/dicom/header.ts';
import { readDicom } from '../../domain/dicom/read.ts';
import type { Codecs } from '../../domain/imaging/codecs.ts';
import type { Grey } from '../../domain/imaging/grey.ts';
import { hasOwnWindow, pictureOfPrefix, readPrefix } from '../../domain/imaging/prefix.ts';
import { isProvenFor, type PreviewProof } from '../../domain/imaging/preview-proof.ts';
import { variableOf } from '../../platform/environment.ts';
import { loadHtj2k } from '../../platform/htj2k.ts';
import { pictureOf } from '../../platform/inference/measure.ts';
import { previewLength, readIntakeRange } from '../../platform/intake.ts';
import { readInput } from '../../platform/objects.ts';
import type { World } from '../../platform/world.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { ModelManifest } from '../../schemas/manifest.ts';
import type { RecognitionRequested } from '../../schemas/messages.ts';
import type { Clinic } from '../../schemas/region.ts';

/** An image as far as it is here. */
export type Seen = {
  readonly header: DicomHeader;
  readonly picture: Grey;
  /** Present when only the first bytes were read. */
  readonly prefix?: {
    readonly rows: number;
    readonly columns: number;
    readonly hasOwnWindow: boolean;
    readonly proof?: PreviewProof | undefined;
  };
};

/**
 * The whole image, or what its first bytes show of it, read as `receive-image` reads it.
 * @throws OkaError of reading and decoding
 */
export async function see(
  { data: { input, basis, sopInstanceUid } }: RecognitionRequested,
  { zone, imageCharset: charset }: Clinic,
  world: World,
  codecs: Codecs,
): Promise<Seen> {
  if (basis === 'preview') {
    const length = await previewLength(world, input);
    if (length === undefined) throw new OkaError('not-found', 'prefix');
    const bytes = await readIntakeRange(world, input, [0, length]);
    const prefix = readPrefix(bytes, zone, codecs.inflate, await loadHtj2k(), { charset });
    // The door takes other bytes in the place of a segment while the whole does not have its digest.
    if (prefix.header.sopInstanceUid !== sopInstanceUid) throw new OkaError('digest-mismatch', 'prefix');
    return {
      header: prefix.header,
      picture: pictureOfPrefix(prefix),
      prefix: {
        rows: prefix.frame.rows,
        columns: prefix.frame.columns,
        hasOwnWindow: hasOwnWindow(prefix.object),
        proof: prefix.proof,
      },
    };
  }
  const bytes = await readInput(world.objects, variableOf(world.env, 'OKA_BUCKET_INTAKE'), input);
  const { object, header } = readDicom(bytes, zone, codecs.inflate, { charset });
  const picture = pictureOf(object, header, codecs);
  if (picture === undefined) throw new OkaError('dicom-pixels', '(7FE0,0010)');
  return { header, picture };
}

/**
 * Whether a model may be run on this: on a preview where its manifest says so, from the size that it says, never enlarged;
 * from a smaller one where the sender has measured that the network sees of it what it would see of this very film.
 */
export function isEnough(
  { preview, input }: Pick<ModelManifest, 'preview' | 'input'>,
  { prefix }: Pick<Seen, 'prefix'>,
): boolean {
  if (prefix === undefined) return true;
  if (!preview.allowed || !prefix.hasOwnWindow) return false;
  const shorter = Math.min(prefix.rows, prefix.columns);
  if (shorter >= preview.minimumPixels) return true;
  const { provenPixels = preview.minimumPixels } = preview;
  return shorter >= provenPixels && isProvenFor(prefix.proof, input.shape.at(-1) ?? 0, input.fit);
}

/**
 * Work on a preview: what fails for good waits for the whole, which may be right all the same. It must not end the input.
 */
export async function tolerantly(event: RecognitionRequested, world: World, work: () => Promise<void>): Promise<void> {
  const { input, basis } = event.data;
  try {
    await work();
  } catch (cause) {
    if (basis !== 'preview' || !(cause instanceof OkaError) || cause.class !== 'permanent') throw cause;
    await world.chart.step(input, 'preview not used', cause.code);
  }
}
