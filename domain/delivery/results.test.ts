import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  MEASUREMENT_EXTENSION,
  type Measurement,
  MODEL_SYSTEM,
  PIXEL_HASH_EXTENSION,
} from '../../schemas/measurement.ts';
import { Result } from '../../schemas/result.ts';
import { decided, measured } from '../recognition/examples.ts';
import type { Region } from '../region.ts';
import {
  bornBefore,
  diagnosis,
  entry,
  medicine,
  order,
  patient,
  RECORD,
  sign,
  signed,
  value,
} from '../rules/examples.ts';
import type { ChartEntry } from '../rules/facts.ts';
import { activeRules, type PreviousAdvice, type ResultsInput, resultsOf } from './results.ts';

const region: Pick<Region, 'rules' | 'models' | 'zone'> = {
  zone: 'Asia/Yekaterinburg',
  rules: signed('who_child_pneumonia', 'curb65', 'ckdepi2021', 'metformin_egfr', 'critical_labs', 'ddi_warfarin_nsaid'),
  models: { 'chest-xray-children': [decided()] },
};
const OTHER = '22222222-2222-8222-8222-222222222222';
const child = patient(bornBefore({ years: 3 }));
const adult = patient(bornBefore({ years: 66 }));

const results = (
  entries: readonly ChartEntry[],
  previous?: PreviousAdvice,
  change: Partial<Pick<ResultsInput, 'record' | 'region' | 'elsewhere' | 'survivors'>> = {},
): Result[] => {
  const made = resultsOf({ record: RECORD, entries, previous, region, elsewhere: new Set(), ...change });
  return made.map((result) => Result.parse(result));
};
const previousOf = (made: readonly Result[], published: Record<string, number> = {}): PreviousAdvice => ({
  results: made,
  published,
});
const allSent = (made: readonly Result[]): PreviousAdvice =>
  previousOf(made, Object.fromEntries(made.map(({ resultId, version }) => [resultId, version])));

const image = (sop: string, probability: number, change: Partial<Measurement> = {}, record = RECORD): ChartEntry => {
  const measurement = measured({
    instance: { sopInstanceUid: sop, pixelHash: 'b'.repeat(64) },
    network: { probability },
    derived: { preview: `${sop}.jpg` },
    ...change,
  });
  return entry(
    {
      resourceType: 'Observation',
      id: sop,
      status: 'preliminary',
      code: { coding: [{ system: MODEL_SYSTEM, code: 'chest-xray-children' }] },
      derivedFrom: [{ reference: `ImagingStudy/${film(record).id}` }],
      effectiveDateTime: '2026-03-01T08:00:00Z',
      extension: [{ url: MEASUREMENT_EXTENSION, valueString: JSON.stringify(measurement) }],
    },
    { record },
  );
};
const ACCESSION = { type: { coding: [{ code: 'ACSN' }] }, system: 'urn:oid:1.2.643.9', value: 'D-1' };
const shown = (uid: string) => ({
  uid,
  sopClass: { code: 'urn:oid:1.2.840.10008.5.1.4.1.1.1.1' },
  extension: [{ url: PIXEL_HASH_EXTENSION, valueString: 'b'.repeat(64) }],
});
const film = (record = RECORD): ChartEntry =>
  entry(
    {
      resourceType: 'ImagingStudy',
      id: 'film',
      status: 'available',
      started: '2026-03-01T08:00:00Z',
      identifier: [{ system: 'urn:dicom:uid', value: 'urn:oid:1.2.3' }, ACCESSION],
      modality: [{ code: 'DX' }],
      series: [{ uid: '1.2.3.1', modality: { code: 'DX' }, instance: ['1', '2'].map(shown) }],
      description: 'Chest',
      subject: { reference: 'Patient/p' },
    },
    { record },
  );
