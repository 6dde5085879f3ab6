import { afterAll, expect, test } from '@jest/globals';
import { recordId } from '../../domain/fhir/identifiers.ts';
import { regionContext } from '../../domain/hl7/map/context.ts';
import { REGION } from '../../domain/hl7/map/example.ts';
import { mapHl7 } from '../../domain/hl7/map/map.ts';
import { RegionFile } from '../../schemas/region.ts';
import { ID_KEY, NOW, newFolder, order, removeFolders, worklist } from './testing.ts';

afterAll(removeFolders);

/** The hospital of the region's tests, with the domain of this file and the edge as a sender. */
const atClinic = (clinic: RegionFile['clinics'][number], place: number) =>
  place > 0
    ? clinic
    : {
        ...clinic,
        domains: [{ namespace: 'MIS', oid: '1.2.643.100.1' }],
        senders: [{ application: 'OKA', facility: 'EDGE', role: 'post', orderKey: 'placer', defaultDomain: 'MIS' }],
      };

test('a walk-in is provisional, has a study of its own and goes when he is dropped', async () => {
  const { worklist: list } = await worklist(newFolder());
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
  const { worklist: list } = await worklist(newFolder());
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
  const { worklist: list } = await worklist(newFolder(), {
    tell: async (message) => void told.push(message.toString()),
  });
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

test('an order that gets a second number afterwards stays the order of its walk-in, and of its item', async () => {
  for (const number of ['1', '2', '3', '4', '5', '6']) {
    const { worklist: list } = await worklist(newFolder());
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

test('a walk-in with a number of the edge goes on under his own once his order is known, in the region too', async () => {
  const place = newFolder();
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
