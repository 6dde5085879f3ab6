import type { DicomJson, JsonValue } from '../json.ts';
import type { Elements } from '../write/data-set.ts';
import type { AsSent } from '../write/value.ts';

/** What a form takes over from the image that it speaks of, out of that image's own header. */
export type SourceImage = {
  /** Patient and General Study modules (PS3.3 §C.7.1.1, §C.7.2.1) exactly as sent, so that a PACS files by them. */
  readonly identification: Elements;
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly modality?: string | undefined;
  readonly rows?: number | undefined;
  readonly columns?: number | undefined;
  /** (0008,0201) of the image: the offset in which its times, and so the form's, are written. */
  readonly offset?: string | undefined;
  readonly patientOrientation: readonly string[];
  /** Side of a paired body part, `L` or `R`. */
  readonly laterality?: string | undefined;
  /** The image, or one before it, was compressed with loss: said on in everything derived from it. */
  readonly lossy: boolean;
};

/** @param header metadata of the image in the DICOM JSON Model (`dicomJson`) */
export function sourceOf(header: DicomJson): SourceImage {
  const values = (tag: string): JsonValue[] => header[tag]?.Value ?? [];
  const texts = (tag: string): string[] => values(tag).map(textOf);
  const first = (tag: string): string | undefined => texts(tag)[0] || undefined;
  const number = (tag: string): number | undefined => {
    const value = values(tag)[0];
    return typeof value === 'number' ? value : undefined;
  };
  const sent = (tag: string): AsSent => ({ asSent: texts(tag).join('\\') });
  const optional = (tag: string): AsSent | undefined => (first(tag) === undefined ? undefined : sent(tag));
  return {
    identification: {
      PatientName: sent('00100010'),
      PatientID: sent('00100020'),
      IssuerOfPatientID: optional('00100021'),
      IssuerOfPatientIDQualifiersSequence: issuerOf(values('00100024')),
      PatientBirthDate: sent('00100030'),
      PatientSex: sent('00100040'),
      StudyInstanceUID: sent('0020000D'),
      StudyDate: sent('00080020'),
      StudyTime: sent('00080030'),
      ReferringPhysicianName: sent('00080090'),
      StudyID: sent('00200010'),
      AccessionNumber: sent('00080050'),
      StudyDescription: optional('00081030'),
      TimezoneOffsetFromUTC: optional('00080201'),
    },
    studyInstanceUid: first('0020000D') ?? '',
    seriesInstanceUid: first('0020000E') ?? '',
    sopClassUid: first('00080016') ?? '',
    sopInstanceUid: first('00080018') ?? '',
    modality: first('00080060'),
    rows: number('00280010'),
    columns: number('00280011'),
    offset: first('00080201'),
    patientOrientation: texts('00200020').filter((word) => word !== ''),
    laterality: [first('00200062'), first('00200060')].find((side) => side === 'L' || side === 'R'),
    lossy: first('00282110') === '01',
  };
}

/** A person name is one text again: its groups joined as they were (PS3.5 §6.2.1.1). */
function textOf(value: JsonValue): string {
  if (value === null) return '';
  if (typeof value !== 'object') return String(value);
  const name = value as { Alphabetic?: string; Ideographic?: string; Phonetic?: string };
  return [name.Alphabetic ?? '', name.Ideographic ?? '', name.Phonetic ?? ''].join('=').replace(/=+$/, '');
}

/** (0010,0024), the issuer by its universal id, where the number has one. */
function issuerOf([item]: readonly JsonValue[]): readonly Elements[] | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  const qualifiers = item as DicomJson;
  const [id, type] = ['00400032', '00400033'].map((tag) => qualifiers[tag]?.Value?.[0]);
  return typeof id === 'string' && typeof type === 'string'
    ? [{ UniversalEntityID: id, UniversalEntityIDType: { asSent: type } }]
    : undefined;
}
