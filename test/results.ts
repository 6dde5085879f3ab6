import { resultExample } from '../domain/dicom/sr/examples.ts';
import { Advice, Result } from '../schemas/result.ts';
import { sha256Hex } from './sha256.ts';

/** Invented results of a record, for tests of everything that sends or shows them. */
const nameOf = (...parts: string[]): string => sha256Hex(parts.join('#'));

export const presentFinding = (record: string, changes: Partial<Result> = {}): Result =>
  resultExample(
    {
      probability: 0.93,
      thresholds: undefined,
      model: { id: 'chest-xray-children', version: '1', sha256: 'c'.repeat(64) },
      study: { id: '0a0b0c0d-0000-8000-8000-000000000002', studyInstanceUid: '1.2.3', accession: 'A17' },
      instance: { sopInstanceUid: '1.2.3.4', pixelHash: 'd'.repeat(64) },
      derived: { preview: 'images/x/preview.webp', heatMap: 'images/x/heat.png' },
    },
    {
      ...{ resultId: nameOf(record, '1.2.3', 'chest-xray-children'), record, subject: '1.2.3', producerVersion: '1' },
      sourceTime: '2026-03-02T07:30:00.000Z',
      ...changes,
    },
  );

const potassium: Advice = Advice.parse({
  kind: 'advice',
  rule: { id: 'critical_labs', version: '2' },
  matter: 'potassium',
  severity: 'critical',
  summary: { en: 'Potassium 7.1', ru: 'Калий 7,1' },
  detail: { en: 'Danger of arrhythmia.', ru: 'Угроза аритмии.' },
  action: { en: 'ECG at once.', ru: 'ЭКГ немедленно.' },
  missing: [],
  sources: [{ cite: 'RCPath 2017' }],
  form: 'DetectedIssue',
});

export const criticalAdvice = (record: string, changes: Partial<Result> = {}, content: Partial<Advice> = {}): Result =>
  Result.parse({
    resultId: nameOf(record, 'potassium', 'critical_labs'),
    record,
    subject: 'potassium',
    producer: 'critical_labs',
    producerVersion: '2',
    version: 1,
    contentHash: 'a'.repeat(64),
    state: 'current',
    severity: 'critical',
    notify: true,
    sourceTime: '2026-03-02T07:30:00.000Z',
    cited: [
      {
        reference: 'Observation/0a0b0c0d-0000-8000-8000-000000000003',
        label: { en: 'Potassium', ru: 'Калий' },
        value: '7.1 mmol/L',
      },
    ],
    ...changes,
    content: { ...potassium, ...content },
  });
