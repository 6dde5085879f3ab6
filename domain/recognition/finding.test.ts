import { describe, expect, test } from '@jest/globals';
import {
  HEADER_EXTENSION,
  type HeaderPatient,
  MEASUREMENT_EXTENSION,
  Measurement,
  PIXEL_HASH_EXTENSION,
} from '../../schemas/measurement.ts';
import { findingOf, findingOfStudy, measurementOf } from './finding.ts';
import { findingText } from './words.ts';

const hash = (digit: string) => digit.repeat(64);
const measurement = (change: Partial<Measurement> = {}, facts: Partial<Measurement['facts']> = {}): Measurement => ({
  model: { id: 'chest-xray-children', version: '1.0.0', sha256: hash('a') },
  label: { id: 'pneumonia', title: { en: 'Pneumonia', ru: 'Пневмония' }, snomed: '233604007', icd10: ['J18.9'] },
  thresholds: { present: 0.7, absent: 0.2 },
  intendedUse: {
    modalities: ['CR', 'DX'],
    bodyParts: ['CHEST'],
    views: ['AP', 'PA'],
    ageMonths: { min: 12, max: 71 },
    photometric: ['MONOCHROME1', 'MONOCHROME2'],
    minimumPixels: 224,
  },
  basis: 'whole',
  instance: { sopInstanceUid: '1.2.3.4', pixelHash: hash('b') },
  facts: {
    modality: 'DX',
    bodyPart: 'CHEST',
    view: 'AP',
    words: [],
    photometric: 'MONOCHROME2',
    rows: 1024,
    columns: 1024,
    date: '2026-03-01',
    ...facts,
  },
  network: { probability: 0.9 },
  derived: { preview: 'p.jpg', heatMap: 'h.png' },
  ...change,
});

const study = (headers: HeaderPatient[] = [{}], pixelHashes = [hash('b')]): fhir4.ImagingStudy => ({
  resourceType: 'ImagingStudy',
  id: 'study-1',
  status: 'available',
  subject: { reference: 'Patient/p' },
  identifier: [
    { system: 'urn:dicom:uid', value: 'urn:oid:1.2.3' },
    { type: { coding: [{ code: 'ACSN' }] }, system: 'urn:oid:1.2.643.1', value: 'A-7' },
  ],
  extension: headers.map((header) => ({ url: HEADER_EXTENSION, valueString: JSON.stringify(header) })),
  series: [
    {
      uid: '1.2.3.1',
      modality: { code: 'DX' },
      instance: pixelHashes.map((valueString) => ({
        uid: '1.2.3.4',
        sopClass: { code: 'urn:oid:1.2.840.10008.5.1.4.1.1.1.1' },
        extension: [{ url: PIXEL_HASH_EXTENSION, valueString }],
      })),
    },
  ],
});
const child: fhir4.Patient = {
  resourceType: 'Patient',
  name: [{ family: 'Иванов', given: ['Иван'] }],
  birthDate: '2023-01-15',
  gender: 'male',
};
const order = (text: string, value = 'A-7', system = 'urn:oid:1.2.643.1'): fhir4.ServiceRequest => ({
  resourceType: 'ServiceRequest',
  status: 'active',
  intent: 'order',
  subject: { reference: 'Patient/p' },
  identifier: [{ system, value }],
  code: { text },
});
const said = (...given: Parameters<typeof findingOf>) => {
  const answer = findingOf(...given);
  if (!('finding' in answer)) throw new Error(`nothing said: ${JSON.stringify(answer)}`);
  return answer.finding;
};

