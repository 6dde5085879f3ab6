import { createHash } from 'node:crypto';
import { bundleOf } from '../../../domain/fhir/bundle/bundle.ts';
import { ResultPublished } from '../../../schemas/messages.ts';
import { Result } from '../../../schemas/result.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
export const resultIdOf = (name: string): string => sha256(`result ${name}`);
export const recordOf = (serial: number): string => `0a0b0c0d-0000-8000-8000-${String(serial).padStart(12, '0')}`;

export type Spoken = Partial<Pick<Result, 'severity' | 'state' | 'notify'>> & {
  readonly name?: string;
  readonly record?: number;
  readonly version?: number;
  readonly patient?: Partial<fhir4.Patient>;
  readonly ehr?: string;
};

/** A rule's card on an invented patient. */
export const adviceOf = ({ name = 'a', record = 1, version = 1, severity = 'warning', ...more }: Spoken): Result =>
  Result.parse({
    resultId: resultIdOf(name),
    record: recordOf(record),
    subject: name,
    producer: 'potassium-high',
    producerVersion: '1',
    version,
    contentHash: sha256(`${name} ${version}`),
    state: more.state ?? 'current',
    severity,
    notify: more.notify ?? true,
    sourceTime: '2026-03-02T08:00:00.000Z',
    content: {
      kind: 'advice',
      rule: { id: 'potassium-high', version: '1' },
      matter: 'potassium',
      severity,
      summary: { en: `Potassium is high (${name})`, ru: `Калий повышен (${name})` },
      detail: { en: 'Potassium 7.1 mmol/l', ru: 'Калий 7,1 ммоль/л' },
      action: { en: 'Repeat the test', ru: 'Повторить анализ' },
      missing: [],
      sources: [],
      form: 'DetectedIssue',
    },
    cited: [],
  });

/** The invented patient of a record, by his number in the clinic. */
export const patientOf = (record: number): fhir4.Patient => ({
  resourceType: 'Patient',
  id: recordOf(record),
  identifier: [
    {
      system: 'urn:oid:1.2.643.5.1.13.13.12.2.66.1',
      value: `D-${record}`,
      type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'PI' }] },
    },
  ],
  name: [{ family: 'Выдуманова', given: ['Аня'] }],
  birthDate: '1990-05-01',
  gender: 'female',
});

/** The message with which the region publishes it. */
export function publishedOf(spoken: Spoken, change: object = {}): ResultPublished {
  const result = adviceOf(spoken);
  const { resultId, record, version, contentHash, state, severity, notify } = result;
  const bundle = bundleOf(result, {
    patient: { ...patientOf(spoken.record ?? 1), ...spoken.patient },
    binaryId: (key) => key,
  });
  const data = {
    ...{
      ehr: spoken.ehr ?? 'demo',
      clinic: 'district',
      record,
      resultId,
      version,
      contentHash,
      state,
      severity,
      notify,
    },
    bundle,
    ...change,
  };
  return ResultPublished.parse({
    specversion: '1.0',
    id: sha256(JSON.stringify([resultId, version])).slice(0, 32),
    source: 'oka/publish',
    type: 'oka.result.published',
    time: '2026-03-02T08:00:01.000Z',
    datacontenttype: 'application/json',
    traceparent: `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`,
    data: JSON.parse(JSON.stringify(data)),
  });
}
