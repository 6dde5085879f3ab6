import { createHash } from 'node:crypto';
import type { Elements } from '../../domain/dicom/write/data-set.ts';
import { derivedUid } from '../../domain/dicom/write/uid.ts';
import { writeDicom } from '../../domain/dicom/write/write.ts';
import type { Person } from './people.ts';
import { bornMonthsBefore, timeIn } from './time.ts';

/** Whose an object is, when it was made, and to which study it belongs. */
export type ObjectOf = {
  readonly person: Person;
  readonly at: Date;
  readonly now: Date;
  readonly zone: string;
  readonly accession?: string;
  /** Tells objects of one person apart; equal words are one study. */
  readonly study: string;
  /** Study Instance UID where the object belongs to a study of films. */
  readonly studyUid?: string;
};

export const STORAGE = '1.2.840.10008.5.1.4.1.1';
const uid = (...words: string[]): string =>
  derivedUid(createHash('sha256').update('sample day').digest('hex'), ...words);

export const studyUid = ({ person, study, now, studyUid: named }: ObjectOf): string =>
  named ?? uid('study', person.key, study, now.toISOString());

/** What every object says of its patient, study and series. */
export function common(of: ObjectOf, sopClass: string, modality: string, name: string) {
  const { person, at, now, zone, accession, study } = of;
  const [date, time] = [timeIn(zone, at).slice(0, 8), timeIn(zone, at).slice(8)];
  return {
    SOPClassUID: sopClass,
    SOPInstanceUID: uid(name, person.key, study, now.toISOString()),
    StudyDate: date,
    ContentDate: date,
    StudyTime: time,
    ContentTime: time,
    AccessionNumber: accession ?? '',
    Modality: modality,
    Manufacturer: 'Oka sample region',
    ReferringPhysicianName: '',
    PatientName: `${person.family}^${person.given}^${person.patronymic}`,
    PatientID: person.number,
    PatientBirthDate: timeIn(zone, bornMonthsBefore(now, person.ageMonths)).slice(0, 8),
    PatientSex: person.sex,
    StudyInstanceUID: studyUid(of),
    SeriesInstanceUID: uid('series', name, person.key, study, now.toISOString()),
    StudyID: study.slice(0, 16),
    SeriesNumber: '1',
    InstanceNumber: '1',
  } as const;
}

export const code = (value: string, scheme: string, meaning: string): readonly Elements[] => [
  { CodeValue: value, CodingSchemeDesignator: scheme, CodeMeaning: meaning },
];

/** A PDF of one line; its offsets are not counted out, which every reader mends. */
const PDF = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 100]/Contents 4 0 R/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj
4 0 obj<</Length 61>>stream
BT /F 12 Tf 20 50 Td (Synthetic discharge letter, no patient) Tj ET
endstream endobj
trailer<</Root 1 0 R>>
%%EOF
`;

/** A discharge letter scanned to PDF, as Encapsulated PDF (PS3.3 §A.45.1). */
export function letter(of: ObjectOf): Uint8Array {
  const bytes = new TextEncoder().encode(PDF);
  return writeDicom({
    ...common(of, `${STORAGE}.104.1`, 'DOC', 'letter'),
    StudyDescription: 'Выписной эпикриз',
    BurnedInAnnotation: 'YES',
    DocumentTitle: 'Выписной эпикриз',
    ConceptNameCodeSequence: code('18842-5', 'LN', 'Discharge summary'),
    MIMETypeOfEncapsulatedDocument: 'application/pdf',
    EncapsulatedDocument: bytes,
    EncapsulatedDocumentLength: bytes.length,
  });
}

export type Step = {
  readonly status: 'IN PROGRESS' | 'COMPLETED' | 'DISCONTINUED';
  readonly instances?: readonly { readonly sopClass: string; readonly uid: string }[];
  /** Why it was broken off, as `code` has it. */
  readonly reason?: readonly Elements[];
};

/** A Modality Performed Procedure Step (PS3.3 §C.4.14) as it stands after its last N-SET. */
export function procedureStep(of: ObjectOf, { status, instances = [], reason }: Step): Uint8Array {
  const { SOPInstanceUID, PatientName, PatientID, PatientBirthDate, PatientSex, StudyInstanceUID } = common(
    of,
    '1.2.840.10008.3.1.2.3.3',
    'DX',
    'step',
  );
  const [date, time] = [timeIn(of.zone, of.at).slice(0, 8), timeIn(of.zone, of.at).slice(8)];
  return writeDicom({
    ...{ PatientName, PatientID, PatientBirthDate, PatientSex },
    SOPClassUID: '1.2.840.10008.3.1.2.3.3',
    SOPInstanceUID,
    Modality: 'DX',
    PerformedProcedureStepID: of.study.slice(0, 16),
    PerformedProcedureStepStartDate: date,
    PerformedProcedureStepStartTime: time,
    ...(status === 'IN PROGRESS' ? {} : { PerformedProcedureStepEndDate: date, PerformedProcedureStepEndTime: time }),
    PerformedProcedureStepStatus: status,
    ...(reason === undefined ? {} : { PerformedProcedureStepDiscontinuationReasonCodeSequence: reason }),
    ScheduledStepAttributesSequence: [{ StudyInstanceUID, AccessionNumber: of.accession ?? '' }],
    PerformedSeriesSequence: [
      {
        ReferencedImageSequence: instances.map(({ sopClass, uid: one }) => ({
          ReferencedSOPClassUID: sopClass,
          ReferencedSOPInstanceUID: one,
        })),
      },
    ],
  });
}
