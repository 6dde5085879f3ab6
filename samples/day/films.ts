import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { derivedUid } from '../../domain/dicom/write/uid.ts';
import { writeDicom } from '../../domain/dicom/write/write.ts';
import type { Person } from './people.ts';
import { bornMonthsBefore, dateIn, timeIn } from './time.ts';

export type Film = {
  /** File in samples/radiographs. */
  readonly image: string;
  readonly accession: string;
  readonly takenAt: Date;
  readonly now: Date;
  readonly zone: string;
  readonly modality: 'CR' | 'DX';
  /** Every pixel so many times in both directions: a film as large as a detector's. */
  readonly times?: number;
  /** What the header says where it must not say what the chart says. */
  readonly header?: FilmHeader;
};

export type FilmHeader = {
  readonly person?: Person;
  readonly withoutBirthDate?: boolean;
  /** Says that low values are bright, though the pixels are written the other way round. */
  readonly inverted?: boolean;
  /** Projection, where it is not the frontal one. */
  readonly view?: 'LL';
  /** Which image of its study it is, from 1. */
  readonly number?: number;
};

const STORAGE = { CR: '1.2.840.10008.5.1.4.1.1.1', DX: '1.2.840.10008.5.1.4.1.1.1.1' } as const;

/** The study that a film belongs to, and the film itself: what other objects of the day refer to. */
export const filmStudy = (person: Person, accession: string, now: Date): string =>
  derivedUid('sample study', person.key, accession, now.toISOString());
export const filmUid = (person: Person, accession: string, now: Date, number = 1): string =>
  derivedUid('sample instance', person.key, accession, now.toISOString(), ...(number === 1 ? [] : [String(number)]));

/** PN in Cyrillic (PS3.5 §6.2.1): family^given^middle. */
const personName = ({ family, given, patronymic }: Person): string => `${family}^${given}^${patronymic}`;

/**
 * Writes a synthetic radiograph as a CR or DX object (PS3.3 A.2, A.26): 12 bits in 16, MONOCHROME2, Explicit Little Endian, UTF-8.
 * The pixels come from a 16-bit PNG with values 0..4095.
 */
export async function film(
  person: Person,
  { image, accession, takenAt, now, zone, modality, times = 1, header = {} }: Film,
): Promise<Uint8Array> {
  const picture = sharp(await readFile(image));
  const { width = 0, height = 0 } = await picture.metadata();
  const { data, info } = await picture
    .resize({ width: width * times, height: height * times, kernel: 'nearest' })
    .toColourspace('grey16')
    .extractChannel(0)
    .raw({ depth: 'ushort' })
    .toBuffer({ resolveWithObject: true });
  const shown = header.person ?? person;
  const date = dateIn(zone, takenAt);
  const time = timeIn(zone, takenAt).slice(8);
  const sop = filmUid(person, accession, now, header.number);
  return writeDicom({
    SOPClassUID: STORAGE[modality],
    SOPInstanceUID: sop,
    StudyInstanceUID: filmStudy(person, accession, now),
    SeriesInstanceUID: derivedUid('sample series', person.key, accession, now.toISOString()),
    StudyDate: date,
    ContentDate: date,
    AcquisitionDate: date,
    StudyTime: time,
    ContentTime: time,
    AcquisitionTime: time,
    AccessionNumber: accession,
    Modality: modality,
    Manufacturer: 'Oka sample region',
    StudyDescription: 'Рентгенография органов грудной клетки',
    PatientName: personName(shown),
    PatientID: person.number,
    PatientBirthDate: header.withoutBirthDate ? '' : dateIn(zone, bornMonthsBefore(now, shown.ageMonths)),
    PatientSex: shown.sex,
    BodyPartExamined: 'CHEST',
    ViewPosition: header.view ?? 'AP',
    StudyID: accession,
    SeriesNumber: '1',
    InstanceNumber: String(header.number ?? 1),
    ...(modality === 'DX' ? { PresentationIntentType: 'FOR PRESENTATION' } : {}),
    ImageComments: 'Synthetic image, no patient',
    SamplesPerPixel: 1,
    PhotometricInterpretation: header.inverted ? 'MONOCHROME1' : 'MONOCHROME2',
    Rows: info.height,
    Columns: info.width,
    BitsAllocated: 16,
    BitsStored: 12,
    HighBit: 11,
    PixelRepresentation: 0,
    WindowCenter: '2048',
    WindowWidth: '4096',
    RescaleIntercept: '0',
    RescaleSlope: '1',
    PixelData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  });
}
