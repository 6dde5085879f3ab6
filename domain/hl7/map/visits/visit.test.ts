import { describe, expect, test } from '@jest/globals';
import { mapFrom, message, PID, resourcesOf, segment } from '../example.ts';
import type { MappedInput } from '../map.ts';

const adt = (event: string, at: string, segments: string[]): MappedInput =>
  mapFrom('hospital', message(`ADT^${event}`, [`EVN|${event}|${at}`, PID, ...segments]));
const VISIT = { 1: '1', 2: 'I', 3: 'ТЕР^12^3', 19: 'V-1', 44: '20260110093000' };
const PV1 = segment('PV1', VISIT);
const encounter = (...inputs: MappedInput[]): fhir4.Encounter[] => resourcesOf<fhir4.Encounter>('Encounter', ...inputs);

describe('visits', () => {
  const admitted = adt('A01', '20260110093000', [PV1]);

  test('PV1 becomes an encounter named by PV1-19, with its times in the zone of the clinic', () => {
    expect(encounter(admitted)).toMatchObject([
      {
        status: 'in-progress',
        class: { code: 'IMP' },
        period: { start: '2026-01-10T09:30:00+05:00' },
        identifier: [{ value: 'V-1' }],
        location: [{ location: { display: 'ТЕР, 12, 3' } }],
      },
    ]);
  });

  test('discharge, its cancellation and a late admission end in the same state in any order', () => {
    const discharged = adt('A03', '20260110150000', [segment('PV1', { ...VISIT, 45: '20260110150000' })]);
    const undone = adt('A13', '20260110151000', [PV1]);
    expect(encounter(admitted, discharged)[0]).toMatchObject({
      status: 'finished',
      period: { end: '2026-01-10T15:00:00+05:00' },
    });
    expect(encounter(discharged, admitted)).toEqual(encounter(admitted, discharged));
    expect(encounter(undone, discharged, admitted)[0]).toMatchObject({ status: 'in-progress' });
    expect(encounter(undone, discharged, admitted)[0]?.period?.end).toBeUndefined();
  });

  test('an update that says nothing of the state leaves it', () => {
    const discharged = adt('A03', '20260110150000', [PV1]);
    const updated = adt('A08', '20260110160000', [PV1]);
    expect(encounter(admitted, discharged, updated)[0]?.status).toBe('finished');
    expect(encounter(updated)[0]?.status).toBe('unknown');
  });

  test.each([
    ['PV1-50', { 50: 'ALT-1' }],
    ['the time of admission', { 44: '20260110093000' }],
  ])('without PV1-19 %s names the visit over all its messages', (_, fields) => {
    const pv1 = segment('PV1', { 1: '1', 2: 'I', ...fields });
    const [came, left] = [adt('A01', '20260110093000', [pv1]), adt('A03', '20260110150000', [pv1])];
    expect(encounter(left, came)).toMatchObject([{ status: 'finished' }]);
    expect(came.messages[0]?.warnings).toEqual(['PV1-19 is empty: the visit is named by PV1-50, PV1-44 or its event']);
  });

  test('without any of them an admission is a visit of its own, an update is about none', () => {
    const came = adt('A01', '20260110093000', ['PV1|1|I']);
    expect(encounter(came, came)).toMatchObject([{ status: 'in-progress' }]);
    const updated = adt('A08', '20260110093000', ['PV1|1|I']);
    expect(encounter(updated)).toEqual([]);
    expect(updated.messages[0]?.warnings).toEqual(['PV1-19 is empty: no encounter']);
  });
});

describe('the visit of an order', () => {
  const order = (at: string): MappedInput =>
    mapFrom('hospital', message('ORM^O01', [PID, PV1, 'ORC|NW|N-1', 'OBR|1|N-1||Б^Биохимия^L'], { sentAt: at }));

  test('is known also without messages of its own, and they tell its state', () => {
    const ordered = order('20260110100000');
    const [request] = resourcesOf<fhir4.ServiceRequest>('ServiceRequest', ordered);
    expect(encounter(ordered)).toMatchObject([{ status: 'unknown', identifier: [{ value: 'V-1' }] }]);
    expect(request?.encounter?.reference).toBe(`Encounter/${encounter(ordered)[0]?.id}`);
    expect(encounter(ordered, adt('A01', '20260110093000', [PV1]))[0]?.status).toBe('in-progress');
  });

  test('is not the affair of radiology', () => {
    const answered = mapFrom(
      'hospital',
      message('ORU^R01', [PID, PV1, 'OBR|1||F-1|Б^Биохимия^L', 'OBX|1|TX|Х^Текст^L||а||||||F'], { application: 'RIS' }),
    );
    expect(answered.messages[0]?.error).toBeUndefined();
    expect(encounter(answered)).toEqual([]);
  });
});

