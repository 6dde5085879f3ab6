import { expect, test } from '@jest/globals';
import {
  MEASUREMENT_EXTENSION,
  type Measurement,
  MODEL_SYSTEM,
  PIXEL_HASH_EXTENSION,
} from '../../schemas/measurement.ts';
import type { Result } from '../../schemas/result.ts';
import { RECEIVED_EXTENSION, REJECTION_EXTENSION, STEP_EXTENSION } from '../../schemas/study.ts';
import { decided, EVIDENCE, ORIGIN } from '../recognition/examples.ts';
import { bornBefore, entry, patient, RECORD } from '../rules/examples.ts';
import type { ChartEntry } from '../rules/facts.ts';
import { resultsOf } from './results.ts';
import { studiesWaiting } from './waits.ts';

const child = patient(bornBefore({ years: 3 }));
const STUDIES = { examinations: [{ code: 'РГ-2', images: 2 }], quietSeconds: 120, patienceSeconds: 3600 };
const region = { zone: 'Asia/Yekaterinburg', rules: {}, models: { net: [decided()] }, studies: STUDIES };
const RECEIVED = '2026-03-01T08:01:00.000Z';
const later = (seconds: number): string => new Date(Date.parse(RECEIVED) + seconds * 1000).toISOString();

const measured = (uid: string, probability: number, version = '1.0.0'): ChartEntry => {
  const measurement: Measurement = {
    model: { id: 'net', version, sha256: 'a'.repeat(64) },
    label: { id: 'pneumonia', title: { en: 'Pneumonia', ru: 'Пневмония' }, snomed: '233604007', icd10: [] },
    thresholds: { present: 0.7, absent: 0.2 },
    intendedUse: {
      ...{ modalities: ['DX'], bodyParts: ['CHEST'], views: ['AP'], ageMonths: { min: 12, max: 71 } },
      ...{ photometric: ['MONOCHROME2'], minimumPixels: 128 },
    },
    origin: ORIGIN,
    evidence: EVIDENCE,
    basis: 'whole',
    instance: { sopInstanceUid: uid, pixelHash: 'b'.repeat(64) },
    facts: {
      ...{ modality: 'DX', bodyPart: 'CHEST', view: 'AP', words: [], photometric: 'MONOCHROME2' },
      ...{ rows: 1024, columns: 1024, date: '2026-03-01' },
    },
    network: { probability },
    derived: {},
  };
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
