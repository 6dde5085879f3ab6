import { describe, expect, test } from '@jest/globals';
import { MEASUREMENT_EXTENSION, MODEL_SYSTEM, PIXEL_HASH_EXTENSION } from '../../schemas/measurement.ts';
import type { Result } from '../../schemas/result.ts';
import { RECEIVED_EXTENSION, REJECTION_EXTENSION, STEP_EXTENSION } from '../../schemas/study.ts';
import { decided, measured as measurementOf } from '../recognition/examples.ts';
import { bornBefore, entry, patient, RECORD } from '../rules/examples.ts';
import type { ChartEntry } from '../rules/facts.ts';
import { resultsOf } from './results.ts';
import { studiesOf } from './studies.ts';
import { studiesWaiting } from './waits.ts';

const child = patient(bornBefore({ years: 3 }));
const STUDIES = { examinations: [{ code: 'РГ-2', images: 2 }], quietSeconds: 120, patienceSeconds: 3600 };
const region = { zone: 'Asia/Yekaterinburg', rules: {}, models: { net: [decided()] }, studies: STUDIES };
const RECEIVED = '2026-03-01T08:01:00.000Z';
const later = (seconds: number): string => new Date(Date.parse(RECEIVED) + seconds * 1000).toISOString();

const { facts: FACTS } = measurementOf();
const measured = (uid: string, probability: number, version = '1.0.0', change: object = {}): ChartEntry => {
  const measurement = measurementOf({
    model: { id: 'net', version, sha256: 'a'.repeat(64) },
    instance: { sopInstanceUid: uid, pixelHash: 'b'.repeat(64) },
    network: { probability },
    ...change,
  });
  return entry({
    resourceType: 'Observation',
    id: `${uid} ${version}`,
    status: 'preliminary',
    code: { coding: [{ system: MODEL_SYSTEM, code: 'net' }] },
    derivedFrom: [{ reference: `ImagingStudy/${STUDY}` }],
    effectiveDateTime: '2026-03-01T08:00:00Z',
    extension: [{ url: MEASUREMENT_EXTENSION, valueString: JSON.stringify(measurement) }],
  });
};

const film = (uids: readonly string[], more: readonly fhir4.Extension[] = []): ChartEntry =>
  entry({
    resourceType: 'ImagingStudy',
    id: 'film',
    status: 'available',
    subject: {},
    started: '2026-03-01T08:00:00Z',
    identifier: [{ system: 'urn:dicom:uid', value: 'urn:oid:1.2.3' }],
    extension: [{ url: RECEIVED_EXTENSION, valueInstant: RECEIVED }, ...more],
    series: [
      {
        uid: '1.2.3.1',
        modality: { code: 'DX' },
        instance: uids.map((uid) => ({
          uid,
          sopClass: { code: 'c' },
          extension: [{ url: PIXEL_HASH_EXTENSION, valueString: 'b'.repeat(64) }],
        })),
      },
    ],
  });
/** Examples derive their ids. */
const STUDY = film([]).id;
const rejects = (...instances: string[]): fhir4.Extension => ({
  url: REJECTION_EXTENSION,
  valueString: JSON.stringify({ code: '113001', instances }),
});

type Told = { readonly passed?: string; readonly previous?: readonly Result[] };
const told = (entries: readonly ChartEntry[], { passed, previous = [] }: Told = {}): Result[] =>
  resultsOf({
    record: RECORD,
    entries: [child, ...entries],
    elsewhere: new Set(),
    region,
    previous: { results: previous, published: Object.fromEntries(previous.map((one) => [one.resultId, one.version])) },
    passed: new Map(passed === undefined ? [] : [[STUDY, passed]]),
  });
const waits = (entries: readonly ChartEntry[]) =>
  studiesWaiting(RECORD, { entries: [child, ...entries], elsewhere: new Set(), studies: STUDIES });

test('“no signs” waits until the study has gone quiet; the region is asked to look again then', () => {
  const entries = [film(['1']), measured('1', 0.1)];
  expect(told(entries)).toEqual([]);
  expect(waits(entries)).toEqual([{ study: STUDY, until: later(120) }]);
  expect(told(entries, { passed: later(119) })).toEqual([]);
  expect(told(entries, { passed: later(120) })).toMatchObject([{ content: { state: 'absent' }, version: 1 }]);
});

test('“signs” are said at once, marked; the whole study replaces the mark and calls nobody again', () => {
  const entries = [film(['1']), measured('1', 0.9)];
  const early = told(entries);
  expect(early).toMatchObject([{ content: { state: 'present', incomplete: true }, notify: true }]);
  const whole = told(entries, { passed: later(120), previous: early });
  expect(whole).toMatchObject([{ version: 2, notify: false, content: { state: 'present' } }]);
  expect(whole[0]?.content).not.toHaveProperty('incomplete');
});

test('an image that nobody has measured yet keeps the others silent', () => {
  const entries = [film(['1', '2']), measured('1', 0.1)];
  expect(told(entries, { passed: later(120) })).toEqual([]);
  const [part] = told(entries, { passed: later(3600) });
  expect(part?.content).toMatchObject({ state: 'not-assessed', reason: 'study-incomplete', incomplete: true });
  expect(part?.content).not.toHaveProperty('probability');
  expect(told([...entries, measured('2', 0.1)], { passed: later(120) })).toHaveLength(1);
});

