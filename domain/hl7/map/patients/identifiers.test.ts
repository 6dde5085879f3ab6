import { describe, expect, test } from '@jest/globals';
import { Result } from '../../../../schemas/result.ts';
import { bundleOf } from '../../../fhir/bundle/bundle.ts';
import { mapFrom, message, resourcesOf, segment } from '../example.ts';

/** Invented, but of the form that the Russian registries give (SNILS with its check number, policy with its own). */
const SNILS = '112-233-445 95';
const OMS = '2341998071655749';
const FRMO = '1.2.643.5.1.13.13.12.2.77.9999';
const FRMO_UNIT = '1.2.643.5.1.13.13.12.2.77.9999.0.111111';
const FRMR = '1.2.643.5.1.13.13.12.2.77.9999.70';
const POST = '109';
const POSTS = '1.2.643.5.1.13.13.11.1002';
const ICD10_RU = '1.2.643.5.1.13.13.11.1005';

const pid = segment('PID', {
  1: '1',
  3: `70001^^^HOS^PI^&${FRMO}&ISO~${SNILS}^^^&1.2.643.100.3&ISO^SNILS~${OMS}^^^ОМС`,
  5: 'Небылицын^Пётр^Фомич',
  7: '19800512',
  8: 'M',
});
const doctor = `${SNILS}^Вымыслова^Ася^Юрьевна^^^^^СНИЛС^L^^^^&${FRMO}&ISO`;
const admitted = mapFrom(
  'hospital',
  message('ADT^A01', [
    'EVN|A01|20260110093000',
    pid,
    segment('PD1', { 3: `Поликлиника^^^^^^^^^${FRMO}`, 4: doctor }),
    segment('PV1', { 1: '1', 2: 'I', 3: `ТЕР&${FRMO_UNIT}&ISO^12^3^&${FRMO}&ISO`, 7: doctor, 19: 'V-1' }),
    segment('ROL', {
      2: 'AD',
      3: 'AT^Лечащий^HL70443',
      4: `77^Небылов^Яков^^^^^^&${FRMR}&ISO`,
      9: `${POST}^Врач-терапевт^${POSTS}`,
      14: `Больница^^^^^^^^^${FRMO}`,
    }),
    segment('DG1', { 3: `J18.9^Пневмония^${ICD10_RU}`, 6: 'F', 16: doctor }),
  ]),
);

describe('numbers of the Russian registries go on unchanged', () => {
  const published = JSON.stringify(
    bundleOf(
      Result.parse({
        resultId: 'a'.repeat(64),
        record: admitted.records[0],
        version: 1,
        contentHash: 'b'.repeat(64),
        state: 'current',
        severity: 'warning',
        notify: true,
        sourceTime: '2026-01-10T05:00:00.000Z',
        cited: [],
        subject: 'pneumonia',
        producer: 'who_child_pneumonia',
        producerVersion: '1',
        content: {
          kind: 'advice',
          rule: { id: 'who_child_pneumonia', version: '1' },
          matter: 'pneumonia',
          severity: 'warning',
          summary: { en: 'Pneumonia', ru: 'Пневмония' },
          detail: { en: 'Seen.', ru: 'Видно.' },
          action: { en: 'Look.', ru: 'Осмотреть.' },
          missing: [],
          sources: [{ cite: 'WHO' }],
          form: 'DetectedIssue',
        },
      }),
      {
        patient: resourcesOf<fhir4.Patient>('Patient', admitted)[0] as fhir4.Patient,
        binaryId: (key) => key,
      },
    ),
  );

  test.each([
    ['SNILS of the patient', { system: 'urn:oid:1.2.643.100.3', value: SNILS }],
    ['policy of the patient', { system: 'urn:oid:1.2.643.5.1.13.13.11.1035', value: OMS }],
    ['organisation in FRMO', { system: 'urn:ietf:rfc:3986', value: `urn:oid:${FRMO}` }],
  ])('%s in the published bundle', (_, identifier) => {
    const found: unknown[] = [];
    JSON.parse(published, (_key, value: unknown) => {
      if (typeof value === 'object' && value !== null) found.push(value);
      return value;
    });
    expect(found).toContainEqual(expect.objectContaining(identifier));
  });

  test('the doctor of the patient in the published bundle, by his SNILS', () => {
    const { generalPractitioner } = JSON.parse(published).entry[0].resource as fhir4.Patient;
    expect(generalPractitioner?.[0]).toMatchObject({
      type: 'Practitioner',
      identifier: { system: 'urn:oid:1.2.643.100.3', value: SNILS },
      display: 'Вымыслова Ася Юрьевна',
    });
  });

  test('staff, post, unit and organisation of the visit', () => {
    const [visit] = resourcesOf<fhir4.Encounter>('Encounter', admitted);
    expect(visit?.location?.[0]?.location.identifier?.value).toBe(`urn:oid:${FRMO_UNIT}`);
    expect(visit?.serviceProvider?.identifier?.value).toBe(`urn:oid:${FRMO}`);
    expect(visit?.participant?.map(({ individual }) => individual)).toMatchObject([
      {
        identifier: {
          system: 'urn:oid:1.2.643.100.3',
          value: SNILS,
          assigner: { identifier: { value: `urn:oid:${FRMO}` } },
        },
      },
      {
        identifier: { system: `urn:oid:${FRMR}`, value: '77' },
        extension: [
          { valueCoding: { system: `urn:oid:${POSTS}`, code: POST } },
          { valueReference: { identifier: { value: `urn:oid:${FRMO}` } } },
        ],
      },
    ]);
  });

  test('a diagnosis of the Russian edition counts as ICD-10 and says which edition it is', () => {
    const [condition] = resourcesOf<fhir4.Condition>('Condition', admitted);
    expect(condition?.code?.coding).toEqual([
      {
        system: 'http://hl7.org/fhir/sid/icd-10',
        version: `urn:oid:${ICD10_RU}`,
        code: 'J18.9',
        display: 'Пневмония',
      },
    ]);
    expect(condition?.asserter?.identifier?.value).toBe(SNILS);
  });
});
