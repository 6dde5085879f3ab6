import { afterAll, describe, expect, test } from '@jest/globals';
import { NOW, newFolder, order, removeFolders, worklist } from './testing.ts';

afterAll(removeFolders);

describe('what modalities have done', () => {
  const performed = async (status: 'IN PROGRESS' | 'COMPLETED' | 'DISCONTINUED', wrongEntry = false) => {
    const { worklist: list } = await worklist(newFolder());
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

test('how much haste a study has is known by its UID, also when its step was made', async () => {
  const { worklist: list } = await worklist(newFolder());
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