test('what another version has measured in its shadow is not measured by the one that speaks', () => {
  const entries = [film(['1', '2']), measured('1', 0.1), measured('1', 0.1, '2.0.0'), measured('2', 0.1, '2.0.0')];
  expect(told(entries, { passed: later(120) })).toEqual([]);
  expect(told([...entries, measured('2', 0.9)], { passed: later(120) })).toMatchObject([
    { content: { state: 'present', model: { version: '1.0.0' } } },
  ]);
});

test('of a rejected image nothing is said: what was said is withdrawn, and the retake speaks for the study', () => {
  const before = told([film(['1']), measured('1', 0.9)], { passed: later(120) });
  expect(before).toMatchObject([{ content: { state: 'present' } }]);
  const alone = [film(['1'], [rejects('1')]), measured('1', 0.9)];
  expect(told(alone, { passed: later(120), previous: before })).toMatchObject([{ state: 'withdrawn', version: 2 }]);
  const retaken = [film(['1', '2'], [rejects('1')]), measured('1', 0.9), measured('2', 0.1)];
  expect(told(retaken, { passed: later(120), previous: before })).toMatchObject([
    { state: 'current', version: 2, content: { state: 'absent', instance: { sopInstanceUid: '2' } } },
  ]);
});

test('an examination that was broken off takes back what was said of it', () => {
  const step = { url: STEP_EXTENSION, valueString: JSON.stringify({ status: 'DISCONTINUED', instances: ['1'] }) };
  const before = told([film(['1']), measured('1', 0.9)]);
  expect(told([film(['1'], [step]), measured('1', 0.9)], { previous: before })).toMatchObject([
    { state: 'withdrawn', version: 2 },
  ]);
});

describe('a study of two films of which one could not be assessed', () => {
  const [frontal, other] = [measured('1', 0.1), (change: object) => measured('2', 0.1, '1.0.0', change)];
  const both = (change: object) => told([film(['1', '2']), frontal, other(change)], { passed: later(120) });

  test.each([
    ['is too dark', { network: { probability: 0.1, qualityFault: 'quality-exposure' } }],
    ['could not be read', { network: undefined }],
    ['is too small', { facts: { ...FACTS, rows: 100 } }],
  ])('never says “no signs” where the other %s', (_, change) => {
    const [made] = both(change);
    expect(made?.content).toMatchObject({ state: 'not-assessed', reason: 'part-not-assessed' });
    expect(made?.content).not.toHaveProperty('probability');
  });

  test('says “signs” where one film shows them', () => {
    const change = { network: { probability: 0.1, qualityFault: 'quality-exposure' } };
    const [made] = told([film(['1', '2']), measured('1', 0.9), other(change)], { passed: later(120) });
    expect(made?.content).toMatchObject({ state: 'present', instance: { sopInstanceUid: '1' } });
  });

  test.each([
    ['a lateral one', { facts: { ...FACTS, view: 'LL' } }],
    ['a film of the hand', { facts: { ...FACTS, bodyPart: 'HAND' } }],
    ['a copy that a program made', { facts: { ...FACTS, secondary: true } }],
  ])('says “no signs” of its own film beside %s: that was never the model’s to read', (_, change) => {
    expect(both(change)).toMatchObject([{ content: { state: 'absent', instance: { sopInstanceUid: '1' } } }]);
  });

  test('says “no signs” once the spoilt film is taken back', () => {
    const change = { network: { probability: 0.1, qualityFault: 'quality-exposure' } };
    const entries = [film(['1', '2'], [rejects('2')]), frontal, other(change)];
    expect(told(entries, { passed: later(120) })).toMatchObject([{ content: { state: 'absent' } }]);
  });
});

describe('an examination that was broken off because the wrong worklist entry was chosen', () => {
  const stepOf = (step: object): fhir4.Extension => ({ url: STEP_EXTENSION, valueString: JSON.stringify(step) });
  const wrong = stepOf({ status: 'DISCONTINUED', instances: [], wrongEntry: true });
  const standing = (study: ChartEntry) =>
    studiesOf(RECORD, [child, study], new Set()).map(({ reconciled, reasons }) => ({ reconciled, reasons }));

  test('is nobody’s: what was said of its images is taken back, and a human has to look', () => {
    const before = told([film(['1']), measured('1', 0.9)]);
    const entries = [film(['1'], [wrong]), measured('1', 0.9)];
    expect(told(entries, { previous: before })).toMatchObject([{ state: 'withdrawn', version: 2 }]);
    expect(standing(film(['1'], [wrong]))).toEqual([{ reconciled: false, reasons: ['wrong-worklist-entry'] }]);
  });

  test('takes back also what no other step of the study accounts for', () => {
    const right = stepOf({ status: 'COMPLETED', instances: ['2'] });
    expect(standing(film(['1', '2'], [wrong, right]))).toMatchObject([{ reasons: ['wrong-worklist-entry'] }]);
    expect(standing(film(['2'], [wrong, right]))).toEqual([{ reconciled: true, reasons: [] }]);
  });

  test('is settled when its images are rejected', () => {
    expect(standing(film(['1'], [wrong, rejects('1')]))).toEqual([{ reconciled: true, reasons: [] }]);
  });
});
