import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { Spool } from '../spool/spool.ts';
import { startFolder } from './folder.ts';
import { messagesIn, objectsIn, removeFolders, sha256, watched } from './testing/folders.ts';
import { message, object } from './testing/objects.ts';

afterAll(removeFolders);
const DAY = '2026-03-01';

describe('a watched folder', () => {
  test('takes DICOM and HL7 byte for byte, and moves the files to taken', async () => {
    const folder = await watched();
    const [file, bare] = [object(1), object(2).subarray(132)];
    folder.put('scan.dcm', file);
    folder.put('room 4/IMG00001', bare);
    folder.put('his/a.hl7', message('1'));
    await folder.pass(6);
    expect(objectsIn(folder.spool)).toEqual([sha256(file), sha256(bare)].sort());
    expect(await messagesIn(folder.journal)).toEqual([message('1')]);
    expect(folder.files()).toEqual([`taken/${DAY}/his/a.hl7`, `taken/${DAY}/room 4/IMG00001`, `taken/${DAY}/scan.dcm`]);
    expect([...folder.spool.entries()][0]?.about).toMatchObject({
      by: 'folder',
      lane: 'routine',
      studyInstanceUid: '2.25.7',
      patientKey: 'DLN|301',
      transferSyntaxUid: '1.2.840.10008.1.2.1',
    });
    await folder.close();
  });

  test.each(['keep', 'delete'] as const)(
    'a scanner that writes the next image under the same name loses none (%s)',
    async (after) => {
      let next = (): void => undefined;
      const spool = (real: Spool): Pick<Spool, 'begin'> => ({
        async begin() {
          const incoming = await real.begin();
          return {
            ...incoming,
            async commit(about) {
              const taken = await incoming.commit(about);
              next();
              return taken;
            },
          };
        },
      });
      const folder = await watched({ after }, { spool });
      folder.put('scan.dcm', object(1));
      next = () => {
        next = () => undefined;
        folder.put('scan.dcm', object(2));
        // A file that has settled is seconds old; here both may fall into one tick of the disk's clock.
        utimesSync(join(folder.path, 'scan.dcm'), new Date(), new Date(Date.now() + 1000));
      };
      await folder.pass(6);
      await folder.pass(6);
      expect(objectsIn(folder.spool)).toEqual([sha256(object(1)), sha256(object(2))].sort());
      await folder.close();
    },
  );

  test('deletes what was taken where the clinic wants it so', async () => {
    const folder = await watched({ after: 'delete' });
    folder.put('scan.dcm', object(1));
    await folder.pass(6);
    expect([folder.files(), objectsIn(folder.spool).length]).toEqual([[], 1]);
    await folder.close();
  });

  test('leaves hidden, unfinished and lock files alone, and takes what is renamed from one of them at once', async () => {
    const folder = await watched();
    for (const name of ['.hidden.dcm', 'a.dcm.part', 'b.tmp', 'c.crdownload', '~$d.dcm', 'e.lock'])
      folder.put(name, object(1));
    await folder.pass(60);
    expect(objectsIn(folder.spool)).toEqual([]);
    renameSync(join(folder.path, 'a.dcm.part'), join(folder.path, 'a.dcm'));
    await folder.folder.look();
    expect(objectsIn(folder.spool)).toEqual([sha256(object(1))]);
    await folder.close();
  });

  test('waits while a file grows, and never takes half of it', async () => {
    const folder = await watched();
    const bytes = object(1);
    for (let at = 0; at < bytes.length; at += 100) {
      const piece = bytes.subarray(at, at + 100);
      if (at === 0) folder.put('slow.dcm', piece);
      else appendFileSync(join(folder.path, 'slow.dcm'), piece);
      await folder.pass(3);
      expect(objectsIn(folder.spool)).toEqual([]);
    }
    await folder.pass(6);
    expect(objectsIn(folder.spool)).toEqual([sha256(bytes)]);
    await folder.close();
  });

  test('a copy that pauses for longer than the settled time is not taken for whole', async () => {
    const folder = await watched();
    const bytes = object(1);
    folder.put('slow.dcm', bytes.subarray(0, 700));
    await folder.pass(60);
    expect([objectsIn(folder.spool), folder.files()]).toEqual([[], ['slow.dcm']]);
    appendFileSync(join(folder.path, 'slow.dcm'), bytes.subarray(700));
    await folder.pass(6);
    expect(objectsIn(folder.spool)).toEqual([sha256(bytes)]);
    await folder.close();
  });

  test('a file that stays cut off is refused with a note in two languages', async () => {
    const folder = await watched();
    folder.put('cut.dcm', object(1).subarray(0, 700));
    await folder.pass(660);
    expect(folder.files()).toEqual(['refused/cut.dcm', 'refused/cut.dcm.txt']);
    expect(folder.text('refused/cut.dcm.txt')).toMatch(/обрывается[\s\S]*ends before[\s\S]*dicom-truncated/);
    expect(objectsIn(folder.spool)).toEqual([]);
    await folder.close();
  });

  test('refuses what is nothing of ours, and goes on with the rest', async () => {
    const folder = await watched();
    folder.put('a letter.docx.txt', 'Good day');
    folder.put('scan.dcm', object(1));
    await folder.pass(6);
    expect(folder.files()).toEqual([
      'refused/a letter.docx.txt',
      'refused/a letter.docx.txt.txt',
      `taken/${DAY}/scan.dcm`,
    ]);
    expect(folder.events.map(({ what }) => what).sort()).toEqual(['refused', 'taken']);
    await folder.close();
  });

  test('takes the messages of a batch one by one in their order, and tells when some are missing', async () => {
    const folder = await watched();
    const batch = (count: number) => `BHS|^~\\&|LIS\r${message('1')}${message('2')}BTS|${count}\r`;
    folder.put('batch.hl7', batch(2));
    await folder.pass(6);
    expect(await messagesIn(folder.journal)).toEqual([message('1'), message('2')]);
    folder.put('short.hl7', batch(3));
    await folder.pass(6);
    expect(folder.files()).toEqual([
      'needs-attention/short.hl7',
      'needs-attention/short.hl7.txt',
      `taken/${DAY}/batch.hl7`,
    ]);
    await folder.close();
  });

  test('HL7 files keep their order of time, whatever their names', async () => {
    const folder = await watched();
    for (const [place, name] of ['z.hl7', 'm.hl7', 'a.hl7'].entries()) {
      folder.put(name, message(String(place)));
      // The clock by which a file system dates files may tick only every ten milliseconds.
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    await folder.pass(6);
    expect(await messagesIn(folder.journal)).toEqual([message('0'), message('1'), message('2')]);
    await folder.close();
  });

  test('a training message is refused at this door as at the other', async () => {
    const folder = await watched();
    folder.put('t.hl7', message('1').replace('|P|', '|T|'));
    await folder.pass(6);
    expect(folder.files()).toEqual(['refused/t.hl7', 'refused/t.hl7.txt']);
    expect(await messagesIn(folder.journal)).toEqual([]);
    await folder.close();
  });
});

test('started, it finds by itself what another program writes slowly, and takes the whole of it', async () => {
  const folder = await watched({ settledSeconds: 0.3, pollSeconds: 0.2 });
  const bytes = object(5, { PixelData: new Uint8Array(300_000), Rows: 500, Columns: 600 });
  const source = join(folder.path, '..', 'source.bin');
  writeFileSync(source, bytes);
  const program = `const fs=require('fs');const b=fs.readFileSync(process.argv[1]);let at=0;
    const t=setInterval(()=>{fs.appendFileSync(process.argv[2],b.subarray(at,at+30000));at+=30000;if(at>=b.length)clearInterval(t)},60)`;
  const started = await startFolder({
    settings: { ...(await settingsOf(folder.path)), settledSeconds: 0.3, pollSeconds: 0.2 },
    data: join(folder.path, '..', 'facts2'),
    spool: folder.spool,
    journal: folder.journal,
  });
  const writer = spawn(process.execPath, ['-e', program, source, join(folder.path, 'slow.dcm')]);
  await new Promise((resolve) => writer.on('close', resolve));
  while (objectsIn(folder.spool).length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
  await started.stop();
  expect(objectsIn(folder.spool)).toEqual([sha256(bytes)]);
  expect(existsSync(join(folder.path, 'slow.dcm'))).toBe(false);
  await folder.close();
});

async function settingsOf(path: string) {
  const { FolderSettings } = await import('../../schemas/edge/folder.ts');
  return FolderSettings.parse({ path });
}
