import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { recordId } from '../../domain/fhir/identifiers.ts';
import { regionContext } from '../../domain/hl7/map/context.ts';
import { REGION } from '../../domain/hl7/map/example.ts';
import { mapHl7 } from '../../domain/hl7/map/map.ts';
import { RegionFile } from '../../schemas/region.ts';
import {
  adt,
  appointment,
  brief,
  control,
  EVERYTHING,
  found,
  ID_KEY,
  NOW,
  type OrderOf,
  order,
  worklist,
} from './testing.ts';

const root = mkdtempSync(join(tmpdir(), 'oka-worklist-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let serial = 0;
function folder(): string {
  serial += 1;
  return join(root, String(serial));
}

/** The hospital of the region's tests, with the domain of this file and the edge as a sender. */
const atClinic = (clinic: RegionFile['clinics'][number], place: number) =>
  place > 0
    ? clinic
    : {
        ...clinic,
        domains: [{ namespace: 'MIS', oid: '1.2.643.100.1' }],
        senders: [{ application: 'OKA', facility: 'EDGE', role: 'post', orderKey: 'placer', defaultDomain: 'MIS' }],
      };

async function listAfter(messages: readonly Buffer[], at = NOW) {
  const { worklist: list, clock } = await worklist(folder());
  for (const [place, bytes] of messages.entries())
    await list.take(bytes, new Date(Date.parse('2026-02-03T04:00:00.000Z') + place).toISOString());
  clock.at = at;
  const items = list.items();
  await list.close();
  return items;
}

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

test('an order that contradicts the patient of its number is shown with the doubt', async () => {
  const [item] = await listAfter([
    adt('A08', '20260203093000', { name: 'Петрова^Анна', sex: 'F', born: '19900101' }),
    order(),
  ]);
  expect(item).toMatchObject({ patient: { family: 'Петрова' }, doubts: ['name', 'birth-date', 'sex'] });
});

test('of merges that run in a circle the last word holds, and all numbers are one patient', async () => {
  const merges = [
    adt('A40', '20260203090000', { number: '302' }, '301'),
    adt('A40', '20260203091000', { number: '303' }, '302'),
    adt('A40', '20260203092000', { number: '301' }, '303'),
  ];
  const orders = ['301', '302', '303'].map((number) => order({ number, placer: `P${number}`, filler: `F${number}` }));
  const ids = (await listAfter([...merges, ...orders])).map(({ patient }) => patient.id);
  expect(ids).toEqual(['301', '301', '301']);
});

test('a modality is told to check who stands before it where order and patient contradict each other', async () => {
  const { worklist: list } = await worklist(folder());
  await list.take(order(), NOW);
  const query = { ...EVERYTHING, RequestedProcedureComments: '' };
  expect(await found(list, query)).toMatchObject([{ RequestedProcedureComments: '' }]);
  await list.take(adt('A08', '20260203093000', { name: 'Петрова^Анна', sex: 'F', born: '19900101' }), NOW);
  expect(await found(list, query)).toMatchObject([
    { RequestedProcedureComments: expect.stringContaining('CHECK IDENTITY') },
  ]);
  await list.close();
});

describe('as days pass', () => {
  test.each([
    ['stays until the grace after its day is over', '2026-02-04T18:59:59.000Z', 1],
    ['then leaves the list', '2026-02-04T19:00:01.000Z', 0],
  ])('an examination that nobody makes %s', async (_, at, count) => {
    expect(await listAfter([order()], at)).toHaveLength(count);
  });

  test('an order without a time is offered every day for two weeks', async () => {
    const open = order({ when: '' });
    expect(await listAfter([open], '2026-02-16T05:00:00.000Z')).toHaveLength(1);
    expect(await listAfter([open], '2026-02-18T05:00:00.000Z')).toHaveLength(0);
  });
});

describe('what modalities have done', () => {
  const performed = async (status: 'IN PROGRESS' | 'COMPLETED' | 'DISCONTINUED', wrongEntry = false) => {
    const { worklist: list } = await worklist(folder());
    await list.take(order(), NOW);
    const [item] = list.items();
    const of = [{ studyInstanceUid: item?.studyInstanceUid ?? '', stepId: item?.stepId ?? '' }];
    await list.performed({ uid: '1.2.9', at: NOW, status, wrongEntry, of });
    const left = list.items().map(({ state }) => state);
    const known = list.itemOf(of[0]?.studyInstanceUid ?? '', of[0]?.stepId ?? '');
    await list.close();
    return { left, known: known?.accession };
  };

  test.each([
    ['IN PROGRESS', false, ['started']],
    ['COMPLETED', false, []],
    ['DISCONTINUED', false, []],
    ['DISCONTINUED', true, ['scheduled']],
  ] as const)('%s (wrong entry: %s) leaves %j', async (status, wrongEntry, left) => {
    expect(await performed(status, wrongEntry)).toEqual({ left, known: 'F1' });
  });
});

test('every order of arrival, with repeats, ends in the same list', async () => {
  const messages = [
    order(),
    order({ control: 'XO', at: '20260203083000', when: '20260203140000' }),
    order({ placer: 'P2', filler: 'F2', number: '302', name: 'Сидоров^Пётр', when: '' } as OrderOf),
    order({ placer: 'P3', filler: '', number: '303', name: 'Ким^Ольга', sex: 'F' }),
    order({
      placer: 'P3',
      filler: 'F3',
      number: '303',
      name: 'Ким^Ольга',
      sex: 'F',
      at: '20260203081000',
      accession: 'A3',
    }),
    control('CA', '20260203090000', { placer: 'P2', filler: 'F2' }),
    adt('A08', '20260203093000', { name: 'Иванов^Пётр^Иванович' }),
    adt('A40', '20260203094000', { number: '900', name: 'Ким^Ольга^Ивановна', sex: 'F' }, '303'),
    appointment({ placer: 'P1' }),
    appointment({ placer: 'P1', event: 'S13', at: '20260203091000', when: '202602031630' }),
  ];
  const at = (bytes: Buffer): string => new Date(Date.parse(NOW) + messages.indexOf(bytes)).toISOString();
  const end = async (shuffled: readonly Buffer[]) => {
    const { worklist: list } = await worklist(folder());
    for (const bytes of shuffled) await list.take(bytes, at(bytes));
    const items = list.items();
    await list.close();
    return items;
  };
  const expected = await end(messages);
  expect(expected.map(brief)).toEqual([
    'A3 scheduled 2026-02-03T06:00:00.000Z 900 Ким DX',
    'F1 scheduled 2026-02-03T11:30:00.000Z 301 Иванов DX',
  ]);
  const shuffle = fc.shuffledSubarray([...messages, ...messages.slice(3, 8)], { minLength: messages.length + 5 });
  await fc.assert(
    fc.asyncProperty(shuffle, async (shuffled) => {
      expect(await end(shuffled)).toEqual(expected);
    }),
    { numRuns: 40 },
  );
});

test('a walk-in is provisional, has a study of its own and goes when he is dropped', async () => {
  const { worklist: list } = await worklist(folder());
  const form = {
    request: 'form-1',
    family: 'Орлова',
    given: 'Мария',
    birthDate: '1975-03-02',
    sex: 'female',
    modality: 'DX',
    by: 'медсестра',
  } as const;
  const item = await list.addWalkIn(form);
  expect(item).toMatchObject({ provisional: true, from: 'walk-in', modality: 'DX', patient: { family: 'Орлова' } });
  expect((await list.addWalkIn({ ...form, description: 'ещё раз' })).studyInstanceUid).toBe(item.studyInstanceUid);
  expect(list.items()).toHaveLength(1);
  await list.dropWalkIn(item.id);
  expect(list.items()).toEqual([]);
  await list.close();
});

test('the order of a walk-in is proposed to a person, and goes on under the study that was begun', async () => {
  const { worklist: list } = await worklist(folder());
  const walkIn = await list.addWalkIn({
    request: 'f',
    family: 'Иванов',
    given: 'Иван',
    birthDate: '1980-01-05',
    modality: 'DX',
    by: 'x',
  });
  await list.take(order(), NOW);
  const [proposed] = list.items().filter(({ provisional }) => provisional);
  expect(proposed?.orderCame).toHaveLength(1);
  await list.join(walkIn.id, proposed?.orderCame[0] ?? '', 'медсестра');
  expect(list.items()).toHaveLength(1);
  expect(list.items()[0]).toMatchObject({
    provisional: false,
    accession: 'F1',
    studyInstanceUid: walkIn.studyInstanceUid,
    stepId: walkIn.stepId,
  });
  await expect(list.join(walkIn.id, 'nothing', 'x')).rejects.toMatchObject({ code: 'not-found' });
  await list.close();
});

test('a walk-in under a typed number never merges that number into another: it may be another patient’s', async () => {
  const told: string[] = [];
  const { worklist: list } = await worklist(folder(), { tell: async (message) => void told.push(message.toString()) });
  const walkIn = await list.addWalkIn({
    ...{ request: 'f', family: 'Иванов', given: 'Иван', birthDate: '1980-01-05', modality: 'DX', by: 'x' },
    patientId: '302',
  });
  await list.take(order(), NOW);
  const [proposed] = list.items().filter(({ provisional }) => provisional);
  await list.join(walkIn.id, proposed?.orderCame[0] ?? '', 'медсестра');
  expect(told).toEqual([]);
  expect(list.knows('F1')).toBe(true);
  expect(list.knows('F2')).toBe(false);
  await list.close();
});

test('how much haste a study has is known by its UID, also when its step was made', async () => {
  const { worklist: list } = await worklist(folder());
  await list.take(Buffer.from(order().toString('utf8').replace('^^^20260203110000^^R', '^^^20260203110000^^S')), NOW);
  const [item] = list.items();
  const study = item?.studyInstanceUid ?? '';
  expect([list.priorityOf(study), list.priorityOf('1.2.3')]).toEqual(['STAT', undefined]);
  const of = [{ studyInstanceUid: study, stepId: item?.stepId ?? '' }];
  await list.performed({ uid: '1.2.9', at: NOW, status: 'COMPLETED', wrongEntry: false, of });
  expect([list.items().length, list.priorityOf(study)]).toEqual([0, 'STAT']);
  await list.take(order({ at: '20260203091500' }), NOW);
  expect(list.priorityOf(study)).toBe('ROUTINE');
  await list.close();
});

test('an order that gets a second number afterwards stays the order of its walk-in, and of its item', async () => {
  for (const number of ['1', '2', '3', '4', '5', '6']) {
    const { worklist: list } = await worklist(folder());
    const walkIn = await list.addWalkIn({
      ...{ request: 'f', family: 'Иванов', given: 'Иван', birthDate: '1980-01-05', modality: 'DX', by: 'x' },
    });
    await list.take(order({ placer: `P${number}`, filler: '' }), NOW);
    const [proposed] = list.items().filter(({ provisional }) => provisional);
    await list.join(walkIn.id, proposed?.orderCame[0] ?? '', 'медсестра');
    await list.take(order({ control: 'XO', placer: `P${number}`, filler: `F${number}`, at: '20260203083000' }), NOW);
    expect(list.items()).toMatchObject([{ studyInstanceUid: walkIn.studyInstanceUid }]);
    await list.close();
  }
});

test('an old order that stands keeps all that was said of it, and its patient’s number', async () => {
  for (const number of ['1', '2', '3', '4', '5', '6']) {
    const { worklist: list, clock } = await worklist(folder());
    await list.take(order({ placer: `P${number}`, filler: '', when: '20260501110000' }), NOW);
    await list.take(
      order({
        control: 'XO',
        placer: `P${number}`,
        filler: `F${number}`,
        at: '20260203083000',
        when: '20260501110000',
      }),
      NOW,
    );
    await list.take(adt('A40', '20260203090000', { number: '900' }, '301'), NOW);
    clock.at = '2026-04-30T05:00:00.000Z';
    const before = list.items();
    expect(before).toMatchObject([{ patient: { id: '900' } }]);
    await list.clean();
    expect(list.items()).toEqual(before);
    await list.close();
  }
});

test('a walk-in with a number of the edge goes on under his own once his order is known, in the region too', async () => {
  const place = folder();
  const told: string[] = [];
  const tell = async (message: Buffer): Promise<void> => void told.push(message.toString('utf8'));
  const { worklist: first } = await worklist(place, { tell });
  const walkIn = await first.addWalkIn({
    request: 'f',
    family: 'Иванов',
    given: 'Иван',
    birthDate: '1980-01-05',
    modality: 'DX',
    by: 'x',
  });
  await first.take(order(), NOW);
  const [proposed] = first.items().filter(({ provisional }) => provisional);
  await first.join(walkIn.id, proposed?.orderCame[0] ?? '', 'медсестра');
  await first.close();
  const { worklist: second } = await worklist(place, { tell });
  await second.close();
  expect(told).toEqual([told[0], told[0]]);
  const region = RegionFile.parse({ ...REGION, clinics: REGION.clinics.map(atClinic) });
  const context = regionContext(region, 'hospital', { idKey: ID_KEY, receivedAt: NOW });
  const mapped = mapHl7(Buffer.from(told[0] ?? ''), context);
  expect(mapped.messages).toMatchObject([{ type: 'ADT^A40', warnings: [] }]);
  const record = (number: string): string => recordId(ID_KEY, region.clinics[0]?.oid ?? '', '1.2.643.100.1', number);
  expect(mapped.write.edges).toMatchObject([
    {
      kind: 'merge',
      state: 'joined',
      survivor: record('301'),
      records: [record('301'), record(walkIn.patient.id)].sort(),
    },
  ]);
});

test('what was taken is there again after a restart', async () => {
  const place = folder();
  const { worklist: first } = await worklist(place);
  await first.take(order(), NOW);
  const before = first.items();
  await first.close();
  const { worklist: second } = await worklist(place);
  expect(second.items()).toEqual(before);
  expect(await found(second, EVERYTHING)).toHaveLength(1);
  await second.close();
});

test('what is long over is forgotten, what stands is not', async () => {
  const { worklist: list, clock } = await worklist(folder());
  await list.take(order(), NOW);
  await list.take(order({ placer: 'P9', filler: 'F9', when: '20260601100000' }), NOW);
  clock.at = '2026-05-20T05:00:00.000Z';
  await list.clean();
  expect(list.items().map(({ accession }) => accession)).toEqual(['F9']);
  clock.at = NOW;
  expect(list.items().map(({ accession }) => accession)).toEqual(['F9']);
  await list.close();
});