const report = (present: boolean | undefined, change: Partial<fhir4.DiagnosticReport> = {}): ChartEntry =>
  entry({
    resourceType: 'DiagnosticReport',
    id: 'report',
    status: 'final',
    code: { text: 'X-ray' },
    effectiveDateTime: '2026-03-01T09:00:00Z',
    imagingStudy: [{ type: 'ImagingStudy', identifier: ACCESSION }],
    contained:
      present === undefined
        ? []
        : [
            {
              resourceType: 'Observation',
              id: 's',
              status: 'final',
              code: { coding: [{ system: 'http://snomed.info/sct', code: '233604007' }] },
              valueCodeableConcept: {
                coding: [{ system: 'http://snomed.info/sct', code: present ? '52101004' : '2667000' }],
              },
            } as fhir4.Observation,
          ],
    ...change,
  });
const findingIn = (made: readonly Result[]): Result => {
  const found = made.filter(({ content }) => content.kind === 'finding');
  expect(found).toHaveLength(1);
  return found[0] as Result;
};

describe('versions', () => {
  const potassium = (number: number, id = 'k') => value('2823-3', number, 'mmol/L', { id });

  test('the first is version 1 and notifies; the same facts again are the same object', () => {
    const first = results([adult, potassium(7)]);
    expect(first).toMatchObject([
      { version: 1, notify: true, state: 'current', severity: 'critical', subject: 'potassium' },
    ]);
    const again = resultsOf({
      record: RECORD,
      entries: [potassium(7), adult],
      elsewhere: new Set(),
      previous: previousOf(first),
      region,
    });
    expect(again[0]).toBe(first[0]);
  });

  test('other content under the same id is the next version and notifies', () => {
    const first = results([adult, potassium(7)]);
    const second = results([adult, potassium(8)], allSent(first));
    expect(second).toMatchObject([{ version: 2, notify: true, resultId: first[0]?.resultId }]);
    expect(second[0]?.contentHash).not.toBe(first[0]?.contentHash);
  });

  test('stamps and revisions take no part in the content', () => {
    const [first] = results([adult, potassium(7)]);
    const later = { ...potassium(7) };
    const restamped = entry(later.resource as fhir4.Observation, { stamp: '2026-03-01T11:59:00.000Z' });
    const [second] = results([adult, { ...restamped, id: later.id, resource: later.resource }]);
    expect(second?.contentHash).toBe(first?.contentHash);
    expect(second?.sourceTime).not.toBe(first?.sourceTime);
  });

  test('what no longer holds is withdrawn once, and comes back as a further version', () => {
    const first = results([adult, potassium(7)]);
    const second = results([adult, potassium(4)], allSent(first));
    expect(second).toMatchObject([{ version: 2, state: 'withdrawn', notify: true, severity: 'info' }]);
    const third = results([adult, potassium(4)], allSent(second));
    expect(third).toEqual(second);
    expect(results([adult, potassium(7)], allSent(third))).toMatchObject([
      { version: 3, state: 'current', notify: true },
    ]);
  });

  test('what could not be computed rings nobody, nor does its end; a class in its place does', () => {
    const cough = diagnosis('R05');
    const first = results([child, cough]);
    expect(first).toMatchObject([{ version: 1, notify: false, severity: 'info', producer: 'who_child_pneumonia' }]);
    const still = results([child, cough, sign('danger-sign', false)], allSent(first));
    expect(still).toMatchObject([{ version: 2, notify: false }]);
    const severe = results([child, cough, sign('danger-sign', true)], allSent(still));
    expect(severe).toMatchObject([{ version: 3, notify: true, severity: 'warning' }]);
    expect(results([child, cough], allSent(severe))).toMatchObject([{ version: 4, notify: true, severity: 'info' }]);
    expect(results([child], allSent(first))).toMatchObject([{ version: 2, state: 'withdrawn', notify: false }]);
    expect(results([child], allSent(severe))).toMatchObject([{ state: 'withdrawn', notify: true }]);
  });

  test('a clock that runs years ahead moves nobody’s age', () => {
    const ahead = value('2345-7', 5, 'mmol/L', {}, { doubtful: true, stamp: '2046-03-01T11:00:00.000Z' });
    const ill = [child, diagnosis('R05'), sign('danger-sign', true)];
    const hashes = (entries: readonly ChartEntry[]) => results(entries).map(({ contentHash }) => contentHash);
    expect(hashes([...ill, ahead])).toEqual(hashes(ill));
    expect(hashes(ill)).toHaveLength(1);
  });

  test('a withdrawn result has one hash, whatever it said before', () => {
    const hash = (number: number) =>
      results([adult, potassium(4)], previousOf(results([adult, potassium(number)])))[0]?.contentHash;
    expect(hash(7)).toBe(hash(8));
  });

  test('rules in shadow say nothing, and one that is switched off withdraws what it said', () => {
    const off = { ...region, rules: { ...region.rules, critical_labs: { state: 'shadow' as const, decision: 'x' } } };
    expect(activeRules({ rules: {} })).toEqual([]);
    expect(results([adult, potassium(7)], undefined, { region: off })).toEqual([]);
    const first = results([adult, potassium(7)]);
    expect(results([adult, potassium(7)], previousOf(first), { region: off })).toMatchObject([{ state: 'withdrawn' }]);
  });

  test('of a record that was merged away is taken back there and said of its survivor; unmerged, it calls again', () => {
    const survivors = new Map([[RECORD, OTHER]]);
    const both = [patient(bornBefore({ years: 66 }), 'female', { record: OTHER }), adult, potassium(7)];
    const first = results([adult, potassium(7)]);
    expect(first).toMatchObject([{ version: 1, severity: 'critical', state: 'current' }]);

    const merged = results(both, allSent(first), { survivors });
    expect(merged).toMatchObject([{ version: 2, state: 'withdrawn', notify: true }]);
    const said = results(both, undefined, { survivors, record: OTHER });
    expect(said).toMatchObject([{ record: OTHER, version: 1, severity: 'critical', notify: true }]);

    expect(results([adult, potassium(7)], allSent(merged))).toMatchObject([
      { version: 3, state: 'current', notify: true },
    ]);
    const alone = [patient(bornBefore({ years: 66 }), 'female', { record: OTHER })];
    expect(results(alone, allSent(said), { record: OTHER })).toMatchObject([{ state: 'withdrawn', version: 2 }]);
  });

  test('of a record whose survivor nobody has registered stays where it is', () => {
    const survivors = new Map([[RECORD, OTHER]]);
    expect(results([adult, potassium(7)], undefined, { survivors })).toMatchObject([{ notify: true }]);
  });
});

