import type { DicomJson } from '../../domain/dicom/json.ts';
import { decodeOne } from '../../domain/imaging/decode.ts';
import { pictureForm } from '../../domain/imaging/picture-form.ts';
import type { IndexedInstance } from '../../platform/chart/study-rows.ts';
import { loadCodecs } from '../../platform/codecs.ts';
import type { ApiAnswer } from '../../platform/handlers/answer.ts';
import type { ApiRequest } from '../../platform/handlers/request.ts';
import type { World } from '../../platform/world.ts';
import type { DisplayItem, PictureDisplay, StudyDisplay } from '../../schemas/display.ts';
import { OkaError } from '../../schemas/errors.ts';
import { etagOf, unchanged } from './etag.ts';
import { firstPicture } from './first-picture.ts';
import { openObject } from './objects.ts';
import { instancesOfRequest, studyOfRequest } from './study.ts';

/** A study in a few kilobytes: what lies in it, and how its first picture is shown. For pages on narrow lines. */
export async function readStudyDisplay(request: ApiRequest, world: World): Promise<ApiAnswer> {
  const instances = await instancesOfRequest(request, world);
  const etag = etagOf('display-1', ...instances.map(({ metadata }) => metadata));
  const alsoAbout = (await studyOfRequest(request, world)).about;
  if (unchanged(request, etag)) return { status: 304, headers: { etag }, alsoAbout };
  const first = firstPicture(instances);
  const picture = first && (await pictureOf(first, world));
  const study: StudyDisplay = {
    ...studyWords(instances),
    items: instances.map(itemOf),
    ...(first === undefined ? {} : { first: first.sopInstanceUid }),
    ...(picture === undefined ? {} : { picture }),
  };
  return { status: 200, headers: { etag, 'cache-control': 'private, no-cache' }, json: study, alsoAbout };
}

/** How one picture of a study is shown. */
export async function readPictureDisplay(request: ApiRequest, world: World): Promise<ApiAnswer> {
  const [instance] = await instancesOfRequest(request, world);
  if (instance === undefined) throw new OkaError('not-found', 'instance');
  const etag = etagOf('display-1', instance.metadata);
  if (unchanged(request, etag)) return { status: 304, headers: { etag } };
  const picture = await pictureOf(instance, world);
  if (picture === undefined) throw new OkaError('not-found', 'pixels');
  return { status: 200, headers: { etag, 'cache-control': 'private, no-cache' }, json: picture };
}

async function pictureOf(instance: IndexedInstance, world: World): Promise<PictureDisplay | undefined> {
  const codecs = await loadCodecs();
  const { object, header } = await openObject(instance, world, codecs);
  const { pixels } = header;
  return pixels && pictureForm(object.dataSet, header, pixels, () => decodeOne(object, pixels, codecs, 0));
}

const textIn = (header: DicomJson, tag: string): string | undefined => {
  const value = header[tag]?.Value?.[0];
  return typeof value === 'string' && value !== '' ? value : undefined;
};
const numberIn = (header: DicomJson, tag: string): number | undefined => {
  const value = header[tag]?.Value?.[0];
  return typeof value === 'number' && Number.isInteger(value) ? value : undefined;
};

/** Leaves out what is not there. */
const present = <T extends object>(value: { [K in keyof T]: T[K] | undefined }): T =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;

/** Of each attribute the first that any instance has, as searches answer them. */
function studyWords(instances: readonly IndexedInstance[]): Omit<StudyDisplay, 'items'> {
  const first = (tag: string): string | undefined => instances.map(({ header }) => textIn(header, tag)).find(Boolean);
  const modalities = instances.flatMap(({ header }) => textIn(header, '00080060') ?? []);
  return present<Omit<StudyDisplay, 'items'>>({
    study: instances[0]?.studyInstanceUid ?? '',
    date: first('00080020'),
    time: first('00080030'),
    description: first('00081030'),
    modalities: [...new Set(modalities)],
    bodyPart: first('00180015'),
    first: undefined,
    picture: undefined,
  });
}

const itemOf = (instance: IndexedInstance): DisplayItem =>
  present<DisplayItem>({
    series: instance.seriesInstanceUid,
    instance: instance.sopInstanceUid,
    kind: kindOf(instance),
    modality: textIn(instance.header, '00080060'),
    description: textIn(instance.header, '0008103E') ?? textIn(instance.header, '00420010'),
    bodyPart: textIn(instance.header, '00180015'),
    view: textIn(instance.header, '00185101'),
    laterality: textIn(instance.header, '00200062') ?? textIn(instance.header, '00200060'),
    number: numberIn(instance.header, '00200013'),
    rows: numberIn(instance.header, '00280010'),
    columns: numberIn(instance.header, '00280011'),
    frames: instance.frames,
  });

const STORAGE = '1.2.840.10008.5.1.4.1.1';
/** By the storage class (PS3.6 Annex A): what has no frames is a document, curves, a report, or something only to be named. */
function kindOf({ frames, sopClassUid, transferSyntax }: IndexedInstance): DisplayItem['kind'] {
  if (/^1\.2\.840\.10008\.1\.2\.4\.10\d/.test(transferSyntax)) return 'video';
  if (sopClassUid === `${STORAGE}.104.1`) return 'pdf';
  if (sopClassUid.startsWith(`${STORAGE}.9.`)) return 'curves';
  if (sopClassUid.startsWith(`${STORAGE}.88.`)) return 'report';
  return frames > 1 ? 'loop' : frames === 1 ? 'film' : 'other';
}
