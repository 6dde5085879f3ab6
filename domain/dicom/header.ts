import type { DataSet } from 'dicom-parser';
import { OkaError } from '../../schemas/errors.ts';
import type { HeaderPatient, ImageFacts } from '../../schemas/measurement.ts';
import { type DicomObject, tagName } from './object.ts';
import { charsetOf } from './reading/text-origin.ts';
import { readAge, readDate, readDateTime, toInstant } from './time.ts';
import { decimalOf, itemOf, numberOf, stringOf, stringsOf, textOf } from './values.ts';

/** How the pixels are written (PS3.3 §C.7.6.3); absent for objects without pixels, such as reports. */
export type PixelForm = {
  readonly rows: number;
  readonly columns: number;
  readonly samples: number;
  readonly frames: number;
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  readonly highBit: number;
  readonly signed: boolean;
  readonly photometric: string;
  readonly planar: boolean;
};

/** What Oka reads of a DICOM header. Missing in the file is missing here. */
export type DicomHeader = {
  readonly sopInstanceUid: string;
  readonly sopClassUid: string;
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly transferSyntax: string;
  /** How the text was read, where (0008,0005) does not say so or its bytes say otherwise. */
  readonly charset?: { readonly name: string; readonly source: 'registered' | 'proven' | 'detected' };
  /** (0010,0020) and who gave it: (0010,0021), or the universal id of (0010,0024). */
  readonly patientId?: string;
  readonly issuer?: string;
  readonly patient: HeaderPatient;
  readonly accession?: string;
  readonly modality?: string;
  /** (0008,0008): whether the pixels are original or derived, primary or secondary, and more (PS3.3 §C.7.6.1.1.2). */
  readonly imageType?: readonly string[];
  readonly bodyPart?: string;
  readonly view?: string;
  /** (0020,0062), else (0020,0060): `L`, `R`, `B` or `U`. */
  readonly laterality?: string;
  readonly studyDescription?: string;
  readonly seriesDescription?: string;
  readonly protocol?: string;
  readonly viewMeaning?: string;
  readonly instanceNumber?: number;
  readonly seriesNumber?: number;
  /** When the study began, as an instant. */
  readonly started?: string;
  /** Source time of what this object says (contract 3): instance creation, else content, else study time. */
  readonly sourceTime?: string;
  /** Local date on which the image was taken: acquisition, else content, else study date. */
  readonly date?: string;
  readonly pixels?: PixelForm;
};

const PROCEDURE_STEP = '1.2.840.10008.3.1.2.3.3';
/** PS3.5 §9.1 allows digits and dots; anonymisers write leading zeros and letters, and a name is all we need of it. */
const UID = /^[0-9A-Za-z.-]+$/;

/**
 * Reads the typed header of an object.
 * @param zone IANA zone of the clinic, for times without (0008,0201)
 * @throws OkaError `dicom-structure` naming the attribute that is required and missing or not a UID
 */
export function readHeader({ dataSet, transferSyntax }: DicomObject, zone: string): DicomHeader {
  const text = (tag: string) => textOf(dataSet, tag);
  const plain = (tag: string) => stringOf(dataSet, tag);
  const offset = plain('x00080201');
  const instant = (date: string, time: string): string | undefined => {
    const local = readDateTime(plain(date), plain(time));
    return local === undefined ? undefined : toInstant(local, offset, zone);
  };
  // A procedure step (MPPS) names its study in the step that was scheduled, and is of no series (PS3.4 Table F.7.2-1).
  const step = stringOf(dataSet, 'x00080016') === PROCEDURE_STEP ? itemOf(dataSet, 'x00400270') : undefined;
  const imageType = stringsOf(dataSet, 'x00080008').filter((value) => value !== '');
  const started = instant('x00080020', 'x00080030') ?? (step && instant('x00400244', 'x00400245'));
  const fullDate = (tag: string): string | undefined => {
    const date = readDate(plain(tag));
    return date?.length === 10 ? date : undefined;
  };
  return present({
    sopInstanceUid: uidOf(dataSet, 'x00080018'),
    sopClassUid: uidOf(dataSet, 'x00080016'),
    studyInstanceUid: uidOf(step ?? dataSet, 'x0020000d'),
    seriesInstanceUid: uidOf(dataSet, step ? 'x00080018' : 'x0020000e'),
    transferSyntax,
    charset: undeclaredCharset(dataSet),
    patientId: text('x00100020'),
    issuer: issuerOf(dataSet),
    patient: patientOf(dataSet),
    accession: text('x00080050') ?? (step && textOf(step, 'x00080050')),
    modality: plain('x00080060')?.toUpperCase(),
    imageType: imageType.length > 0 ? imageType : undefined,
    bodyPart: plain('x00180015'),
    view: plain('x00185101'),
    laterality: (plain('x00200062') ?? plain('x00200060'))?.toUpperCase(),
    studyDescription: text('x00081030'),
    seriesDescription: text('x0008103e'),
    protocol: text('x00181030'),
    viewMeaning: viewMeaningOf(dataSet),
    instanceNumber: decimalOf(dataSet, 'x00200013'),
    seriesNumber: decimalOf(dataSet, 'x00200011'),
    started,
    sourceTime:
      (step && instant('x00400250', 'x00400251')) ??
      instant('x00080012', 'x00080013') ??
      instant('x00080023', 'x00080033') ??
      started,
    date: fullDate('x00080022') ?? fullDate('x00080023') ?? fullDate('x00080020'),
    pixels: pixelFormOf(dataSet),
  });
}

