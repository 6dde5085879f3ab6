import { copyFileSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { nodeFiles } from '../files/files.ts';
import { makeEdgeKey } from '../files/key.ts';
import {
  DRAINED,
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

const KEY = makeEdgeKey(Buffer.alloc(32, 5));

describe.each([
  ['in the open', {}],
  ['sealed', { key: KEY }],
])('%s', (_, how) => {
  describe('a torn tail', () => {
    test('wherever it is cut leaves what stands before it, is said, and is kept aside', async () => {
      const folder = await written(['1', '2', '3'], how);
      const [path = ''] = segmentsIn(folder);
      const size = statSync(path).size;
      const third = size - Math.floor(size / 3);
      expect(size - third).toBeGreaterThan(100);
      for (let length = third + 1; length < size; length += 7) {
        const cut = newFolder();
        await nodeFiles.makeFolder(cut);
        const copy = join(cut, path.slice(folder.length));
        copyFileSync(path, copy);
        truncateSync(copy, length);
        const { journal, events } = await opened({ ...how, folder: cut });
        expect(await texts(journal)).toEqual(['1', '2']);
        expect(events).toEqual([{ what: 'torn', segment: expect.any(String), bytes: length - third }]);
        expect(statSync(copy).size).toBe(third);
        expect(readdirSync(join(cut, 'damaged'))).toHaveLength(1);
        await journal.close();
      }
    });

    test('of zeros, as a file that grew without its bytes has, is one too', async () => {
      const folder = await written(['1'], how);
      const [path = ''] = segmentsIn(folder);
      writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.alloc(5000)]));
      const { journal, events } = await opened({ ...how, folder });
      expect(await texts(journal)).toEqual(['1']);
      expect(events).toMatchObject([{ what: 'torn', bytes: 5000 }]);
      await journal.close();
    });
  });

  describe('a damaged place', () => {
    test('anywhere in the middle is named, and the messages around it are read', async () => {
      const folder = await written(['1', '2', '3'], how);
      const [path = ''] = segmentsIn(folder);
      const bytes = readFileSync(path);
      const third = bytes.length / 3;
      expect(third).toBeGreaterThan(100);
      for (let at = 0; at < third * 2; at += 3) {
        const spoilt = newFolder();
        await nodeFiles.makeFolder(spoilt);
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ 0x55;
        writeFileSync(join(spoilt, path.slice(folder.length)), changed);
        const { journal, events } = await opened({ ...how, folder: spoilt });
        expect(await texts(journal)).toEqual(at < third ? ['2', '3'] : ['1', '3']);
        expect(events).toMatchObject([{ what: 'damaged', position: at < third ? 0 : third, bytes: third }]);
        await journal.close();
      }
    });

    test('that the disk does not give costs what stands there, and the start goes on', async () => {
      const folder = await written(
        Array.from({ length: 40 }, (_, index) => `${index} ${'A'.repeat(1000)}`),
        how,
      );
      const fault = Object.assign(new Error('EIO'), { code: 'EIO' });
      const files = {
        ...nodeFiles,
        async open(path: string) {
          const file = await nodeFiles.open(path);
          const spoilt = 20_000;
          return {
            ...file,
            read: (position: number, length: number) =>
              position <= spoilt && position + length > spoilt ? Promise.reject(fault) : file.read(position, length),
          };
        },
      };
      const { journal, events } = await opened({ ...how, folder, files });
      expect(events.map(({ what }) => what)).toContain('damaged');
      expect(journal.counts.waiting).toBeGreaterThan(30);
      expect(journal.counts.waiting).toBeLessThan(40);
      await journal.close();
    });

    test('is not deleted with its segment but put aside', async () => {
      const folder = await written(['1', '2'], how);
      const [path = ''] = segmentsIn(folder);
      const bytes = readFileSync(path);
      bytes[bytes.length / 2 - 2] = 0;
      writeFileSync(path, bytes);
      const { journal } = await opened({ ...how, folder, retentionMs: 0 });
      for (const { sha256 } of [...journal.waiting()]) await journal.end(sha256, DRAINED);
      await journal.clean();
      expect(segmentsIn(folder)).toEqual([]);
      expect(segmentsIn(join(folder, 'damaged'))).toHaveLength(1);
      await journal.close();
    });

    test('cannot be made by a message that holds a record', async () => {
      const folder = await written(['1'], how);
      const foreign = readFileSync(segmentsIn(folder)[0] ?? '');
      const other = newFolder();
      const { journal } = await opened({ ...how, folder: other });
      await journal.append(Buffer.concat([foreign, Buffer.alloc(100)]), ORIGIN);
      await journal.append(message('2'), ORIGIN);
      await journal.close();
      const [path = ''] = segmentsIn(other);
      const bytes = readFileSync(path);
      bytes[0] = 0;
      writeFileSync(path, bytes);
      const again = await opened({ ...how, folder: other });
      expect(await texts(again.journal)).toEqual(['2']);
      await again.journal.close();
    });
  });
});
