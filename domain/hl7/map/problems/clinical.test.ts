import { describe, expect, test } from '@jest/globals';
import { mapFrom, message, PID, resourcesOf, segment } from '../example.ts';
import type { MappedInput } from '../map.ts';

const PV1 = segment('PV1', { 1: '1', 2: 'I', 19: 'V-1', 44: '20260110093000' });
const adt = (segments: string[], at = '20260110093000', event = 'A08'): MappedInput =>
  mapFrom('hospital', message(`ADT^${event}`, [`EVN|${event}|${at}`, PID, ...segments]));
const conditions = (...inputs: MappedInput[]) => resourcesOf<fhir4.Condition>('Condition', ...inputs);
const allergies = (...inputs: MappedInput[]) => resourcesOf<fhir4.AllergyIntolerance>('AllergyIntolerance', ...inputs);

describe('diagnoses', () => {
  const dg1 = (fields: Record<number, string>): string => segment('DG1', { 3: 'J18.9^Пневмония^I10', ...fields });

  test('say what they are to the visit, with their priority, clinician and number', () => {
    const mapped = adt([
      PV1,
      dg1({ 6: 'A', 15: '2' }),
      dg1({ 6: 'F', 15: '1', 16: '11223344595^Вымыслова^Ася^^^^^^СНИЛС', 20: 'D-1' }),
    ]);
    const [condition] = conditions(mapped);
    expect(condition).toMatchObject({
      verificationStatus: { coding: [{ code: 'confirmed' }] },
      identifier: [{ value: 'D-1' }],
      asserter: { identifier: { system: 'urn:oid:1.2.643.100.3', value: '11223344595' } },
    });
    const [visit] = resourcesOf<fhir4.Encounter>('Encounter', mapped);
    const reference = `Condition/${condition?.id}`;
    expect(visit?.diagnosis).toMatchObject([
      { condition: { reference }, use: { coding: [{ code: 'AD' }] }, rank: 2 },
      { condition: { reference }, use: { coding: [{ code: 'DD' }] }, rank: 1 },
    ]);
    const gone = adt([PV1, dg1({ 6: 'F', 21: 'D' }), dg1({ 6: 'A', 21: 'D' })], '20260110100000');
    expect(conditions(gone, mapped)).toEqual([]);
    expect(resourcesOf<fhir4.Encounter>('Encounter', gone, mapped)[0]?.diagnosis).toBeUndefined();
  });

  test('DG1-4 is the text of a code that came without one', () => {
    expect(conditions(adt([PV1, dg1({ 3: 'J18.9^^I10', 4: 'Пневмония неуточнённая' })]))[0]?.code?.text).toBe(
      'Пневмония неуточнённая',
    );
  });
});

describe('problems', () => {
  const ppr = (event: string, prb: Record<number, string>, at = '20260110100000', more: string[] = []): MappedInput =>
    mapFrom('hospital', message(`PPR^${event}`, [PID, PV1, segment('PRB', prb), ...more], { sentAt: at }));
  const ADDED = { 1: 'AD', 2: '20260110', 3: 'I10^Гипертензия^I10', 4: 'PR-1', 7: '20250301', 16: '2024' };

  test('PC1 adds a problem to the list', () => {
    const [problem] = conditions(ppr('PC1', ADDED, '20260110100000', ['NTE|1||Со слов']));
    expect(problem).toMatchObject({
      category: [{ coding: [{ code: 'problem-list-item' }] }],
      clinicalStatus: { coding: [{ code: 'active' }] },
      code: { coding: [{ code: 'I10' }], text: 'Гипертензия' },
      identifier: [{ value: 'PR-1' }],
      onsetDateTime: '2024',
      recordedDate: '2025-03-01',
      note: [{ text: 'Со слов' }],
    });
  });

  test.each([
    [{ 14: 'Resolved' }, 'resolved'],
    [{ 13: 'Resolved' }, 'resolved'],
    [{ 9: '20260105' }, 'resolved'],
    [{ 14: 'I^Inactive' }, 'inactive'],
    [{ 14: 'Ремиссия' }, 'remission'],
    [{ 13: 'ACTIVE' }, 'active'],
  ])('PC2 with %j says %s', (fields, status) => {
    const [problem] = conditions(ppr('PC1', ADDED), ppr('PC2', { ...ADDED, 1: 'UP', ...fields }, '20260110110000'));
    expect(problem?.clinicalStatus?.coding?.[0]?.code).toBe(status);
  });

  test('PC3 takes it back in any order, by its number also where the code was corrected', () => {
    const [added, deleted] = [
      ppr('PC1', ADDED),
      ppr('PC3', { 1: 'DE', 3: 'I11^Другое^I10', 4: 'PR-1' }, '20260110110000'),
    ];
    expect(conditions(deleted, added)).toEqual([]);
    expect(conditions(added, deleted)).toEqual([]);
  });

  test('without a number the patient and the code name it', () => {
    const nameless = { ...ADDED, 4: '' };
    expect(conditions(ppr('PC1', nameless), ppr('PC2', nameless, '20260110110000'))).toHaveLength(1);
  });

  test('a PRB inside an ADT is a problem too; goals and pathways are said to be left out', () => {
    const mapped = adt([PV1, segment('PRB', ADDED), 'GOL|AD|20260110|1', 'PTH|AD|1']);
    expect(conditions(mapped)).toHaveLength(1);
    expect(mapped.messages[0]?.warnings).toEqual(['GOL is not mapped', 'PTH is not mapped']);
  });
});

