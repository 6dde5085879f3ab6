import type { Dataset } from '../../dicom/services.ts';
import type { Occasion } from '../occasion.ts';

/** An appointment of a plainly fictional patient on the morning after the night of the tests. */
export const expected = (
  change: Partial<Omit<Occasion, 'patient'>> & { patient?: Partial<Occasion['patient']> } = {},
): Occasion => ({
  id: 'a1',
  doubtful: false,
  start: '2026-03-02T04:00:00.000Z',
  modality: 'DX',
  words: 'Рентгенография органов грудной клетки',
  studyInstanceUid: '2.25.900',
  ...change,
  patient: {
    id: '301',
    issuer: 'DLN',
    family: 'Образцова',
    given: 'Проба',
    middle: undefined,
    birthDate: '1980-05-17',
    sex: 'female',
    formerIds: [],
    ...change.patient,
  },
});

/** What a PACS answers at study level. */
export const answer = (uid: string, change: Dataset = {}): Dataset => ({
  StudyInstanceUID: uid,
  StudyDate: '20250401',
  ModalitiesInStudy: ['DX'],
  StudyDescription: 'CHEST PA',
  NumberOfStudyRelatedInstances: '2',
  PatientID: '301',
  PatientName: 'OBRAZTSOVA^PROBA',
  PatientBirthDate: '19800517',
  PatientSex: 'F',
  ...change,
});