describe('findings', () => {
  test('of a merged record’s studies go over to the survivor, and come back when the merge is undone', () => {
    const survivors = new Map([[RECORD, OTHER]]);
    const facts = [child, film(), image('1', 0.9), patient(bornBefore({ years: 3 }), 'female', { record: OTHER })];
    const first = results(facts);
    expect(findingIn(first)).toMatchObject({ record: RECORD, state: 'current' });
    const own = results(facts, undefined, { record: OTHER });
    expect(own.filter(({ content }) => content.kind === 'finding')).toEqual([]);

    const merged = results(facts, allSent(first), { survivors });
    expect(merged.map(({ state }) => state)).toEqual(first.map(() => 'withdrawn'));
    const taken = results(facts, undefined, { survivors, record: OTHER });
    expect(findingIn(taken)).toMatchObject({ record: OTHER, severity: 'warning', notify: true });
    expect(findingIn(results(facts, allSent(merged)))).toMatchObject({ record: RECORD, version: 3, notify: true });
    expect(findingIn(results(facts, allSent(taken), { record: OTHER }))).toMatchObject({ state: 'withdrawn' });
  });

  test('present is a warning about the study, named by it and the model', () => {
    expect(findingIn(results([child, film(), image('1', 0.9)]))).toMatchObject({
      severity: 'warning',
      subject: '1.2.3',
      producer: 'chest-xray-children',
      producerVersion: '1.0.0',
      content: { state: 'present', study: { accession: 'D-1' } },
    });
  });
  test('absent is for information; a child of unknown age is not assessed, with the reason', () => {
    expect(findingIn(results([child, film(), image('1', 0.1)]))).toMatchObject({
      severity: 'info',
      content: { state: 'absent' },
    });
    expect(findingIn(results([patient(undefined), film(), image('1', 0.9)]))).toMatchObject({
      severity: 'info',
      content: { state: 'not-assessed', reason: 'age-missing' },
    });
  });
  test('of two images of a study the graver one is the result', () => {
    const made = findingIn(results([child, film(), image('1', 0.1), image('2', 0.9)]));
    expect(made.content).toMatchObject({ state: 'present', instance: { sopInstanceUid: '2' } });
  });
  test('the whole image confirms the preview: a new version that notifies nobody, once the first was sent', () => {
    const first = results([child, film(), image('1', 0.9, { basis: 'preview' })]);
    const confirmed = (previous: PreviousAdvice) => findingIn(results([child, film(), image('1', 0.9)], previous));
    expect(confirmed(allSent(first))).toMatchObject({ version: 2, notify: false });
    expect(confirmed(previousOf(first))).toMatchObject({ version: 2, notify: true });
    expect(findingIn(results([child, film(), image('1', 0.1)], allSent(first)))).toMatchObject({
      version: 2,
      notify: true,
    });
  });
  test('findings of other records are not this record’s results, but its rules know them', () => {
    const cough = [
      patient(bornBefore({ years: 3 }), 'female', { record: OTHER }),
      film(OTHER),
      image('1', 0.9, {}, OTHER),
    ];
    const made = results([child, ...cough]);
    expect(made.filter(({ content }) => content.kind === 'finding')).toEqual([]);
    expect(made.map(({ producer }) => producer)).toEqual(['who_child_pneumonia']);
  });
  test('a model in shadow is heard neither as finding nor by a rule', () => {
    const shadow = { ...region, models: { 'chest-xray-children': [decided({ state: 'shadow' })] } };
    expect(results([child, film(), image('1', 0.9)], undefined, { region: shadow })).toEqual([]);
  });
  test('an accession that leads to another person’s record: nothing is said', () => {
    expect(results([child, film(), image('1', 0.9)], undefined, { elsewhere: new Set(['1.2.643.9|D-1']) })).toEqual([]);
  });
  test('one that is taken back says what it was, without the value and the pictures: they may be another patient’s', () => {
    const first = results([child, film(), image('1', 0.9)]);
    const doubted = { elsewhere: new Set(['1.2.643.9|D-1']) };
    const gone = findingIn(results([child, film(), image('1', 0.9)], allSent(first), doubted));
    expect(gone).toMatchObject({ state: 'withdrawn', content: { state: 'present', derived: {} } });
    expect(gone.content).not.toHaveProperty('probability');
    expect(gone.content).toHaveProperty('derived', {});
  });
  test('a study that may be another patient’s is no fact for a rule', () => {
    const chart = [adult, film(), order('now', '2026-03-02T09:00:00Z')];
    const rules = signed('duplicate_imaging');
    const change = { region: { ...region, rules } };
    expect(results(chart, undefined, change)).toMatchObject([{ producer: 'duplicate_imaging' }]);
    expect(results(chart, undefined, { ...change, elsewhere: new Set(['1.2.643.9|D-1']) })).toEqual([]);
  });
});

