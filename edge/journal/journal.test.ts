import { statSync } from 'node:fs';
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
  written,
} from './testing/journals.ts';

afterAll(removeJournals);

describe('what was taken', () => {
  test('is there after a restart, byte for byte, in its order, with the time of its acceptance', async () => {
    const large = 'Ж'.repeat(700_000);
    const folder = await written(['1', large, '3'], { segmentBytes: 1000 });
    const { journal, events } = await opened({ folder });
    expect(await texts(journal)).toEqual(['1', large, '3']);
    expect([...journal.waiting()].map(({ acceptedAt }) => acceptedAt)).toEqual([AT, AT, AT]);
    expect(events).toEqual([]);
    await journal.close();
  });

  test('shares its syncs with what comes at the same time, and is not acknowledged before them', async () => {
    let [syncs, open] = [0, false];
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const files = filesWith((file) => ({
      async sync() {
        syncs += 1;
        if (syncs > 1 && !open) await gate;
        await file.sync();
      },
    }));
    const { journal } = await opened({ folder: newFolder(), files });
    let acknowledged = 0;
    const all = Array.from({ length: 200 }, (_, index) =>
      journal.append(message(String(index)), ORIGIN).then(() => {
        acknowledged += 1;
      }),
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(acknowledged).toBe(0);
    open = true;
    release();
    await Promise.all(all);
    // One for the new file, one for all the messages.
    expect(syncs).toBeLessThanOrEqual(3);
    await journal.close();
  });

  test('is one input however often it comes, also while the first is still under way and after a restart', async () => {
    const folder = newFolder();
    const { journal } = await opened({ folder });
    const both = await Promise.all([journal.append(message('1'), ORIGIN), journal.append(message('1'), ORIGIN)]);
    expect(both.map(({ repeat }) => repeat)).toEqual([false, true]);
    expect(await journal.append(message('1'), ORIGIN)).toMatchObject({ repeat: true });
    await journal.close();
    const again = await opened({ folder });
    expect(await again.journal.append(message('1'), ORIGIN)).toMatchObject({ repeat: true });
    expect(await texts(again.journal)).toEqual(['1']);
    await again.journal.close();
  });

  test('and has ended is not sent again after a restart', async () => {
    const folder = newFolder();
    const { journal } = await opened({ folder });
    const { sha256 } = await journal.append(message('1'), ORIGIN);
    await journal.append(message('2'), ORIGIN);
    await journal.end(sha256, DRAINED);
    await journal.close();
    const again = await opened({ folder });
    expect(await texts(again.journal)).toEqual(['2']);
    await again.journal.close();
  });
});

describe('a closed journal', () => {
  test('writes nothing any more: its descriptors may belong to other files', async () => {
    const folder = newFolder();
    const { journal } = await opened({ folder });
    const { sha256 } = await journal.append(message('1'), ORIGIN);
    const [entry] = journal.waiting();
    await journal.close();
    await expect(journal.append(message('2'), ORIGIN)).rejects.toMatchObject({ code: 'not-durable' });
    await expect(journal.end(sha256, DRAINED)).rejects.toMatchObject({ code: 'not-durable' });
    if (entry) await expect(journal.read(entry, 0, 4)).rejects.toMatchObject({ code: 'unavailable' });
    expect(segmentsIn(folder)).toHaveLength(1);
  });
});

test('only the owner may look into its folders and files', async () => {
  const folder = await written(['1']);
  const [segment = ''] = segmentsIn(folder);
  expect([folder, segment].map((path) => statSync(path).mode & 0o077)).toEqual([0, 0]);
});
