import { describe, expect, test } from '@jest/globals';
import { Fhir } from 'fhir';
import { RESULT_EXTENSION, Result } from '../../../schemas/result.ts';
import { presentFinding } from '../../../test/results.ts';
import { some } from '../../../test/some.ts';
import { bundleOf } from './bundle.ts';
import { BY_RULE, NOT_CONFIRMED } from './parts.ts';

const hash = (letter: string): string => letter.repeat(64);
const RECORD = '0a0b0c0d-0000-8000-8000-000000000001';
const STUDY = '0a0b0c0d-0000-8000-8000-000000000002';

const common = {
  resultId: hash('a'),
  record: RECORD,
  version: 3,
  contentHash: hash('b'),
  state: 'current',
  severity: 'warning',
  notify: true,
  sourceTime: '2026-03-02T08:00:00.000Z',
  cited: [],
};

const finding = (changes: object = {}, result: object = {}): Result => {
  const present = presentFinding(RECORD);
  return Result.parse({ ...present, ...common, content: { ...present.content, ...changes }, ...result });
};

const advice = (changes: object = {}, result: object = {}): Result =>
  Result.parse({
    ...common,
    subject: 'potassium',
    producer: 'critical_labs',
    producerVersion: '2',
    severity: 'critical',
    content: {
      kind: 'advice',
      rule: { id: 'critical_labs', version: '2' },
      matter: 'potassium',
      severity: 'critical',
      summary: { en: 'Potassium 7.1 <critical>', ru: 'Калий 7,1 & опасно' },
      detail: { en: 'Danger of arrhythmia.', ru: 'Угроза аритмии.' },
      action: { en: 'ECG at once.', ru: 'ЭКГ немедленно.' },
      missing: [],
      sources: [{ cite: 'RCPath 2017', doi: '10.1000/x' }],
      form: 'DetectedIssue',
      ...changes,
    },
    cited: [
      { reference: `Observation/${STUDY}`, label: { en: 'Potassium', ru: 'Калий' }, value: '7.1 mmol/L' },
      { reference: `MedicationRequest/${STUDY}`, label: { en: 'Spironolactone', ru: 'Спиронолактон' }, value: '25 mg' },
    ],
    ...result,
  });

const context = {
  patient: { resourceType: 'Patient', id: RECORD, name: [{ family: 'Вымышленный' }] } satisfies fhir4.Patient,
  binaryId: (key: string) => `id-of-${key.split('/').at(-1)}`,
};

const disagreement = {
  agreement: {
    report: `DiagnosticReport/${STUDY}`,
    verdict: 'disagrees',
    reportSays: { en: 'no infiltration', ru: 'инфильтрации нет' },
  },
};

const ALL: [string, Result][] = [
  ['a present finding', finding()],
  ['a finding on a preview', finding({ basis: 'preview' })],
  ['an absent finding', finding({ state: 'absent', probability: 0.02 })],
  ['an indeterminate finding', finding({ state: 'indeterminate', probability: 0.5 })],
  ['a finding not assessed', finding({ state: 'not-assessed', reason: 'age-missing', probability: undefined })],
  ['a finding that a report contradicts', finding({}, disagreement)],
  ['a withdrawn finding', finding({}, { state: 'withdrawn' })],
  ['a detected issue', advice()],
  ['a guidance', advice({ form: 'GuidanceResponse' })],
  ['a guidance with data missing', advice({ form: 'GuidanceResponse', missing: [{ en: 'urea', ru: 'мочевина' }] })],
  ['a withdrawn issue', advice({}, { state: 'withdrawn' })],
  ['a withdrawn guidance', advice({ form: 'GuidanceResponse' }, { state: 'withdrawn' })],
];

const resourcesOf = (result: Result): fhir4.FhirResource[] =>
  (bundleOf(result, context).entry ?? []).map(({ resource }) => resource as fhir4.FhirResource);

const of = <T extends fhir4.FhirResource['resourceType']>(result: Result, type: T) => {
  const found = resourcesOf(result).find(({ resourceType }) => resourceType === type);
  if (found === undefined) throw new Error(`no ${type}`);
  return found as Extract<fhir4.FhirResource, { resourceType: T }>;
};

describe('a published bundle', () => {
  const fhir = new Fhir();
  test.each(ALL)('of %s is FHIR R4, bilingual, and says who says it', (_, result) => {
    const bundle = bundleOf(result, context);
    for (const resource of [bundle, ...resourcesOf(result)]) {
      const { messages } = fhir.validate(resource, { errorOnUnexpected: true });
      expect(messages.filter(({ severity }) => severity === 'error' || severity === 'fatal')).toEqual([]);
    }
    const [patient, first] = resourcesOf(result) as [fhir4.Patient, fhir4.DomainResource];
    expect(patient.resourceType).toBe('Patient');
    const [label, other] = result.content.kind === 'finding' ? [NOT_CONFIRMED, BY_RULE] : [BY_RULE, NOT_CONFIRMED];
    for (const language of ['ru', 'en'] as const) {
      expect(first.text?.div).toContain(label[language]);
      expect(first.text?.div).not.toContain(other[language]);
    }
    const asserted = result.content.kind === 'finding' ? 'AIAST' : 'DEVAST';
    expect(first.meta?.security?.map(({ code }) => code)).toEqual([asserted]);
    const carried = first.extension?.find(({ url }) => url === RESULT_EXTENSION)?.valueString ?? '';
    expect(Result.parse(JSON.parse(carried))).toEqual(result);
  });

  test.each(ALL)('of %s resolves its references within itself', (_, result) => {
    const bundle = bundleOf(result, context);
    const here = new Set(resourcesOf(result).map(({ resourceType, id }) => `${resourceType}/${id}`));
    const facts = result.cited.map(({ reference }) => reference);
    const wanted = JSON.stringify(bundle.entry).match(/"reference":"[A-Z][A-Za-z]+\/[^"]+"/g) ?? [];
    for (const text of some(wanted)) {
      const reference = text.slice('"reference":"'.length, -1);
      if (!facts.includes(reference) && reference !== `DiagnosticReport/${STUDY}`) expect(here).toContain(reference);
    }
  });

  test('is the same for the same version', () => {
    expect(bundleOf(finding(), context)).toEqual(bundleOf(finding(), context));
  });

  test('keeps the ids of its resources when a new version replaces the old', () => {
    const ids = (result: Result) => resourcesOf(result).map(({ id }) => id);
    expect(ids(finding({ state: 'absent' }, { version: 4 }))).toEqual(ids(finding()));
  });
});

