import { afterAll, describe, expect, test } from '@jest/globals';
import {
  AT,
  DRAINED,
  filesWith,
  message,
  newFolder,
  ORIGIN,
  opened,
  removeJournals,
  segmentsIn,
  texts,
} from './testing/journals.ts';

afterAll(removeJournals);

describe('room', () => {
  test('beyond the watermark of the quota nothing new is taken, what is there is a repeat, and ends make room', async () => {
    const { journal } = await opened({ folder: newFolder(), quotaBytes: 10_000, clock: () => new Date(AT) });
    const { sha256 } = await journal.append(message('A'.repeat(8000)), ORIGIN);
    await expect(journal.append(message('B'.repeat(1000)), ORIGIN)).rejects.toMatchObject({ code: 'no-room' });
    expect(await journal.append(message('A'.repeat(8000)), ORIGIN)).toMatchObject({ repeat: true });
    await journal.end(sha256, DRAINED);
    await journal.clean();
    // Below the mark nothing is deleted before its time; above it, old messages go for new ones.
    expect(await journal.append(message('A'.repeat(8000)), ORIGIN)).toMatchObject({ repeat: true });
    await journal.append(message('B'.repeat(1000)), ORIGIN);
    expect(await journal.append(message('A'.repeat(8000)), ORIGIN).catch((cause: unknown) => cause)).toMatchObject({
      code: 'no-room',
    });
    await journal.close();
  });

  test('beyond the watermark of the disk nothing is taken, and old messages go early', async () => {
    let share = 0.5;
    const files = filesWith(() => ({}), { usedShare: async () => share });
    const folder = newFolder();
    const { journal } = await opened({ folder, files });
    const { sha256 } = await journal.append(message('1'), ORIGIN);
    await journal.end(sha256, DRAINED);
    await journal.close();
    share = 0.86;
    const again = await opened({ folder, files });
    await expect(again.journal.append(message('2'), ORIGIN)).rejects.toMatchObject({ code: 'no-room' });
    await again.journal.clean();
    expect(segmentsIn(folder)).toEqual([]);
    await again.journal.close();
  });

  test('is refused with a code where old segments cannot be deleted, not by a broken line', async () => {
    let share = 0.5;
    const fault = Object.assign(new Error('EIO'), { code: 'EIO' });
    const files = filesWith(() => ({}), { usedShare: async () => share, remove: () => Promise.reject(fault) });
    const folder = newFolder();
    const first = await opened({ folder, files });
    const { sha256 } = await first.journal.append(message('1'), ORIGIN);
    await first.journal.end(sha256, DRAINED);
    await first.journal.close();
    share = 0.9;
    const { journal } = await opened({ folder, files });
    await expect(journal.append(message('2'), ORIGIN)).rejects.toMatchObject({ code: 'no-room' });
    await journal.close();
  });

  test('segments go, the oldest first, when the region has all of them and their time is over', async () => {
    const folder = newFolder();
    let now = Date.parse(AT);
    const { journal } = await opened({ folder, segmentBytes: 100, retentionMs: 1000, clock: () => new Date(now) });
    const taken = [];
    for (const text of ['1', '2', '3']) taken.push(await journal.append(message(text), ORIGIN));
    for (const index of [1, 0]) {
      await journal.end(taken[index]?.sha256 ?? '', DRAINED);
      await journal.clean();
      expect(segmentsIn(folder).length).toBeGreaterThanOrEqual(3);
    }
    now += 2000;
    await journal.clean();
    expect(await texts(journal)).toEqual(['3']);
    expect(await journal.append(message('1'), ORIGIN)).toMatchObject({ repeat: false });
    await journal.close();
    const again = await opened({ folder });
    expect(await texts(again.journal)).toEqual(['3', '1']);
    await again.journal.close();
  });
});
