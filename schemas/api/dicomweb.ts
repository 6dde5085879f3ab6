import { z } from 'zod';
import { PictureDisplay, PriorDisplay, StudyDisplay } from '../display.ts';
import { json, type Route } from './route.ts';

/** As in headers of real devices: digits and dots by the standard, letters and hyphens by anonymisers. */
const Uid = z.string().regex(/^[0-9A-Za-z.-]{1,64}$/, 'a UID');
/** One frame or several, from 1: `1` or `1,2,5` (PS3.18 §10.4.1.1.6). */
const Frames = z.string().regex(/^[1-9]\d{0,5}(,[1-9]\d{0,5}){0,99}$/, 'frame numbers from 1, with commas');
/** Way to a binary value through items: `00420011`, `54000100.0.54001010`. */
const ElementPath = z
  .string()
  .regex(/^[0-9A-Fa-f]{8}(\.\d{1,4}\.[0-9A-Fa-f]{8}){0,8}$/, 'tags with item numbers between');

const study = z.strictObject({ study: Uid });
const series = study.extend({ series: Uid });
const instance = series.extend({ instance: Uid });
const STUDY = '/dicomweb/studies/{study}';
const SERIES = `${STUDY}/series/{series}`;
const INSTANCE = `${SERIES}/instances/{instance}`;

const Count = z
  .string()
  .regex(/^\d{1,6}$/, 'decimal digits')
  .transform(Number)
  .pipe(z.number().int());
/** Any attribute may be a matching key; which ones are supported stands in docs/dicomweb.md. */
const SearchQuery = z.looseObject({
  limit: Count.optional(),
  offset: Count.optional(),
  fuzzymatching: z.enum(['true', 'false']).optional(),
  includefield: z.string().optional(),
});
/** PS3.18 §8.3.5: `window=centre,width,function` and `viewport=width,height`; `quality` of a JPEG. */
const RenderQuery = z.strictObject({
  window: z
    .string()
    .regex(/^-?\d+(\.\d+)?,\d+(\.\d+)?,(linear|linear-exact|sigmoid)$/i, 'centre,width,function')
    .optional(),
  viewport: z
    .string()
    .regex(/^[1-9]\d{0,4},[1-9]\d{0,4}$/, 'width,height in pixels')
    .optional(),
  quality: Count.pipe(z.number().min(1).max(100)).optional(),
  accept: z.enum(['image/jpeg', 'image/png']).optional(),
});
/** `mark=page`: a page that asks writes “preview, not for reading” over the picture itself. */
const PreviewQuery = z.strictObject({
  mark: z.enum(['page']).optional(),
  accept: z.enum(['image/jpeg', 'image/webp']).optional(),
});
const MediaQuery = z.strictObject({ accept: z.string().optional() });

const DicomJsonArray = z.array(z.record(z.string().regex(/^[0-9A-F]{8}$/), z.looseObject({ vr: z.string() })));
const found = { status: 200, media: 'application/dicom+json', schema: DicomJsonArray };
const parts = { status: 200, media: 'multipart/related' };

/** All of them stream, and browsers of the region's viewers may ask them. */
const read = (row: Omit<Route, 'method' | 'function' | 'refusals'> & Partial<Pick<Route, 'refusals'>>): Route => ({
  method: 'GET',
  function: 'dicomweb',
  refusals: ['malformed-request', 'not-found', 'unreconciled', 'not-acceptable'],
  ...row,
});
const search = (path: string, operationId: string, summary: string, parameters: z.ZodObject): Route =>
  read({ path, operationId, summary, parameters, query: SearchQuery, success: found });
const metadata = (path: string, operationId: string, parameters: z.ZodObject): Route =>
  read({
    path: `${path}/metadata`,
    operationId,
    parameters,
    summary: 'All attributes in the DICOM JSON Model, without pixels; large binary values as bulk data.',
    success: found,
  });
const store = (path: string, operationId: string, parameters: z.ZodObject): Route => ({
  method: 'POST',
  path,
  function: 'uploads',
  operationId,
  summary: 'Stores instances of at most 4 MiB together (STOW-RS); larger ones go through PUT /uploads.',
  parameters,
  body: 'multipart/related',
  success: { status: 200, media: 'application/dicom+json', schema: z.looseObject({}) },
  refusals: ['malformed-request', 'over-size', 'not-acceptable', 'unsupported-media-type'],
});
const pixels = [
  'malformed-request',
  'not-found',
  'unreconciled',
  'not-acceptable',
  'range-needed',
  'dicom-pixels',
] as const;
const image = { status: 200, media: 'image/jpeg' };

