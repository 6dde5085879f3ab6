import { afterAll, expect, test } from '@jest/globals';
import { adt, EVERYTHING, found, listAfter, NOW, newFolder, order, removeFolders, worklist } from './testing.ts';

afterAll(removeFolders);

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
  const { worklist: list } = await worklist(newFolder());
  await list.take(order(), NOW);
  const query = { ...EVERYTHING, RequestedProcedureComments: '' };
  expect(await found(list, query)).toMatchObject([{ RequestedProcedureComments: '' }]);
  await list.take(adt('A08', '20260203093000', { name: 'Петрова^Анна', sex: 'F', born: '19900101' }), NOW);
  expect(await found(list, query)).toMatchObject([
    { RequestedProcedureComments: expect.stringContaining('CHECK IDENTITY') },
  ]);
  await list.close();
});
