import { Result } from '../../../schemas/result.ts';
import type { DicomJson } from '../json.ts';
import { sourceOf } from './source.ts';

/** Results and a source image for the tests of the forms; the patient is invented. */
const hash = (letter: string): string => letter.repeat(64);

/** A finding of pneumonia on a child's film, with what differs in its content and in the result. */
export const resultExample = (content: object = {}, result: object = {}): Result =>
  Result.parse({
    resultId: hash('a'),
    record: '0a0b0c0d-0000-8000-8000-000000000001',
    subject: '1.2.3.4',
    producer: 'chest-xray-children',
    producerVersion: '1.0.0',
    version: 1,
    contentHash: hash('b'),
    state: 'current',
    severity: 'warning',
    notify: true,
    sourceTime: '2026-03-01T05:15:30.000Z',
    cited: [],
    content: {
      kind: 'finding',
      state: 'present',
      label: {
        id: 'pneumonia',
        title: { en: 'Pneumonia', ru: 'Пневмония' },
        snomed: '233604007',
        radlex: 'RID5350',
        icd10: ['J18.9'],
      },
      probability: 0.9312345678,
      thresholds: { present: 0.62, absent: 0.2 },
      basis: 'whole',
      model: { id: 'chest-xray-children', version: '1.0.0', sha256: hash('c') },
      study: { id: '0a0b0c0d-0000-8000-8000-000000000002', studyInstanceUid: '1.2.3.4', accession: 'A-7' },
      instance: { sopInstanceUid: '1.2.3.4.5', pixelHash: hash('d') },
      derived: {},
      ...content,
    },
    ...result,
  });

export const KNEE = {
  label: {
    id: 'osteoarthritis',
    title: { en: 'Osteoarthritis of knee', ru: 'Остеоартроз коленного сустава' },
    snomed: '239873007',
    icd10: ['M17.9'],
  },
  grades: { 'grade-1': 0.97, 'grade-3': 0.4, 'grade-4': 0.0312 },
  model: { id: 'knee-osteoarthritis', version: '2.1.0', sha256: hash('9') },
};

export const HEADER: DicomJson = {
  '00080016': { vr: 'UI', Value: ['1.2.840.10008.5.1.4.1.1.1.1'] },
  '00080018': { vr: 'UI', Value: ['1.2.3.4.5'] },
  '00080020': { vr: 'DA', Value: ['20260301'] },
  '00080030': { vr: 'TM', Value: ['101500'] },
  '00080050': { vr: 'SH', Value: ['A-7'] },
  '00080060': { vr: 'CS', Value: ['DX'] },
  '00080090': { vr: 'PN', Value: [{ Alphabetic: 'Врачов^Сила' }] },
  '00081030': { vr: 'LO', Value: ['Рентгенография ОГК'] },
  '00100010': { vr: 'PN', Value: [{ Alphabetic: 'Иванов^Иван^Иванович', Phonetic: 'Ivanov^Ivan' }] },
  '00100020': { vr: 'LO', Value: ['4711'] },
  '00100021': { vr: 'LO', Value: ['BRZ'] },
  '00100030': { vr: 'DA', Value: ['20230115'] },
  '00100040': { vr: 'CS', Value: ['M'] },
  '0020000D': { vr: 'UI', Value: ['1.2.3.4'] },
  '0020000E': { vr: 'UI', Value: ['1.2.3.4.1'] },
  '00200010': { vr: 'SH', Value: ['S-9'] },
  '00280010': { vr: 'US', Value: [1024] },
  '00280011': { vr: 'US', Value: [900] },
};

export const formExample = (content: object = {}, result: object = {}, header: DicomJson = {}) => {
  const made = resultExample(content, result);
  if (made.content.kind !== 'finding') throw new Error('no finding');
  return {
    result: made,
    finding: made.content,
    source: sourceOf({ ...HEADER, ...header }),
    zone: 'Asia/Yekaterinburg',
    research: false,
  };
};
