import { afterAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  adt,
  appointment,
  brief,
  control,
  NOW,
  newFolder,
  type OrderOf,
  order,
  removeFolders,
  worklist,
} from './testing.ts';

afterAll(removeFolders);

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
    const { worklist: list } = await worklist(newFolder());
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
