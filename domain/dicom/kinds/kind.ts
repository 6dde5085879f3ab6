import type { DicomHeader } from '../header.ts';

/** What an object is to Oka: each kind is taken in in a way of its own, none is refused for what it is. */
const KINDS = {
  image: 'A picture of one or several frames; a model may read it, a preview shows it.',
  photo: 'A photograph (VL Photographic Image): skin, wound, ear.',
  loop: 'A picture that moves: ultrasound, angiography, video. Its first frame is the preview.',
  'secondary-capture': 'A picture made of pictures: a screenshot, a scan, the drawing of a program.',
  waveform: 'Curves over time: ECG, haemodynamics, sound. An ECG is drawn to scale.',
  document: 'A file in an envelope: PDF, CDA, a model for printing.',
  report: 'A structured report: content as a tree, shown as text.',
  'key-objects': 'A selection of objects with a title: a manifest, a rejection note, images of note.',
  'presentation-state': 'How other images are to be shown. Linked to the images it speaks of.',
  'procedure-step': 'What the modality says of its work (MPPS): under way, completed, discontinued.',
  other: 'Everything else: raw data, segmentations, plans, private classes. Kept and linked.',
} as const;
export type Kind = keyof typeof KINDS;

const STORAGE = '1.2.840.10008.5.1.4.1.1.';
export const SOP = {
  photo: `${STORAGE}77.1.4`,
  keyObjects: `${STORAGE}88.59`,
  mammographyCad: `${STORAGE}88.50`,
  chestCad: `${STORAGE}88.65`,
  colonCad: `${STORAGE}88.69`,
  pdf: `${STORAGE}104.1`,
  procedureStep: '1.2.840.10008.3.1.2.3.3',
} as const;

/** SOP classes by the beginning of their UID (PS3.6 Annex A, PS3.4 Annex B.5); the first that fits counts. */
const CLASSES: readonly (readonly [RegExp, Kind])[] = [
  [/^1\.2\.840\.10008\.3\.1\.2\.3\.3$/, 'procedure-step'],
  [/^7(\.[1-4])?$/, 'secondary-capture'],
  [/^9\.\d/, 'waveform'],
  [/^11\.\d+$/, 'presentation-state'],
  [/^77\.1\.4$/, 'photo'],
  [/^77\.1\.\d\.1$/, 'loop'],
  [/^88\.59$/, 'key-objects'],
  [/^88\.\d+$/, 'report'],
  [/^104\.\d+$/, 'document'],
];

/**
 * The kind of an object by its SOP class; a class that nobody has told us of is an image where it has pixels. Several
 * frames of one plane are a loop: the frames of a volume (CT, MR, PT, tomosynthesis) are not.
 */
export function kindOf(header: Pick<DicomHeader, 'sopClassUid' | 'modality' | 'pixels' | 'imageType'>): Kind {
  const { sopClassUid, modality, pixels } = header;
  const name = sopClassUid.startsWith(STORAGE) ? sopClassUid.slice(STORAGE.length) : sopClassUid;
  const known = CLASSES.find(([pattern]) => pattern.test(name))?.[1];
  if (known !== undefined && !(known === 'secondary-capture' && isExposure(header))) return known;
  if (pixels === undefined) return 'other';
  return pixels.frames > 1 && LOOPS.has(modality ?? '') ? 'loop' : 'image';
}

/** Old digitizers and converters write exposures as secondary captures; what a program drew is DERIVED and SECONDARY. */
const isExposure = ({ modality, imageType = [] }: Pick<DicomHeader, 'modality' | 'imageType'>): boolean =>
  modality !== undefined && !NO_EXPOSURE.has(modality) && !(imageType[0] === 'DERIVED' && imageType[1] !== 'PRIMARY');
const NO_EXPOSURE: ReadonlySet<string> = new Set(['OT', 'SC', 'DOC', 'SR', 'PR', 'KO']);

const LOOPS: ReadonlySet<string> = new Set(['US', 'IVUS', 'XA', 'RF', 'ES', 'XC']);

/** Kinds whose instances are the pictures of an examination: they count when it is asked whether a study is whole. */
export const isPicture = (kind: Kind): boolean => kind === 'image' || kind === 'photo' || kind === 'loop';