test('a procedure is named by visit, code and time, knows who did it, and PR1-20 D takes it back', () => {
  const PR1 = { 3: 'A16.18^Аппендэктомия^L', 5: '20260110080000', 11: 'Т1^Вымыслова^Ася', 19: 'OP-1' };
  const roles = 'ROL|1|AD|CP^Хирург|Т2^Небылов^Яков';
  const done = adt([PV1, segment('PR1', PR1), roles]);
  const [procedure] = resourcesOf<fhir4.Procedure>('Procedure', done, done);
  expect(procedure).toMatchObject({
    status: 'completed',
    code: { text: 'Аппендэктомия' },
    performedDateTime: '2026-01-10T08:00:00+05:00',
    performer: [{ actor: { display: 'Вымыслова Ася' } }, { actor: { display: 'Небылов Яков' } }],
    identifier: [{ value: 'OP-1' }],
  });
  const gone = adt([PV1, segment('PR1', { ...PR1, 20: 'D' })], '20260110100000');
  expect(resourcesOf('Procedure', gone, done)).toEqual([]);
  const planned = adt([PV1, segment('PR1', { ...PR1, 5: '20260112080000' })]);
  expect(resourcesOf<fhir4.Procedure>('Procedure', planned)[0]?.status).toBe('preparation');
});

describe('allergies', () => {
  const iam = (fields: Record<number, string>, at?: string): MappedInput =>
    adt([segment('IAM', { 1: '1', 2: 'DA', 3: 'ПЕН^Пенициллин^L', 6: 'A', ...fields })], at, 'A60');

  test('IAM says how severe, since when, how certain and by whom', () => {
    const mapped = iam({
      4: 'SV',
      5: 'сыпь~отёк',
      7: 'AL-1',
      9: 'AL',
      11: '2001',
      13: '20260109',
      17: 'C',
      18: 'Т1^Вымыслова',
    });
    expect(allergies(mapped)).toMatchObject([
      {
        identifier: [{ value: 'AL-1' }],
        clinicalStatus: { coding: [{ code: 'active' }] },
        verificationStatus: { coding: [{ code: 'confirmed' }] },
        type: 'allergy',
        category: ['medication'],
        onsetDateTime: '2001',
        recordedDate: '2026-01-09',
        asserter: { display: 'Вымыслова' },
        reaction: [{ severity: 'severe', manifestation: [{ text: 'сыпь' }, { text: 'отёк' }] }],
      },
    ]);
  });

  test('AL1 and an IAM without a number of its own are one allergy', () => {
    expect(allergies(adt(['AL1|1|DA|ПЕН^Пенициллин^L']), iam({}, '20260110100000'))).toHaveLength(1);
  });

  test.each([{ 6: 'D' }, { 17: 'E' }])('IAM with %j takes back what was said under its number and by AL1', (fields) => {
    const gone = iam({ 7: 'AL-1', ...fields }, '20260110110000');
    const said = [adt(['AL1|1|DA|ПЕН^Пенициллин^L']), iam({ 7: 'AL-1' })];
    expect(allergies(...said)).toHaveLength(2);
    expect(allergies(gone, ...said)).toEqual([]);
  });

  test('an inactive allergy is kept as such', () => {
    expect(allergies(iam({ 17: 'I' }))[0]?.clinicalStatus?.coding?.[0]?.code).toBe('inactive');
  });

  test.each([
    ['AL1|1|DA|NKDA^No known drug allergies^L', '409137002'],
    ['AL1|1|DA|NKA', '409137002'],
    ['AL1|1|MA|NKA^^L', '716186003'],
    ['AL1|1||716186003^No known allergy^SCT', '716186003'],
    ['AL1|1||^Нет известных аллергий', '716186003'],
    ['AL1|1||^Аллергоанамнез не отягощён', '716186003'],
    ['AL1|1||^Лекарственная аллергия отсутствует', '409137002'],
    ['AL1|1|FA|^No known food allergies', '429625007'],
    ['AL1|1||^No Known Allergies', '716186003'],
  ])('%s is a stated absence %s', (al1, code) => {
    const mapped = adt([al1]);
    expect(allergies(mapped)).toHaveLength(1);
    expect(allergies(mapped)[0]).toMatchObject({
      code: { coding: expect.arrayContaining([expect.objectContaining({ system: 'http://snomed.info/sct', code })]) },
      recordedDate: '2026-01-10T09:30:00+05:00',
    });
    expect(mapped.unmapped).toEqual({});
  });

  test.each(['AL1|1|DA|^Аллергия на пенициллин', 'AL1|1|DA|NKX^Накизин^L', 'AL1|1|EA|^Нетрилон'])(
    '%s is an allergy, no absence',
    (al1) => {
      expect(JSON.stringify(allergies(adt([al1])))).not.toMatch(/716186003|409137002|428607008/);
    },
  );

  test('an allergy takes the stated absence of its kind back, a later absence stands beside it', () => {
    const none = adt(['AL1|1|DA|NKDA'], '20260110090000');
    const penicillin = adt(['AL1|1|DA|ПЕН^Пенициллин^L'], '20260110100000');
    const food = adt(['AL1|1|FA|ОРЕХ^Орехи^L'], '20260110100000');
    expect(allergies(penicillin, none)).toHaveLength(1);
    expect(allergies(food, none)).toHaveLength(2);
    expect(allergies(penicillin, adt(['AL1|1|DA|NKDA'], '20260110110000'))).toHaveLength(2);
  });
});