/** What the gate of contract 8 asks of a header. */
export function imageFactsOf(header: DicomHeader): ImageFacts {
  const { studyDescription, seriesDescription, protocol, viewMeaning, pixels } = header;
  return present({
    modality: header.modality,
    bodyPart: header.bodyPart,
    view: header.view,
    laterality: header.laterality,
    secondary: isMadeAfterwards(header) || undefined,
    words: [studyDescription, seriesDescription, protocol, viewMeaning].filter((word) => word !== undefined),
    photometric: pixels?.photometric ?? '',
    rows: pixels?.rows ?? 0,
    columns: pixels?.columns ?? 0,
    date: header.date,
  });
}

/** PS3.3 §C.7.6.1.1.2. “For presentation” is DERIVED and PRIMARY: that is what a radiograph of the modality itself says. */
const isMadeAfterwards = ({ imageType = [] }: DicomHeader): boolean =>
  imageType[0] === 'DERIVED' && imageType[1] === 'SECONDARY';

/** Leaves out members that are undefined: absent and undefined are one thing in what we store. */
function present<T extends object>(value: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
}

function undeclaredCharset(dataSet: DataSet): DicomHeader['charset'] {
  const { name, source } = charsetOf(dataSet);
  return source === 'declared' ? undefined : { name, source };
}

function uidOf(dataSet: DataSet, tag: string): string {
  const uid = stringOf(dataSet, tag);
  if (uid === undefined || uid.length > 64 || !UID.test(uid)) throw new OkaError('dicom-structure', tagName(tag));
  return uid;
}

const issuerOf = (dataSet: DataSet): string | undefined => {
  const qualifiers = itemOf(dataSet, 'x00100024');
  return (qualifiers && stringOf(qualifiers, 'x00400032')) ?? textOf(dataSet, 'x00100021');
};

const viewMeaningOf = (dataSet: DataSet): string | undefined => {
  const view = itemOf(dataSet, 'x00540220');
  return view && textOf(view, 'x00080104');
};

const SEX: Readonly<Record<string, 'male' | 'female'>> = { M: 'male', F: 'female' };

function patientOf(dataSet: DataSet): HeaderPatient {
  // The alphabetic group of a PN comes first; the ideographic and phonetic ones follow after `=` (PS3.5 §6.2.1.1).
  const name = textOf(dataSet, 'x00100010')?.split('=')[0]?.replace(/\^+$/, '').trim();
  return present<HeaderPatient>({
    name: name === '' ? undefined : name,
    birthDate: readDate(stringOf(dataSet, 'x00100030')),
    sex: SEX[stringOf(dataSet, 'x00100040')?.toUpperCase() ?? ''],
    ageMonths: readAge(stringOf(dataSet, 'x00101010')),
  });
}

function pixelFormOf(dataSet: DataSet): PixelForm | undefined {
  if (dataSet.elements.x7fe00010 === undefined) return undefined;
  const required = (tag: string): number => {
    const value = numberOf(dataSet, tag);
    if (value === undefined || value === 0) throw new OkaError('dicom-structure', tagName(tag));
    return value;
  };
  const bitsAllocated = required('x00280100');
  const bitsStored = numberOf(dataSet, 'x00280101') || bitsAllocated;
  if (bitsStored > bitsAllocated) throw new OkaError('dicom-structure', '(0028,0101)');
  return {
    rows: required('x00280010'),
    columns: required('x00280011'),
    samples: numberOf(dataSet, 'x00280002') ?? 1,
    frames: framesOf(dataSet),
    bitsAllocated,
    bitsStored,
    highBit: numberOf(dataSet, 'x00280102') ?? bitsStored - 1,
    signed: numberOf(dataSet, 'x00280103') === 1,
    photometric: stringOf(dataSet, 'x00280004')?.toUpperCase() ?? '',
    planar: numberOf(dataSet, 'x00280006') === 1,
  };
}

/** One where nothing is stated; a number that cannot be read is not taken for one. */
function framesOf(dataSet: DataSet): number {
  const stated = decimalOf(dataSet, 'x00280008');
  if (stated === undefined && stringOf(dataSet, 'x00280008') === undefined) return 1;
  if (stated === undefined || stated < 0) throw new OkaError('dicom-structure', '(0028,0008)');
  return Math.max(1, Math.floor(stated));
}
