import type { DicomJson } from '../json.ts';

/** An attribute that searches know: its keyword in PS3.6, its tag, and the level it belongs to. */
export type SearchAttribute = {
  readonly keyword: string;
  readonly tag: string;
  readonly vr: string;
  readonly level: Level;
  /** Answered without being asked for (PS3.18 tables 10.6.1-3 to 10.6.1-5). */
  readonly always: boolean;
};
export type Level = 'study' | 'series' | 'instance';

const rows = (level: Level, always: boolean, text: string): SearchAttribute[] =>
  text
    .trim()
    .split(/\s+/)
    .map((row) => {
      const [keyword = '', tag = '', vr = ''] = row.split(':');
      return { keyword, tag, vr, level, always };
    });

/** Patient attributes stand at the level of the study, as in the standard's tables. */
export const SEARCH_ATTRIBUTES: readonly SearchAttribute[] = [
  ...rows(
    'study',
    true,
    `StudyDate:00080020:DA StudyTime:00080030:TM AccessionNumber:00080050:SH ReferringPhysicianName:00080090:PN
     TimezoneOffsetFromUTC:00080201:SH StudyDescription:00081030:LO PatientName:00100010:PN PatientID:00100020:LO
     IssuerOfPatientID:00100021:LO PatientBirthDate:00100030:DA PatientSex:00100040:CS StudyInstanceUID:0020000D:UI
     StudyID:00200010:SH`,
  ),
  ...rows(
    'study',
    false,
    `InstitutionName:00080080:LO PatientAge:00101010:AS PatientSize:00101020:DS PatientWeight:00101030:DS
     OtherPatientIDsSequence:00101002:SQ IssuerOfPatientIDQualifiersSequence:00100024:SQ ProcedureCodeSequence:00081032:SQ`,
  ),
  ...rows(
    'series',
    true,
    `Modality:00080060:CS SeriesDescription:0008103E:LO SeriesInstanceUID:0020000E:UI SeriesNumber:00200011:IS
     PerformedProcedureStepStartDate:00400244:DA PerformedProcedureStepStartTime:00400245:TM
     RequestAttributesSequence:00400275:SQ`,
  ),
  ...rows(
    'series',
    false,
    `SeriesDate:00080021:DA SeriesTime:00080031:TM BodyPartExamined:00180015:CS Laterality:00200060:CS
     ProtocolName:00181030:LO Manufacturer:00080070:LO ManufacturerModelName:00081090:LO StationName:00081010:SH`,
  ),
  ...rows(
    'instance',
    true,
    `SOPClassUID:00080016:UI SOPInstanceUID:00080018:UI InstanceNumber:00200013:IS Rows:00280010:US Columns:00280011:US
     BitsAllocated:00280100:US NumberOfFrames:00280008:IS`,
  ),
  ...rows(
    'instance',
    false,
    `ImageType:00080008:CS AcquisitionDate:00080022:DA ContentDate:00080023:DA AcquisitionTime:00080032:TM
     ContentTime:00080033:TM AcquisitionNumber:00200012:IS ViewPosition:00185101:CS ImageLaterality:00200062:CS
     PhotometricInterpretation:00280004:CS BitsStored:00280101:US ConceptNameCodeSequence:0040A043:SQ
     CompletionFlag:0040A491:CS VerificationFlag:0040A493:CS DocumentTitle:00420010:ST`,
  ),
];

const TAGS = new Set(SEARCH_ATTRIBUTES.map(({ tag }) => tag));
const BY_NAME = new Map(
  SEARCH_ATTRIBUTES.flatMap((one) => [
    [one.keyword.toLowerCase(), one],
    [one.tag.toLowerCase(), one],
  ]),
);

/** By keyword, or by tag as eight digits; undefined for an attribute that searches do not know. */
export const searchAttribute = (name: string): SearchAttribute | undefined => BY_NAME.get(name.toLowerCase());

/** A row of the table holds 400 KB, and nobody searches for so long a word. */
const LONGEST_JSON = 4096;

/** What the index keeps of an instance's metadata; of an attribute that is too long only that it is there. */
export const searchable = (json: DicomJson): DicomJson =>
  Object.fromEntries(
    Object.entries(json)
      .filter(([tag]) => TAGS.has(tag))
      .map(([tag, attribute]) => [
        tag,
        JSON.stringify(attribute).length > LONGEST_JSON ? { vr: attribute.vr } : attribute,
      ]),
  );