describe('a finding', () => {
  test('is a preliminary report of its own that names the examination and changes no order', () => {
    const report = of(finding(), 'DiagnosticReport');
    expect(report).toMatchObject({ status: 'preliminary', code: { coding: [{ code: 'ai-analysis' }] } });
    expect(report.basedOn).toBeUndefined();
    expect(report.imagingStudy?.[0]).toMatchObject({ identifier: { value: 'A17' } });
    expect(report.presentedForm?.map(({ url, contentType }) => [url, contentType])).toEqual([
      ['Binary/id-of-preview.webp', 'image/webp'],
      ['Binary/id-of-heat.png', 'image/png'],
    ]);
    expect(report.presentedForm?.[1]?.title).toBe(
      'Тепловая карта: что повлияло на сеть, а не где болезнь / Heat map: what influenced the network, not where the disease is',
    );
  });

  test('says when the image was taken, which is not when it was analysed', () => {
    const time = '2026-03-01T07:30:00+05:00';
    const cited = [
      { reference: `Observation/${STUDY}`, label: { en: 'Pneumonia', ru: 'Пневмония' }, value: 'present' },
    ];
    const dated = finding({}, { cited: cited.map((one) => ({ ...one, time })) });
    expect(of(dated, 'Observation').effectiveDateTime).toBe(time);
    expect(of(dated, 'DiagnosticReport').effectiveDateTime).toBe(time);
    expect(of(finding(), 'Observation')).not.toHaveProperty('effectiveDateTime');
  });

  test('absent reads "not detected" and never normal', () => {
    const observation = of(finding({ state: 'absent', probability: 0.02 }), 'Observation');
    expect(observation.interpretation?.[0]?.coding?.[0]?.code).toBe('ND');
    expect(JSON.stringify(observation)).not.toMatch(/normal|норм/i);
  });

  test('not assessed has a reason in both languages and no value, no interpretation and no probability', () => {
    const result = finding({ state: 'not-assessed', reason: 'age-missing', probability: 0.4 });
    const observation = of(result, 'Observation');
    expect(observation.dataAbsentReason?.text).toMatch(/возраст.*age/s);
    expect(observation).not.toHaveProperty('valueCodeableConcept');
    expect(observation).not.toHaveProperty('interpretation');
    expect(observation).not.toHaveProperty('component');
  });

  test('shows where the radiologist disagrees', () => {
    const { conclusion } = of(finding({}, disagreement), 'DiagnosticReport');
    expect(conclusion).toContain('расходится: инфильтрации нет');
    expect(conclusion).toContain('disagrees: no infiltration');
  });

  test('withdrawn is entered in error', () => {
    expect(of(finding({}, { state: 'withdrawn' }), 'DiagnosticReport').status).toBe('entered-in-error');
    expect(of(finding({}, { state: 'withdrawn' }), 'Observation').status).toBe('entered-in-error');
  });
});

describe('an advice', () => {
  test('asks for data that would refine it, and says when nothing could be computed without them', () => {
    const missing = [{ en: 'urea', ru: 'мочевина' }];
    const of1 = (changes: object) => of(advice({ form: 'GuidanceResponse', ...changes }), 'GuidanceResponse').status;
    expect(of1({ missing, score: { least: 3, most: 4 } })).toBe('data-requested');
    expect(of1({ missing })).toBe('data-required');
    expect(of1({})).toBe('success');
  });

  test('quotes its facts in the physician’s words', () => {
    const cited = [
      {
        reference: `Observation/${STUDY}`,
        label: { en: 'Stridor', ru: 'Стридор' },
        value: 'absent',
        time: '2026-03-01T07:30:12+05:00',
      },
      { reference: `Patient/${STUDY}`, label: { en: 'Date of birth', ru: 'Дата рождения' }, value: '1955-06-18' },
    ];
    const { detail = '' } = of(advice({}, { cited }), 'DetectedIssue');
    expect(detail).toContain('Основание: Стридор: нет, 01.03.2026 07:30 (+05:00)');
    expect(detail).toContain('Основание: Дата рождения: 18.06.1955');
    expect(detail).toContain('Rests on: Stridor: absent, 2026-03-01T07:30:12+05:00');
  });

  test('escapes what it quotes', () => {
    expect(of(advice(), 'DetectedIssue').text?.div).toContain('7.1 &lt;critical&gt;');
    expect(of(advice(), 'DetectedIssue').text?.div).toContain('7,1 &amp; опасно');
  });

  test('names the facts it rests on, those of GuidanceResponse only where R4 allows them', () => {
    expect(of(advice(), 'DetectedIssue').implicated).toHaveLength(2);
    expect(of(advice({ form: 'GuidanceResponse' }), 'GuidanceResponse').reasonReference).toHaveLength(1);
  });
});
