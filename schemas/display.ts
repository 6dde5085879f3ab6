import { z } from 'zod';

/** Values of pixels as a table of DICOM: `first` and all below stand for the first entry; words, little endian, Base64. */
export const DisplayTable = z.strictObject({
  first: z.number().int(),
  bits: z.number().int().min(8).max(16),
  entries: z.base64(),
});
export type DisplayTable = z.infer<typeof DisplayTable>;

/** One way in which an image asks to be shown (DICOM PS3.3 §C.11.2). `range`: its least value is black, its greatest white. */
export const DisplayView = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('window'),
    centre: z.number(),
    width: z.number().positive(),
    shape: z.enum(['LINEAR', 'LINEAR_EXACT', 'SIGMOID']),
    explanation: z.string().optional(),
  }),
  z.strictObject({ kind: z.literal('table'), table: DisplayTable, explanation: z.string().optional() }),
  z.strictObject({ kind: z.literal('range'), least: z.number(), most: z.number() }),
]);
export type DisplayView = z.infer<typeof DisplayView>;

/**
 * Where the millimetres of a picture hold: in the patient (a slice), at an object of known size (calibrated), at the detector
 * (a projection, enlarged on the way there), on the film that was scanned; or its header says them and not where.
 */
export const SPACING_PLACES = ['patient', 'calibrated', 'detector', 'scanned-film', 'unsaid'] as const;
export const DisplaySpacing = z.strictObject({
  /** Millimetres from one row to the next, and from one column to the next. */
  rowMm: z.number().positive(),
  columnMm: z.number().positive(),
  at: z.enum(SPACING_PLACES),
  /** (0028,0A02), (0028,0A04): how it was calibrated, in the words of the device. */
  how: z.string().optional(),
  /** (0018,1114): by how much the device takes the patient to be enlarged on the detector. */
  magnification: z.number().positive().optional(),
});
export type DisplaySpacing = z.infer<typeof DisplaySpacing>;

/** A part of an ultrasound picture with a scale of its own (PS3.3 §C.8.5.5): columns and rows, the last ones included. */
export const DisplayRegion = z.strictObject({
  left: z.number().int(),
  top: z.number().int(),
  right: z.number().int(),
  bottom: z.number().int(),
  rowMm: z.number().positive(),
  columnMm: z.number().positive(),
});
export type DisplayRegion = z.infer<typeof DisplayRegion>;

/** All that a page needs to show one picture of values of its own: no name, no number, no date of the patient. */
export const PictureDisplay = z.strictObject({
  series: z.string(),
  instance: z.string(),
  modality: z.string().optional(),
  rows: z.number().int().positive(),
  columns: z.number().int().positive(),
  frames: z.number().int().positive(),
  samples: z.number().int(),
  bits: z.number().int(),
  signed: z.boolean(),
  photometric: z.string(),
  /** `htj2k`: its values come as a code stream that shows a lower resolution early; `rendered`: the server makes pictures. */
  way: z.enum(['htj2k', 'rendered']),
  /** Compressed with loss before it came here. */
  lossy: z.boolean(),
  /** Stored values → values that windows speak of (§C.11.1). */
  modalityValues: z.union([
    z.strictObject({ slope: z.number(), intercept: z.number(), unit: z.string().optional() }),
    z.strictObject({ table: DisplayTable, unit: z.string().optional() }),
  ]),
  /** The preferred first; one at least for grey. */
  views: z.array(DisplayView),
  padding: z.strictObject({ least: z.number().int(), most: z.number().int() }).optional(),
  spacing: DisplaySpacing.optional(),
  regions: z.array(DisplayRegion).optional(),
  /** (0028,0034): height to width of a pixel, where no millimetres say it. */
  aspect: z.number().positive().optional(),
  /** Milliseconds from one frame of a loop to the next, where the device says it. */
  frameMs: z.number().positive().optional(),
});
export type PictureDisplay = z.infer<typeof PictureDisplay>;

/** One instance of a study as a list names it. */
export const DisplayItem = z.strictObject({
  series: z.string(),
  instance: z.string(),
  /** What can be done with it on a page: look at it, play it, open it, or know that it is there. */
  kind: z.enum(['film', 'loop', 'pdf', 'curves', 'report', 'video', 'other']),
  modality: z.string().optional(),
  description: z.string().optional(),
  bodyPart: z.string().optional(),
  view: z.string().optional(),
  laterality: z.string().optional(),
  number: z.number().int().optional(),
  rows: z.number().int().optional(),
  columns: z.number().int().optional(),
  frames: z.number().int().min(0),
});
export type DisplayItem = z.infer<typeof DisplayItem>;

/** A study as the desk lists it, with all that its first picture needs, so that one question is enough to begin. */
export const StudyDisplay = z.strictObject({
  study: z.string(),
  /** Eight digits, as the device wrote it. */
  date: z.string().optional(),
  time: z.string().optional(),
  description: z.string().optional(),
  modalities: z.array(z.string()),
  bodyPart: z.string().optional(),
  items: z.array(DisplayItem),
  /** The instance that is shown first, and its preview's; none where nothing has a picture. */
  first: z.string().optional(),
  picture: PictureDisplay.optional(),
});
export type StudyDisplay = z.infer<typeof StudyDisplay>;

/** Bytes of a preview at most: what a line of 256 kbit/s carries in a second and a quarter. */
export const PREVIEW_BYTES_MOST = 40_000;

/** What the region has of earlier: the newest study of the same part and kind, or the day of a report whose images it lacks. */
export const PriorDisplay = z.strictObject({
  study: z.string().optional(),
  /** Eight digits, as the device wrote it. */
  date: z.string().optional(),
  /** Day of the newest report of such an examination, where no images of it are here. */
  reported: z.string().optional(),
});
export type PriorDisplay = z.infer<typeof PriorDisplay>;
