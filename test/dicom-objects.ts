import type { Elements } from '../domain/dicom/write/data-set.ts';
import { derivedUid } from '../domain/dicom/write/uid.ts';
import { writeDicom } from '../domain/dicom/write/write.ts';
import { code, common, type ObjectOf, STORAGE, studyUid } from '../samples/day/objects.ts';
import { personByKey } from '../samples/day/people.ts';
import { container, text } from '../samples/day/structured-reports.ts';
import { timeIn } from '../samples/day/time.ts';

/** What the sample day sends; unit tests of other rooms reach it from here. */
export { ecg } from '../samples/day/ecg.ts';
export { code, common, letter, procedureStep, STORAGE } from '../samples/day/objects.ts';
export { otherAi } from '../samples/day/structured-reports.ts';

const NOW = new Date('2026-03-01T06:00:00.000Z');

/** Whose an object of the sample day is, for tests of everything that takes them in: an invented person. */
export const objectOf = (changes: Partial<ObjectOf> = {}): ObjectOf => ({
  person: personByKey('post-clear'),
  at: new Date('2026-03-01T05:15:00.000Z'),
  now: NOW,
  zone: 'Asia/Krasnoyarsk',
  study: 'study-1',
  ...changes,
});

/** A Key Object Selection (PS3.3 §A.35.4): 113030 a manifest, 113001 a rejection for quality, … */
export function keyObjects(of: ObjectOf, title: readonly Elements[], instances: readonly string[]): Uint8Array {
  return writeDicom({
    ...common(of, `${STORAGE}.88.59`, 'KO', `key objects ${title[0]?.CodeValue}`),
    ValueType: 'CONTAINER',
    ConceptNameCodeSequence: title,
    ContinuityOfContent: 'SEPARATE',
    CurrentRequestedProcedureEvidenceSequence: [
      {
        StudyInstanceUID: studyUid(of),
        ReferencedSeriesSequence: [
          {
            SeriesInstanceUID: derivedUid('ab'.repeat(32), 'series', of.study),
            ReferencedSOPSequence: instances.map((one) => ({
              ReferencedSOPClassUID: `${STORAGE}.1.1`,
              ReferencedSOPInstanceUID: one,
            })),
          },
        ],
      },
    ],
  });
}

/** What a radiologist has written and verified in the PACS: Enhanced SR, a diagnostic imaging report. */
export function verifiedReport(of: ObjectOf, impression: string): Uint8Array {
  return writeDicom({
    ...common(of, `${STORAGE}.88.22`, 'SR', 'report'),
    CompletionFlag: 'COMPLETE',
    VerificationFlag: 'VERIFIED',
    VerifyingObserverSequence: [
      {
        VerifyingObserverName: 'Вымыслов^Роман^Ильич',
        VerificationDateTime: timeIn(of.zone, of.at),
        VerifyingOrganization: 'Берёзово',
      },
    ],
    ValueType: 'CONTAINER',
    ConceptNameCodeSequence: code('18748-4', 'LN', 'Diagnostic imaging report'),
    ContinuityOfContent: 'SEPARATE',
    ContentSequence: [
      container(code('121070', 'DCM', 'Findings'), [
        text(code('121071', 'DCM', 'Finding'), 'Лёгочные поля прозрачны.'),
      ]),
      container(code('121072', 'DCM', 'Impressions'), [text(code('121073', 'DCM', 'Impression'), impression)]),
    ],
  });
}
