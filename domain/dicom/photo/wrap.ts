import { createHash } from 'node:crypto';
import { SYNTAX } from '../syntax.ts';
import type { Elements } from '../write/data-set.ts';
import { derivedUid } from '../write/uid.ts';
import { writeDicom } from '../write/write.ts';
import { bodySiteOf } from './body-sites.ts';

/** The pixels as they will lie in the object: a JPEG stream or plain samples, upright, with nothing else in them. */
export type PhotoPixels = {
  readonly rows: number;
  readonly columns: number;
  readonly photometric: 'MONOCHROME2' | 'RGB' | 'YBR_FULL' | 'YBR_FULL_422';
  readonly form: 'jpeg' | 'plain';
  readonly bytes: Uint8Array;
  /** How often it has been compressed with loss: a camera's JPEG once, one that had to be turned twice. */
  readonly lossy: 0 | 1 | 2;
};

/** What whoever took the photo says of it. */
export type PhotoFacts = {
  readonly patientId: string;
  /** Identifier domain of the patient's number, as the region file names it. */
  readonly domain: string;
  /** `family^given^middle`; compared with the record, so that a mistyped number is noticed. */
  readonly name?: string;
  /** `2021-03-09` */
  readonly birthDate?: string;
  readonly sex?: 'M' | 'F';
  readonly accession?: string;
  readonly bodySite?: string;
  readonly note?: string;
  /** `2026-03-01T10:15:30`, with `+05:00` where the zone is known: else it is the clinic's. */
  readonly takenAt: string;
};

const VL_PHOTOGRAPHIC = '1.2.840.10008.5.1.4.1.1.77.1.4';
const JPEG_BASELINE = '1.2.840.10008.1.2.4.50';

/**
 * A photo as VL Photographic Image (PS3.3 §A.32.4). Its UIDs follow from the file and from whose it is said to be: the same
 * photo twice is the same object. Photos of one order are one study, any other photo is a study by itself.
 * @param original the file as it came, for its digest
 * @throws OkaError `dicom-value` naming the attribute that a fact does not fit
 */
export function wrapPhoto(original: Uint8Array, pixels: PhotoPixels, facts: PhotoFacts): Uint8Array {
  const { patientId, domain, accession, takenAt, bodySite, note } = facts;
  const digest = createHash('sha256').update(original).digest('hex');
  const uid = (what: string): string => derivedUid(digest, what, domain, patientId, accession ?? '');
  const site = bodySite === undefined ? undefined : bodySiteOf(bodySite);
  const [date, time] = [takenAt.slice(0, 10).replaceAll('-', ''), takenAt.slice(11, 19).replaceAll(':', '')];
  const offset = /[+-]\d\d:\d\d$/.exec(takenAt)?.[0].replace(':', '');
  return writeDicom(
    {
      ...imageOf(pixels, original.length),
      ImageType: [pixels.lossy === 2 ? 'DERIVED' : 'ORIGINAL', 'PRIMARY'],
      SOPClassUID: VL_PHOTOGRAPHIC,
      SOPInstanceUID: uid('photo'),
      StudyDate: date,
      ContentDate: date,
      AcquisitionDateTime: `${date}${time}${offset ?? ''}`,
      StudyTime: time,
      ContentTime: time,
      ...(offset === undefined ? {} : { TimezoneOffsetFromUTC: offset }),
      AccessionNumber: accession ?? '',
      Modality: 'XC',
      Manufacturer: '',
      ReferringPhysicianName: '',
      StudyDescription: 'Фотография / Photograph',
      ...(bodySite === undefined ? {} : { SeriesDescription: bodySite }),
      ...(site ? { AnatomicRegionSequence: [codeOf(site)], BodyPartExamined: site.part } : {}),
      PatientName: facts.name ?? '',
      PatientID: patientId,
      IssuerOfPatientID: domain,
      PatientBirthDate: facts.birthDate?.replaceAll('-', '') ?? '',
      PatientSex: facts.sex ?? '',
      StudyInstanceUID: accession === undefined ? uid('study') : derivedUid('photos of an order', domain, accession),
      SeriesInstanceUID: uid('series'),
      StudyID: '',
      SeriesNumber: '1',
      InstanceNumber: '1',
      PatientOrientation: '',
      ...(note === undefined ? {} : { ImageComments: note }),
      AcquisitionContextSequence: [],
      BurnedInAnnotation: 'NO',
    },
    pixels.form === 'jpeg' ? JPEG_BASELINE : SYNTAX.explicitLittle,
  );
}

const codeOf = ({ code, meaning }: { code: string; meaning: string }): Elements => ({
  CodeValue: code,
  CodingSchemeDesignator: 'SCT',
  CodeMeaning: meaning,
});

function imageOf({ rows, columns, photometric, form, bytes, lossy }: PhotoPixels, originalBytes: number): Elements {
  const isColour = photometric !== 'MONOCHROME2';
  const raw = rows * columns * (isColour ? 3 : 1);
  const ratio = (compressed: number): string => (raw / Math.max(1, compressed)).toFixed(2);
  const ratios = lossy === 2 ? [ratio(originalBytes), ratio(bytes.length)] : [ratio(bytes.length)];
  return {
    SamplesPerPixel: isColour ? 3 : 1,
    PhotometricInterpretation: photometric,
    ...(isColour ? { PlanarConfiguration: 0 } : {}),
    Rows: rows,
    Columns: columns,
    BitsAllocated: 8,
    BitsStored: 8,
    HighBit: 7,
    PixelRepresentation: 0,
    LossyImageCompression: lossy === 0 ? '00' : '01',
    ...(lossy === 0
      ? {}
      : {
          LossyImageCompressionRatio: ratios,
          LossyImageCompressionMethod: ratios.map(() => 'ISO_10918_1'),
        }),
    PixelData: form === 'jpeg' ? { fragments: [bytes] } : bytes,
  };
}