describe('a finding', () => {
  test.each([
    [0.9, 'present'],
    [0.7, 'present'],
    [0.699, 'indeterminate'],
    [0.2, 'indeterminate'],
    [0.199, 'absent'],
  ])('with probability %d is %s', (probability, state) => {
    expect(said(measurement({ network: { probability } }), study(), child, [])).toMatchObject({ state, probability });
  });

  test('of a child whose record is not known yet waits', () => {
    expect(findingOf(measurement(), study(), undefined, [])).toEqual({ waiting: 'patient' });
  });

  test('carries study, accession and pictures', () => {
    expect(said(measurement(), study(), child, [])).toMatchObject({
      study: { id: 'study-1', studyInstanceUid: '1.2.3', accession: 'A-7' },
      derived: { preview: 'p.jpg', heatMap: 'h.png' },
    });
  });

  test.each<[string, Partial<Measurement['facts']>]>([
    ['modality', { modality: 'CT' }],
    ['modality', { modality: undefined }],
    ['body-part', { bodyPart: 'KNEE' }],
    ['body-part', { bodyPart: undefined }],
    ['body-part', { bodyPart: 'KNEE', words: ['Chest AP'] }],
    ['body-part', { bodyPart: 'THORACIC SPINE' }],
    ['body-part', { bodyPart: 'T-SPINE', words: ['Chest AP'] }],
    ['body-part', { bodyPart: undefined, words: ['Рентгенография грудного отдела позвоночника, прямая'] }],
    ['body-part', { bodyPart: undefined, words: ['Рентгенография рёбер, грудная клетка справа, прямая проекция'] }],
    ['view', { view: 'LL' }],
    ['view', { view: undefined }],
    ['view', { view: undefined, words: ['Chest AP and lateral'] }],
    ['view', { view: 'LL', words: ['Chest AP'] }],
    ['photometric', { photometric: 'RGB' }],
    ['size', { rows: 100 }],
    ['age-outside', { date: '2023-10-01' }],
    ['age-outside', { date: '2029-02-01' }],
  ])('outside the intended use is not assessed: %s %j', (reason, facts) => {
    const finding = said(measurement({}, facts as Partial<Measurement['facts']>), study(), child, []);
    expect(finding).toMatchObject({ state: 'not-assessed', reason });
    expect(finding.probability).toBeUndefined();
    expect(finding.derived.heatMap).toBeUndefined();
  });

  test('without a body part or view in the header takes them from descriptions and its own order', () => {
    const bare = measurement(
      {},
      { bodyPart: undefined, view: undefined, words: ['Рентгенография ОГК в прямой проекции'] },
    );
    expect(said(bare, study(), child, []).state).toBe('present');
    const silent = measurement({}, { bodyPart: undefined, view: undefined, words: [] });
    expect(said(silent, study(), child, [order('Chest X-ray, frontal')]).state).toBe('present');
    expect(said(silent, study(), child, [order('Chest X-ray, frontal', 'B-8')]).reason).toBe('body-part');
    expect(said(silent, study(), child, [order('Chest X-ray, frontal', 'A-7', 'urn:oid:1.2.643.2')]).reason).toBe(
      'body-part',
    );
  });

  test('takes the age from the header when the record has none, and never guesses it', () => {
    const nameless: fhir4.Patient = { resourceType: 'Patient' };
    expect(said(measurement(), study([{}]), nameless, []).reason).toBe('age-missing');
    expect(said(measurement(), study([{ birthDate: '2023' }]), nameless, []).state).toBe('present');
    expect(said(measurement(), study([{ ageMonths: { least: 36, most: 47 } }]), nameless, []).state).toBe('present');
    expect(said(measurement({}, { date: undefined }), study(), child, []).reason).toBe('age-missing');
    expect(said(measurement(), study([{ ageMonths: { least: 480, most: 491 } }]), nameless, []).reason).toBe(
      'age-outside',
    );
  });

  test('of a film that is dated after it was accepted is withheld: a clock that runs ahead makes an infant old enough', () => {
    const infant = { ...child, birthDate: '2025-06-01' };
    const origin = { clinic: 'post', sha256: hash('e'), acceptedAt: '2026-03-01T05:00:00.000Z' };
    expect(said(measurement({ origin }, { date: '2029-03-01' }), study(), infant, []).reason).toBe('age-contradictory');
    // East of Greenwich it is tomorrow already.
    expect(said(measurement({ origin }, { date: '2026-03-02' }), study(), child, []).state).toBe('present');
  });

  test('is withheld when chart and header contradict about the age', () => {
    expect(said(measurement(), study([{ ageMonths: { least: 480, most: 491 } }]), child, []).reason).toBe(
      'age-contradictory',
    );
    expect(said(measurement(), study([{ ageMonths: { least: 38, most: 38 } }]), child, []).state).toBe('present');
  });

  test.each([
    ['2023', '2024-06-01', 'younger'],
    ['2020', '2026-02-01', 'older'],
  ])('reads an age known to the year at its least favourable: %s on %s may be %s', (birthDate, date) => {
    expect(said(measurement({}, { date }), study(), { ...child, birthDate }, []).reason).toBe('age-outside');
  });

  test('is withheld for poor quality and for an image the network was not given', () => {
    expect(said(measurement({ network: { probability: 0.9, qualityFault: 'mean' } }), study(), child, []).reason).toBe(
      'quality',
    );
    expect(said(measurement({ network: undefined } as Partial<Measurement>), study(), child, []).reason).toBe('decode');
  });

  test.each<[string, HeaderPatient]>([
    ['name', { name: 'Петров^Пётр' }],
    ['birth-date', { birthDate: '2022-01-15' }],
    ['sex', { sex: 'female' }],
  ])('is not made when the header contradicts the record: %s', (reason, header) => {
    expect(findingOf(measurement(), study([{}, header]), child, [])).toEqual({ unreconciled: [reason] });
  });

  test('is not made when the accession is another person’s or one UID stands for two images', () => {
    expect(findingOf(measurement(), study(), child, [], { accession: true, study: false })).toEqual({
      unreconciled: ['accession-other-record'],
    });
    expect(findingOf(measurement(), study([{}], [hash('b'), hash('c')]), child, [])).toEqual({
      unreconciled: ['sop-conflict'],
    });
  });

  test('on a preview says only what is present', () => {
    const preview = (probability: number) => measurement({ basis: 'preview', network: { probability } });
    expect(said(preview(0.9), study(), child, []).state).toBe('present');
    expect(findingOf(preview(0.1), study(), child, [])).toEqual({ waiting: 'whole' });
    expect(findingOf(preview(0.5), study(), child, [])).toEqual({ waiting: 'whole' });
  });

  test('of a study is the gravest of its images, in any order', () => {
    const findings = [0.1, 0.5, 0.8, 0.95].map((probability) =>
      said(measurement({ network: { probability } }), study(), child, []),
    );
    const outside = said(measurement({}, { modality: 'CT' }), study(), child, []);
    expect(findingOfStudy([outside, ...findings])?.probability).toBe(0.95);
    expect(findingOfStudy([...findings, outside].reverse())?.probability).toBe(0.95);
    expect(findingOfStudy([outside])?.state).toBe('not-assessed');
    expect(findingOfStudy([])).toBeUndefined();
  });
});