/** DICOMweb (DICOM PS3.18): searches, retrievals, renderings, and the door for small instances. */
export const DICOMWEB_ROUTES: readonly Route[] = [
  search('/dicomweb/studies', 'searchStudies', "Studies of the caller's clinics, newest first.", z.strictObject({})),
  search('/dicomweb/series', 'searchAllSeries', 'Series of studies that match.', z.strictObject({})),
  search('/dicomweb/instances', 'searchAllInstances', 'Instances of studies that match.', z.strictObject({})),
  search(`${STUDY}/series`, 'searchSeries', 'Series of a study.', study),
  search(`${STUDY}/instances`, 'searchStudyInstances', 'Instances of a study.', study),
  search(`${SERIES}/instances`, 'searchInstances', 'Instances of a series.', series),
  metadata(STUDY, 'studyMetadata', study),
  metadata(SERIES, 'seriesMetadata', series),
  metadata(INSTANCE, 'instanceMetadata', instance),
  read({
    path: STUDY,
    operationId: 'retrieveStudy',
    summary: 'All instances of a study.',
    parameters: study,
    query: MediaQuery,
    success: parts,
  }),
  read({
    path: SERIES,
    operationId: 'retrieveSeries',
    summary: 'All instances of a series.',
    parameters: series,
    query: MediaQuery,
    success: parts,
  }),
  read({
    path: INSTANCE,
    operationId: 'retrieveInstance',
    summary: 'One instance, as it is stored or in Explicit VR Little Endian.',
    parameters: instance,
    query: MediaQuery,
    success: parts,
    refusals: pixels,
  }),
  read({
    path: `${INSTANCE}/frames/{frames}`,
    operationId: 'retrieveFrames',
    summary: 'Pixels of frames, as code stream or decoded.',
    parameters: instance.extend({ frames: Frames }),
    query: MediaQuery,
    success: parts,
    refusals: pixels,
  }),
  read({
    path: `${INSTANCE}/bulkdata/{element}`,
    operationId: 'retrieveBulkData',
    summary: 'A large binary value that the metadata name.',
    parameters: instance.extend({ element: ElementPath }),
    query: MediaQuery,
    success: { status: 200, media: 'application/octet-stream' },
    refusals: pixels,
  }),
  ...['rendered', 'thumbnail'].map((what) =>
    read({
      path: `${INSTANCE}/${what}`,
      operationId: `${what}Instance`,
      summary: `The first frame as JPEG or PNG${what === 'thumbnail' ? ', small' : ''}.`,
      parameters: instance,
      query: RenderQuery,
      success: image,
      refusals: pixels,
    }),
  ),
  read({
    path: `${INSTANCE}/frames/{frames}/rendered`,
    operationId: 'renderedFrame',
    summary: 'One frame as JPEG or PNG.',
    parameters: instance.extend({ frames: Frames }),
    query: RenderQuery,
    success: image,
    refusals: pixels,
  }),
  read({
    path: `${SERIES}/thumbnail`,
    operationId: 'thumbnailSeries',
    summary: 'The first image of a series, small.',
    parameters: series,
    query: RenderQuery,
    success: image,
    refusals: pixels,
  }),
  read({
    path: `${STUDY}/display`,
    operationId: 'studyDisplay',
    summary: 'What lies in a study and how its first picture is shown, in a few kilobytes; an addition to DICOMweb.',
    parameters: study,
    success: json(200, StudyDisplay),
  }),
  read({
    path: `${INSTANCE}/display`,
    operationId: 'pictureDisplay',
    summary: 'How a picture is shown: values, windows, spacing; an addition to DICOMweb.',
    parameters: instance,
    success: json(200, PictureDisplay),
    refusals: [...pixels, 'image-too-large'],
  }),
  read({
    path: `${STUDY}/prior`,
    operationId: 'priorStudy',
    summary: 'The newest earlier study of the same kind and part of the body; an addition to DICOMweb.',
    parameters: study,
    success: json(200, PriorDisplay),
    refusals: ['malformed-request', 'not-found', 'unreconciled', 'chart-too-wide'],
  }),
  read({
    path: `${INSTANCE}/curves`,
    operationId: 'drawnCurves',
    summary: 'An ECG as a drawing to scale (SVG in millimetres); an addition to DICOMweb.',
    parameters: instance,
    success: { status: 200, media: 'image/svg+xml' },
    refusals: [...pixels, 'dicom-structure', 'dicom-truncated'],
  }),
  ...[
    { path: STUDY, operationId: 'previewStudy', parameters: study },
    { path: INSTANCE, operationId: 'previewInstance', parameters: instance },
  ].map(({ path, operationId, parameters }) =>
    read({
      path: `${path}/preview`,
      operationId,
      summary: 'A picture of at most 40,000 bytes, JPEG or WebP, marked as not for reading; an addition to DICOMweb.',
      parameters,
      query: PreviewQuery,
      success: image,
      refusals: pixels,
    }),
  ),
  store('/dicomweb/studies', 'storeInstances', z.strictObject({})),
  store(STUDY, 'storeStudyInstances', study),
];