describe('the radiologist’s report', () => {
  const seen = [child, film(), image('1', 0.9)];
  test.each([
    [0.9, true, 'agrees'],
    [0.9, false, 'disagrees'],
    [0.1, true, 'disagrees'],
    [0.1, false, 'agrees'],
    [0.5, true, 'not-comparable'],
    [0.9, undefined, 'not-comparable'],
  ])('probability %f, pneumonia stated %s: %s', (probability, stated, verdict) => {
    const made = findingIn(results([child, film(), image('1', probability), report(stated)]));
    expect(made.agreement).toMatchObject({ verdict });
    const warns = probability > 0.7 || verdict === 'disagrees';
    expect(made.severity).toBe(warns ? 'warning' : 'info');
  });
  test('a disagreement that comes later is a new version that notifies', () => {
    const first = results(seen);
    expect(findingIn(results([...seen, report(false)], allSent(first)))).toMatchObject({
      version: 2,
      notify: true,
      agreement: { verdict: 'disagrees', reportSays: { ru: 'Пневмония: нет' } },
    });
  });
  test('the report of another examination, and a preliminary one, are not compared', () => {
    const other = { imagingStudy: [{ identifier: { ...ACCESSION, value: 'D-2' } }] };
    expect(findingIn(results([...seen, report(false, other)])).agreement).toBeUndefined();
    const sameNumberElsewhere = { imagingStudy: [{ identifier: { ...ACCESSION, system: 'urn:oid:1.2.643.10' } }] };
    expect(findingIn(results([...seen, report(false, sameNumberElsewhere)])).agreement).toBeUndefined();
    expect(findingIn(results([...seen, report(false, { status: 'preliminary' })])).agreement).toBeUndefined();
  });
});

