import { readdirSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import {
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

describe('a disk that fails', () => {
  test('to sync acknowledges nothing, and that file is never written again', async () => {
    let failing = false;
    const writes: number[] = [];
    let made = 0;
    const files = filesWith((file) => {
      made += 1;
      const number = made;
      return {
        async write(bytes: Uint8Array, position: number) {
          writes.push(number);
          await file.write(bytes, position);
        },
        async sync() {
          if (failing) throw Object.assign(new Error('EIO'), { code: 'EIO' });
          await file.sync();
        },
      };
    });
    const folder = newFolder();
    const { journal, events } = await opened({ folder, files });
    await journal.append(message('1'), ORIGIN);
    failing = true;
    await expect(journal.append(message('2'), ORIGIN)).rejects.toMatchObject({ code: 'not-durable', detail: 'EIO' });
    await expect(journal.append(message('2'), ORIGIN)).rejects.toMatchObject({ code: 'not-durable' });
    failing = false;
    writes.length = 0;
    // What was refused is not a repeat when the sender comes again.
    expect(await journal.append(message('2'), ORIGIN)).toMatchObject({ repeat: false });
    expect(new Set(writes).has(1)).toBe(false);
    expect(events).toMatchObject([{ what: 'write-failed' }, { what: 'write-failed' }]);
    expect(await texts(journal)).toEqual(['1', '2']);
    await journal.close();
    const again = await opened({ folder });
    expect(await texts(again.journal)).toEqual(['1', '2']);
    await again.journal.close();
  });

  test('to write for want of room acknowledges nothing and goes on when there is room', async () => {
    let full = false;
    const files = filesWith((file) => ({
      async write(bytes: Uint8Array, position: number) {
        if (!full) return file.write(bytes, position);
        await file.write(bytes.subarray(0, 20), position);
        throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
      },
    }));
    const folder = newFolder();
    const { journal } = await opened({ folder, files });
    await journal.append(message('1'), ORIGIN);
    full = true;
    const both = await Promise.allSettled(['2', '3'].map((text) => journal.append(message(text), ORIGIN)));
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    full = false;
    await journal.append(message('3'), ORIGIN);
    await journal.close();
    const again = await opened({ folder });
    expect(await texts(again.journal)).toEqual(['1', '3']);
    expect(again.events).toEqual([]);
    await again.journal.close();
  });
});

describe('a full disk', () => {
  const noRoom = Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });

  test('does not keep a journal with a torn tail from being opened; the tail is kept in its segment', async () => {
    const folder = await written(['1', '2']);
    const [segment = ''] = segmentsIn(folder);
    truncateSync(segment, statSync(segment).size - 5);
    const full = filesWith(() => ({ write: () => Promise.reject(noRoom) }));
    const { journal, events } = await opened({ folder, files: full });
    expect(await texts(journal)).toEqual(['1']);
    expect(events).toMatchObject([{ what: 'torn' }, { what: 'write-failed' }]);
    expect(readdirSync(join(folder, 'damaged'))).toEqual([]);
    const size = statSync(segment).size;
    const [entry] = journal.waiting();
    await journal.close();
    // With room again the tail is put aside as ever.
    const again = await opened({ folder });
    expect(await texts(again.journal)).toEqual(['1']);
    expect(statSync(segment).size).toBeLessThan(size);
    await again.journal.end(entry?.sha256 ?? '', DRAINED);
    await again.journal.close();
  });

  test('on which no end can be marked gives up what the region has, so that there is room again', async () => {
    let [full, share] = [false, 0.5];
    const files = filesWith(
      (file) => ({
        write: (bytes: Uint8Array, position: number) => (full ? Promise.reject(noRoom) : file.write(bytes, position)),
      }),
      { usedShare: async () => share },
    );
    const folder = newFolder();
    const first = await opened({ folder, files });
    const { sha256 } = await first.journal.append(message('1'), ORIGIN);
    await first.journal.close();
    [full, share] = [true, 1];
    const { journal } = await opened({ folder, files });
    await expect(journal.end(sha256, DRAINED)).rejects.toMatchObject({ code: 'not-durable' });
    await journal.clean();
    expect(segmentsIn(folder)).toEqual([]);
    expect([...journal.waiting()]).toEqual([]);
    await journal.close();
  });
});
