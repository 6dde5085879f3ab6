import { afterAll, describe, expect, test } from '@jest/globals';
import { adt, EVERYTHING, found, listAfter, NOW, newFolder, order, removeFolders, worklist } from './testing.ts';

afterAll(removeFolders);

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

test('what was taken is there again after a restart', async () => {
  const place = newFolder();
  const { worklist: first } = await worklist(place);
  await first.take(order(), NOW);
  const before = first.items();
  await first.close();
  const { worklist: second } = await worklist(place);
  expect(second.items()).toEqual(before);
  expect(await found(second, EVERYTHING)).toHaveLength(1);
  await second.close();
});

test('an old order that stands keeps all that was said of it, and its patient’s number', async () => {
  for (const number of ['1', '2', '3', '4', '5', '6']) {
    const { worklist: list, clock } = await worklist(newFolder());
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

test('what is long over is forgotten, what stands is not', async () => {
  const { worklist: list, clock } = await worklist(newFolder());
  await list.take(order(), NOW);
  await list.take(order({ placer: 'P9', filler: 'F9', when: '20260601100000' }), NOW);
  clock.at = '2026-05-20T05:00:00.000Z';
  await list.clean();
  expect(list.items().map(({ accession }) => accession)).toEqual(['F9']);
  clock.at = NOW;
  expect(list.items().map(({ accession }) => accession)).toEqual(['F9']);
  await list.close();
});