describe('any order, any number of times', () => {
  const facts = [
    child,
    film(),
    image('1', 0.9),
    image('2', 0.3),
    report(false),
    diagnosis('R05'),
    value('9279-1', 44, '/min'),
    value('9279-1', 38, '/min', { effectiveDateTime: '2026-03-01T03:00:00Z' }),
    sign('danger-sign', false),
    sign('chest-indrawing', false),
    value('2823-3', 7, 'mmol/L', {}, { doubtful: true, stamp: '2026-03-02T11:00:00.000Z' }),
    medicine('B01AA03'),
    medicine('M01AE02'),
    patient(bornBefore({ years: 3 }), 'female', { record: OTHER }),
  ];
  const last = (made: readonly Result[]) =>
    made.filter(({ state }) => state === 'current').map(({ resultId, contentHash }) => `${resultId} ${contentHash}`);
  const expected = last(results(facts));

  test('the facts of the example say something', () => expect(expected).toHaveLength(4));

  test('however the facts are shuffled and handed over in parts, the last content is equal', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(facts, { minLength: facts.length }),
        fc.array(fc.nat(facts.length), { maxLength: 4 }),
        (shuffled, cuts) => {
          let previous: PreviousAdvice | undefined;
          for (const cut of [...cuts, facts.length]) previous = previousOf(results(shuffled.slice(0, cut), previous));
          expect(last(previous?.results ?? [])).toEqual(expected);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('a version is never given to two contents, and never falls', () => {
    fc.assert(
      fc.property(fc.array(fc.shuffledSubarray(facts), { maxLength: 6 }), (charts) => {
        const seen = new Map<string, string>();
        let previous: PreviousAdvice | undefined;
        for (const chart of charts) {
          const made = results(chart, previous);
          for (const { resultId, version, contentHash } of made) {
            const before = previous?.results.find((one) => one.resultId === resultId);
            expect(version).toBeGreaterThanOrEqual(before?.version ?? 1);
            expect(seen.get(`${resultId} ${version}`) ?? contentHash).toBe(contentHash);
            seen.set(`${resultId} ${version}`, contentHash);
          }
          for (const { resultId } of previous?.results ?? [])
            expect(made.map((one) => one.resultId)).toContain(resultId);
          previous = previousOf(made);
        }
      }),
      { numRuns: 60 },
    );
  });
});