describe('a finding of one of two sides', () => {
  const use = { ...measurement().intendedUse, laterality: 'stated' as const };
  const knee = (laterality: string | undefined, probability = 0.9, sopInstanceUid = '1.2.3.4') =>
    said(
      measurement({ intendedUse: use, network: { probability }, instance: { sopInstanceUid, pixelHash: hash('b') } }, {
        laterality,
      } as Partial<Measurement['facts']>),
      study(),
      child,
      [],
    );

  test('names its side, so that “no signs” on the right says nothing of the left', () => {
    const right = knee('R', 0.01);
    expect(right).toMatchObject({ state: 'absent', side: 'R' });
    expect(findingText(right)).toEqual({
      en: 'No signs of pneumonia, right side, above the threshold; nothing else was looked for.',
      ru: 'Признаков выше порога нет (пневмония, справа); ничего другого не искали.',
    });
    expect(findingText(knee('L')).ru).toContain('пневмония, слева');
    expect(knee(undefined)).toMatchObject({ state: 'not-assessed', reason: 'laterality' });
    expect(knee('B')).not.toHaveProperty('side');
  });

  test('in a model that does not ask for the side names none', () => {
    expect(said(measurement({}, { laterality: 'R' }), study(), child, [])).not.toHaveProperty('side');
  });
});

test('a measurement survives its way through an Observation', () => {
  const valueString = JSON.stringify(measurement());
  const observation: fhir4.Observation = {
    resourceType: 'Observation',
    status: 'preliminary',
    code: {},
    extension: [{ url: MEASUREMENT_EXTENSION, valueString }],
  };
  expect(measurementOf(observation)).toEqual(Measurement.parse(measurement()));
  expect(measurementOf({ ...observation, extension: [] })).toBeUndefined();
});

test('no wording claims health', () => {
  const absent = said(measurement({ network: { probability: 0.01 } }), study(), child, []);
  expect(findingText(absent).en).toBe('No signs of pneumonia above the threshold; nothing else was looked for.');
  for (const state of ['present', 'absent', 'indeterminate', 'not-assessed'] as const) {
    const { en, ru } = findingText({ ...absent, state });
    expect(`${en} ${ru}`).not.toMatch(/normal|healthy|норма|здоров/i);
  }
});
