import type { ImageFacts, IntendedUse } from '../../schemas/measurement.ts';
import { IMAGE_FAULTS, type ImageFault } from '../../schemas/quality.ts';

/** Reasons of `not-assessed` that an image's header gives; stable, they reach physicians through `Finding.reason`. */
export type HeaderFault = 'modality' | 'secondary' | 'body-part' | 'view' | 'photometric' | 'size' | 'laterality';

/** Words in descriptions and orders that name a body part, where (0018,0015) is missing. */
const BODY_PART_WORDS: Readonly<Record<string, RegExp>> = {
  CHEST: /chest|thora[xc]|(?<!\p{L})cxr(?!\p{L})|lungs?(?!\p{L})|(?<!\p{L})огк(?!\p{L})|грудн|л[её]гки[хе]|флюорогра/iu,
  KNEE: /(?<!\p{L})knees?(?!\p{L})|(?<!\p{L})колен/iu,
};
/** Neighbours whose films show the chest or carry its name ("грудной отдел позвоночника"): other examinations, otherwise exposed. */
const NEIGHBOURS =
  /spine|spinal|vertebr|позвон|(?<!\p{L})ribs?(?!\p{L})|р[её]бер(?!\p{L})|р[её]бра|clavic|ключиц|sternum|грудин|breast|молочн|грудн(ая|ой|ых) желез|abdom|брюшн/iu;
/** A projection as (0018,5101) writes it, and the words that name it where it is missing. */
const FRONTAL =
  /(?<!\p{L})(ap|pa|p-a|a-p)(?!\p{L})|frontal|antero-?posterior|postero-?anterior|прям(ая|ой|ую)|фронтальн|передне-?задн|задне-?передн/iu;
const LATERAL = /(?<!\p{L})(lat|ll|rl|lld|rld)(?!\p{L})|lateral|oblique|боков|кос(ая|ой|ую)(?!\p{L})/iu;
const FRONTAL_VIEWS: readonly string[] = ['AP', 'PA'];

const upper = (text: string): string => text.trim().toUpperCase();

function bodyPartFits(facts: ImageFacts, words: readonly string[], use: IntendedUse): boolean {
  const stated = facts.bodyPart === undefined ? [...words] : [facts.bodyPart];
  if (stated.some((text) => NEIGHBOURS.test(text) && !use.bodyParts.some((part) => upper(text) === upper(part))))
    return false;
  return use.bodyParts.some((part) =>
    stated.some((text) => upper(text) === upper(part) || (BODY_PART_WORDS[upper(part)]?.test(text) ?? false)),
  );
}

/**
 * A missing view counts as frontal only where a description or the order names a frontal projection and none names
 * another: a lateral film of a child with pneumonia looks to a frontal model like nothing it was tested on.
 */
function viewFits(facts: ImageFacts, words: readonly string[], use: IntendedUse): boolean {
  if (facts.view !== undefined) return use.views.map(upper).includes(upper(facts.view));
  return (
    use.views.some((view) => FRONTAL_VIEWS.includes(upper(view))) &&
    words.some((text) => FRONTAL.test(text)) &&
    !words.some((text) => LATERAL.test(text))
  );
}

/** Can the network be run on this image at all? Body part, view and age are asked later, when the chart is at hand. */
function technicalFault(facts: ImageFacts, use: IntendedUse): HeaderFault | undefined {
  if (facts.modality === undefined || !use.modalities.map(upper).includes(upper(facts.modality))) return 'modality';
  if (facts.secondary && use.secondary !== 'allowed') return 'secondary';
  if (!use.photometric.map(upper).includes(upper(facts.photometric))) return 'photometric';
  if (Math.min(facts.rows, facts.columns) < use.minimumPixels) return 'size';
  if (use.laterality === 'stated' && facts.laterality !== 'L' && facts.laterality !== 'R') return 'laterality';
  return undefined;
}

/**
 * Does what the header states, and no description or order can overrule, keep the image from the network for good? Then it
 * need not be run; `headerFault` gives the reason.
 */
export const isExcluded = (facts: ImageFacts, use: IntendedUse): boolean =>
  technicalFault(facts, use) !== undefined ||
  (facts.bodyPart !== undefined && !bodyPartFits(facts, [], use)) ||
  (facts.view !== undefined && !viewFits(facts, [], use));

/**
 * The first reason why an image is outside the intended use, or undefined. A body part or
 * view that the header states is never overruled by a description.
 * @param orderWords texts of the order with the study's accession number
 */
export function headerFault(
  facts: ImageFacts,
  orderWords: readonly string[],
  use: IntendedUse,
): HeaderFault | undefined {
  const words = [...facts.words, ...orderWords];
  const technical = technicalFault(facts, use);
  if (technical === 'modality' || technical === 'secondary') return technical;
  if (!bodyPartFits(facts, words, use)) return 'body-part';
  if (!viewFits(facts, words, use)) return 'view';
  return technical;
}

const KNOWN_FAULTS: ReadonlySet<string> = new Set(IMAGE_FAULTS);

/**
 * The reason of `not-assessed` that the picture itself gave, or undefined for a picture without a fault. Measurements of
 * models that knew other names keep the general reason.
 */
export const imageReason = (fault: string | undefined): ImageFault | 'quality' | undefined =>
  fault === undefined ? undefined : KNOWN_FAULTS.has(fault) ? (fault as ImageFault) : 'quality';
