import { afterAll, expect, test } from '@jest/globals';
import { adt, appointment, brief, control, listAfter, order, removeFolders } from './testing.ts';

afterAll(removeFolders);

test('an order becomes an item with its accession, its time and a study of its own', async () => {
  const [item, ...others] = await listAfter([order()]);
  expect(others).toEqual([]);
  expect(item).toMatchObject({
    from: 'order',
    provisional: false,
    accession: 'F1',
    requestedProcedureId: 'F1',
    placerNumber: 'P1',
    modality: 'DX',
    start: '2026-02-03T06:00:00.000Z',
    timed: true,
    description: 'Рентгенография лёгких',
    requester: 'Петров^Пётр^Петрович',
    admissionId: 'V77',
    patient: {
      id: '301',
      issuer: 'MIS',
      family: 'Иванов',
      given: 'Иван',
      middle: 'Иванович',
      birthDate: '1980-01-05',
      sex: 'male',
    },
  });
  expect(item?.studyInstanceUid).toMatch(/^2\.25\.\d{30,39}$/);
  expect(item?.stepId).toMatch(/^S[0-9A-Z]{12}$/);
});

test('the same order gives the same Study Instance UID at every edge that has the key', async () => {
  const [one] = await listAfter([order()]);
  const [other] = await listAfter([order({ at: '20260203081500', when: '20260203120000' })]);
  expect(other?.studyInstanceUid).toBe(one?.studyInstanceUid);
  const [next] = await listAfter([order({ placer: 'P2', filler: 'F2' })]);
  expect(next?.studyInstanceUid).not.toBe(one?.studyInstanceUid);
});

test.each<[string, Buffer[], string[]]>([
  ['a cancelled order', [order(), control('CA', '20260203090000')], []],
  ['an order that was cancelled before it came', [control('CA', '20260203090000'), order()], []],
  ['a cancellation by the placer number alone', [order(), control('CA', '20260203090000', { filler: '' })], []],
  ['a laboratory order', [order({ code: 'A09.05.023^Глюкоза^99NMU' })], []],
  [
    'an order that names the section',
    [order({ code: 'X1^Что-то', section: 'MR' })],
    ['F1 scheduled 2026-02-03T06:00:00.000Z 301 Иванов MR'],
  ],
  [
    'a section of radiology without a modality',
    [order({ code: 'X1^Что-то', section: 'RAD' })],
    ['F1 scheduled 2026-02-03T06:00:00.000Z 301 Иванов '],
  ],
  [
    'an accession number of its own',
    [order({ accession: 'ACC-9' })],
    ['ACC-9 scheduled 2026-02-03T06:00:00.000Z 301 Иванов DX'],
  ],
  [
    'a new time',
    [order(), order({ control: 'XO', at: '20260203083000', when: '20260203140000' })],
    ['F1 scheduled 2026-02-03T09:00:00.000Z 301 Иванов DX'],
  ],
  [
    'a changed name',
    [order(), adt('A08', '20260203093000', { name: 'Петрова^Анна', sex: 'F', born: '19900101' })],
    ['F1 scheduled 2026-02-03T06:00:00.000Z 301 Петрова DX'],
  ],
  [
    'a number that goes on under another',
    [order(), adt('A40', '20260203093000', { number: '900', name: 'Иванов^Иван' }, '301')],
    ['F1 scheduled 2026-02-03T06:00:00.000Z 900 Иванов DX'],
  ],
  [
    'an appointment for the order',
    [order(), appointment({ placer: 'P1' })],
    ['F1 scheduled 2026-02-03T10:00:00.000Z 301 Иванов DX'],
  ],
  [
    'an appointment for the same service of the same patient',
    [order({ when: '' }), appointment({ code: 'A06.09.007^Рентген' })],
    ['F1 scheduled 2026-02-03T10:00:00.000Z 301 Иванов DX'],
  ],
  [
    'a cancelled appointment',
    [order(), appointment({ placer: 'P1' }), appointment({ event: 'S15', placer: 'P1', at: '20260203074500' })],
    ['F1 scheduled 2026-02-03T06:00:00.000Z 301 Иванов DX'],
  ],
  ['an appointment of a physician', [appointment({ code: 'B01.047.001^Приём терапевта' })], []],
])('%s', async (_, messages, expected) => {
  expect((await listAfter(messages)).map(brief)).toEqual(expected);
});

test('an appointment without an order is an item where the clinic has said what makes it', async () => {
  const [byService] = await listAfter([appointment({ code: 'A06.09.007^Рентген' })]);
  expect(byService).toMatchObject({ from: 'appointment', modality: 'DX', start: '2026-02-03T10:00:00.000Z' });
  expect(byService?.accession).toMatch(/^P[0-9A-Z]{12}$/);
  const [byRoom] = await listAfter([appointment({ device: 'КАБ 4' })]);
  expect(byRoom).toMatchObject({ stationAe: 'XRAY', modality: 'DX' });
});

test('radiology that adds its number to the order of the information system makes no second item', async () => {
  const first = order({ filler: '' });
  const second = order({ control: 'XO', filler: 'F1', at: '20260203083000', accession: 'F1' });
  const [alone] = await listAfter([first]);
  const both = await listAfter([first, second]);
  expect(both).toHaveLength(1);
  expect(both[0]?.studyInstanceUid).toBe(alone?.studyInstanceUid);
});

test('a study that the order names is the study', async () => {
  const [item] = await listAfter([order({ zds: '1.2.3.4.5' })]);
  expect(item?.studyInstanceUid).toBe('1.2.3.4.5');
});
