import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { FolderSettings } from '../../schemas/edge/folder.ts';
import { MemoryDisk } from '../files/testing/memory-disk.ts';
import { openJournal } from '../journal/journal.ts';
import { openSpool } from '../spool/spool.ts';
import { openFolder } from './folder.ts';
import { messagesIn, objectsIn, sha256 } from './testing/folders.ts';
import { message, object } from './testing/objects.ts';

const root = mkdtempSync(join(tmpdir(), 'oka-folder-cut-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Everything of the edge on one disk that keeps only what was synced; the watched folder is a real one. */
async function edgeOn(disk: MemoryDisk, path: string, files = disk.files) {
  const spool = await openSpool({ folder: '/edge/spool', files, watermark: 1 });
  const journal = await openJournal({ folder: '/edge/journal', files, watermark: 1 });
  let at = 0;
  const folder = await openFolder({
    settings: FolderSettings.parse({ path, after: 'delete' }),
    ...{ data: '/edge/folder', files, spool, journal, now: () => at },
  });
  const pass = async (): Promise<void> => {
    await folder.look();
    at += 6000;
    await folder.look();
  };
  return { spool, journal, folder, pass };
}

test('a file leaves the folder only when a power cut can no longer take it: at every step', async () => {
  const [scan, text] = [object(1), message('1')];
  for (let cutAt = 1; cutAt < 60; cutAt += 1) {
    const path = join(root, String(cutAt));
    mkdirSync(path);
    writeFileSync(join(path, 'scan.dcm'), scan);
    writeFileSync(join(path, 'a.hl7'), text);
    const disk = new MemoryDisk();
    const before = await edgeOn(disk, path);
    disk.cutAt = disk.steps + cutAt;
    await before.pass().catch(() => undefined);
    const left = readdirSync(path);
    disk.powerBack(() => 0.5);
    await before.folder.stop().catch(() => undefined);
    const after = await edgeOn(disk, path);
    if (!left.includes('scan.dcm')) expect(objectsIn(after.spool)).toEqual([sha256(scan)]);
    if (!left.includes('a.hl7')) expect(await messagesIn(after.journal)).toEqual([text]);
    await after.pass();
    expect([objectsIn(after.spool), await messagesIn(after.journal), readdirSync(path)]).toEqual([
      [sha256(scan)],
      [text],
      [],
    ]);
    await after.folder.stop();
  }
});
