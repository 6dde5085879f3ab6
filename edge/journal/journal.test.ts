import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { type JournalFiles, nodeFiles } from './files.ts';
import { type Journal, type JournalEvent, type JournalOptions, openJournal } from './journal.ts';

const root = mkdtempSync(join(tmpdir(), 'oka-journal-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let serial = 0;
function newFolder(): string {
  serial += 1;
  return join(root, String(serial));
}

const AT = '2026-01-31T05:00:00.000Z';
const ORIGIN = { acceptedAt: AT, by: 'mllp', address: '127.0.0.1' };
const message = (text: string): Buffer => Buffer.from(`MSH|^~\\&|${text}\r`);
const DRAINED = { at: AT, end: 'drained' } as const;

async function opened(options: Partial<JournalOptions> & { folder: string }) {
  const events: JournalEvent[] = [];
  const journal = await openJournal({ onEvent: (event) => events.push(event), ...options });
  return { journal, events };
}

/** The messages that wait, as text. */
const texts = async (journal: Journal): Promise<string[]> =>
  Promise.all(
    [...journal.waiting()].map(async (entry) => (await journal.read(entry, 9, entry.bytes - 1)).toString('utf8')),
  );

const segmentsIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.journal'))
    .sort()
    .map((name) => join(folder, name));

/** A journal with these messages, each in a batch of its own, closed. */
async function written(messages: readonly string[], options: Partial<JournalOptions> = {}): Promise<string> {
  const folder = newFolder();
  const { journal } = await opened({ folder, ...options });
  for (const text of messages) await journal.append(message(text), ORIGIN);
  await journal.close();
  return folder;
}

/** The real files with some calls replaced. */
const filesWith = (
  change: (file: Awaited<ReturnType<JournalFiles['create']>>) => object,
  more: object = {},
): JournalFiles => ({
  ...nodeFiles,
  async create(path) {
    const file = await nodeFiles.create(path);
    return { ...file, ...change(file) };
  },
  ...more,
});

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

describe('a torn tail', () => {
  test('wherever it is cut leaves what stands before it, is said, and is kept aside', async () => {
    const folder = await written(['1', '2', '3']);
    const [path = ''] = segmentsIn(folder);
    const size = statSync(path).size;
    const third = size - Math.floor(size / 3);
    for (let length = third + 1; length < size; length += 7) {
      const cut = newFolder();
      await nodeFiles.makeFolder(cut);
      const copy = join(cut, path.slice(folder.length));
      copyFileSync(path, copy);
      truncateSync(copy, length);
      const { journal, events } = await opened({ folder: cut });
      expect(await texts(journal)).toEqual(['1', '2']);
      expect(events).toEqual([{ what: 'torn', segment: expect.any(String), bytes: length - third }]);
      expect(statSync(copy).size).toBe(third);
      expect(readdirSync(join(cut, 'damaged'))).toHaveLength(1);
      await journal.close();
    }
  });

  test('of zeros, as a file that grew without its bytes has, is one too', async () => {
    const folder = await written(['1']);
    const [path = ''] = segmentsIn(folder);
    writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.alloc(5000)]));
    const { journal, events } = await opened({ folder });
    expect(await texts(journal)).toEqual(['1']);
    expect(events).toMatchObject([{ what: 'torn', bytes: 5000 }]);
    await journal.close();
  });
});

describe('a damaged place', () => {
  test('anywhere in the middle is named, and the messages around it are read', async () => {
    const folder = await written(['1', '2', '3']);
    const [path = ''] = segmentsIn(folder);
    const bytes = readFileSync(path);
    const third = bytes.length / 3;
    for (let at = 0; at < third * 2; at += 3) {
      const spoilt = newFolder();
      await nodeFiles.makeFolder(spoilt);
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 0x55;
      writeFileSync(join(spoilt, path.slice(folder.length)), changed);
      const { journal, events } = await opened({ folder: spoilt });
      expect(await texts(journal)).toEqual(at < third ? ['2', '3'] : ['1', '3']);
      expect(events).toMatchObject([{ what: 'damaged', position: at < third ? 0 : third, bytes: third }]);
      await journal.close();
    }
  });

  test('is not deleted with its segment but put aside', async () => {
    const folder = await written(['1', '2']);
    const [path = ''] = segmentsIn(folder);
    const bytes = readFileSync(path);
    bytes[bytes.length / 2 - 2] = 0;
    writeFileSync(path, bytes);
    const { journal } = await opened({ folder, retentionMs: 0 });
    for (const { sha256 } of [...journal.waiting()]) await journal.end(sha256, DRAINED);
    await journal.clean();
    expect(segmentsIn(folder)).toEqual([]);
    expect(segmentsIn(join(folder, 'damaged'))).toHaveLength(1);
    await journal.close();
  });

  test('cannot be made by a message that holds a record', async () => {
    const folder = await written(['1']);
    const foreign = readFileSync(segmentsIn(folder)[0] ?? '');
    const other = newFolder();
    const { journal } = await opened({ folder: other });
    await journal.append(Buffer.concat([foreign, Buffer.alloc(100)]), ORIGIN);
    await journal.append(message('2'), ORIGIN);
    await journal.close();
    const [path = ''] = segmentsIn(other);
    const bytes = readFileSync(path);
    bytes[0] = 0;
    writeFileSync(path, bytes);
    const again = await opened({ folder: other });
    expect(await texts(again.journal)).toEqual(['2']);
    await again.journal.close();
  });
});

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