describe('diagnoses, complaints, allergies and vital signs of a visit', () => {
  const diagnosis = (dg1: string, at = '20260110093000'): MappedInput => adt('A01', at, [PV1, dg1]);

  test.each(['I10', '1.2.643.5.1.13.13.11.1005', 'http://hl7.org/fhir/sid/icd-10', 'МКБ-10'])(
    'ICD-10 is known by the name %s',
    (system) => {
      const [condition] = resourcesOf<fhir4.Condition>(
        'Condition',
        diagnosis(`DG1|1||J18.9^Пневмония^${system}||20260110|W`),
      );
      expect(condition).toMatchObject({
        code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: 'J18.9', display: 'Пневмония' }] },
        verificationStatus: { coding: [{ code: 'provisional' }] },
        recordedDate: '2026-01-10',
      });
      expect(condition?.encounter?.reference).toBe(`Encounter/${encounter(diagnosis('DG1|1'))[0]?.id}`);
    },
  );

  test.each([
    ['J189', 'J18.9'],
    ['j18.9', 'J18.9'],
    ['К25.4', 'K25.4'],
    ['Е11', 'E11'],
    ['J17.0*', 'J17.0'],
    ['A37.0+', 'A37.0'],
    ['J18', 'J18'],
    ['R05?', 'R05?'],
  ])('an ICD-10 code written %s is %s', (sent, code) => {
    const [condition] = resourcesOf<fhir4.Condition>('Condition', diagnosis(`DG1|1||${sent}^Диагноз^I10`));
    expect(condition?.code?.coding).toMatchObject([{ system: 'http://hl7.org/fhir/sid/icd-10', code }]);
  });

  test('the same diagnosis of the same visit is one condition, and DG1-21 D takes it back', () => {
    const said = diagnosis('DG1|1||J18.9^Пневмония^I10|||W');
    const confirmed = diagnosis('DG1|1||J18.9^Пневмония^I10|||F', '20260110120000');
    const gone = diagnosis(segment('DG1', { 1: '1', 3: 'J18.9^Пневмония^I10', 21: 'D' }), '20260110130000');
    expect(resourcesOf<fhir4.Condition>('Condition', confirmed, said)).toMatchObject([
      { verificationStatus: { coding: [{ code: 'confirmed' }] } },
    ]);
    expect(resourcesOf('Condition', gone, said, confirmed)).toEqual([]);
  });

  test('PV2-3 and an OBX that asks for it are the complaint', () => {
    const mapped = adt('A04', '20260110093000', [
      PV1,
      'PV2|||R05^Кашель^I10',
      'OBX|1|CWE|8661-1^Жалобы^LN||49727002^Cough^SCT||||||F',
    ]);
    const conditions = resourcesOf<fhir4.Condition>('Condition', mapped);
    expect(conditions.map(({ code }) => code?.coding?.[0]?.code).sort()).toEqual(['49727002', 'R05']);
    expect(conditions.map(({ category }) => category?.[0]?.coding?.[0]?.code)).toEqual(['409586006', '409586006']);
  });

  test('AL1 is an allergy of the patient, once for the same substance', () => {
    const one = adt('A01', '20260110093000', [PV1, 'AL1|1|DA|ПЕН^Пенициллин^L|SV|сыпь~отёк']);
    const again = adt('A08', '20260111093000', ['AL1|2|DA|ПЕН^Пенициллин^L|SV|сыпь~отёк']);
    expect(resourcesOf<fhir4.AllergyIntolerance>('AllergyIntolerance', one, again)).toMatchObject([
      {
        category: ['medication'],
        code: { text: 'Пенициллин' },
        reaction: [{ severity: 'severe', manifestation: [{ text: 'сыпь' }, { text: 'отёк' }] }],
      },
    ]);
    expect(one.unmapped).toEqual({ 'medication|ПЕН': 1 });
  });

  test('vital signs are told apart by their time', () => {
    const measured = (value: string, at: string): MappedInput =>
      adt('A08', at, [PV1, `OBX|1|NM|59408-5^SpO2^LN||${value}|%|||||F|||${at}`]);
    const observations = resourcesOf<fhir4.Observation>(
      'Observation',
      measured('88', '20260110093000'),
      measured('95', '20260110103000'),
      measured('95', '20260110103000'),
    );
    expect(observations.map(({ valueQuantity }) => valueQuantity?.value).sort()).toEqual([88, 95]);
    expect(observations[0]).toMatchObject({
      category: [{ coding: [{ code: 'vital-signs' }] }],
      valueQuantity: { system: 'http://unitsofmeasure.org', code: '%' },
    });
  });
});
