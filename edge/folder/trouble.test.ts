import { afterAll, describe, expect, test } from '@jest/globals';
import { OkaError } from '../../schemas/errors.ts';
import { nodeDisk } from './disk.ts';
import { messagesIn, objectsIn, removeFolders, sha256, watched } from './testing/folders.ts';
import { message, object } from './testing/objects.ts';
import { zipOf } from './testing/zips.ts';

afterAll(removeFolders);
const DAY = '2026-03-01';

describe('a watched folder in trouble, and with much in it', () => {
  test('a crash between the disk and the move gives the same input again, counted as a repeat', async () => {
    const folder = await watched();
    folder.put('scan.dcm', object(1));
    folder.put('a.hl7', message('1'));
    await folder.pass(6);
    folder.put('again/scan.dcm', object(1));
    folder.put('again/a.hl7', message('1'));
    await folder.restarted();
    await folder.pass(6);
    expect(folder.folder.state()).toMatchObject({ taken: 0, repeats: 2 });
    expect(objectsIn(folder.spool)).toHaveLength(1);
    expect(await messagesIn(folder.journal)).toHaveLength(1);
    await folder.close();
  });

  test('with no room nothing is moved and nothing lost; when there is room it goes on', async () => {
    let full = true;
    const folder = await watched(
      {},
      {
        spool: (spool) => ({
          begin: async () => {
            if (full) throw new OkaError('no-room');
            return spool.begin();
          },
        }),
      },
    );
    folder.put('scan.dcm', object(1));
    folder.put('other.dcm', object(2));
    await folder.pass(6);
    expect(folder.files()).toEqual(['other.dcm', 'scan.dcm']);
    expect(folder.folder.state().heldSince).toBeDefined();
    expect(folder.events.filter(({ what }) => what === 'held')).toHaveLength(1);
    full = false;
    await folder.pass(1);
    expect([folder.files().length, objectsIn(folder.spool).length, folder.folder.state().heldSince]).toEqual([
      2,
      2,
      undefined,
    ]);
    expect(folder.files().every((name) => name.startsWith('taken/'))).toBe(true);
    await folder.close();
  });

  test('a file that nobody lets us read waits, and is told of once', async () => {
    let allowed = false;
    const folder = await watched(
      {},
      {
        disk: {
          ...nodeDisk,
          open: (path) =>
            allowed ? nodeDisk.open(path) : Promise.reject(Object.assign(new Error('EACCES'), { code: 'EACCES' })),
        },
      },
    );
    folder.put('scan.dcm', object(1));
    await folder.pass(700);
    await folder.pass(2000);
    expect(folder.files()).toEqual(['needs-attention/scan.dcm.txt', 'scan.dcm']);
    expect(folder.events.map(({ what }) => what)).toEqual(['unreadable']);
    allowed = true;
    await folder.pass(6000);
    expect(objectsIn(folder.spool)).toHaveLength(1);
    await folder.close();
  });

  test('on a CD, where nothing can be moved, each file is taken once and remembered over a restart', async () => {
    const readOnly = (): Promise<never> => Promise.reject(Object.assign(new Error('EROFS'), { code: 'EROFS' }));
    const folder = await watched({}, { disk: { ...nodeDisk, move: readOnly, write: readOnly, remove: readOnly } });
    folder.put('scan.dcm', object(1));
    folder.put('junk.bin', 'nothing of ours');
    await folder.pass(6);
    await folder.pass(6);
    await folder.restarted();
    await folder.pass(60);
    expect(folder.files()).toEqual(['junk.bin', 'scan.dcm']);
    expect(folder.events.map(({ what }) => what).sort()).toEqual(['refused', 'taken']);
    // Another CD at the same place.
    folder.put('scan.dcm', object(2, { ImageComments: 'longer' }));
    await folder.pass(6);
    expect(objectsIn(folder.spool)).toHaveLength(2);
    await folder.close();
  });

  test('files of one name are not written over one another in taken', async () => {
    const folder = await watched();
    for (const number of [1, 2]) {
      folder.put('scan.dcm', object(number));
      await folder.pass(6);
    }
    expect(folder.files()).toEqual([`taken/${DAY}/scan.dcm`, `taken/${DAY}/scan.dcm (2)`]);
    await folder.close();
  });

  test('what was taken long ago is deleted from taken', async () => {
    const folder = await watched({ keepDays: 2 });
    folder.put('taken/2026-02-01/old.dcm', object(1));
    folder.put('taken/2026-02-28/new.dcm', object(2));
    folder.put('taken/keep me/own.dcm', object(3));
    await folder.pass(6);
    expect(folder.files()).toEqual(['taken/2026-02-28/new.dcm', 'taken/keep me/own.dcm']);
    await folder.close();
  });

  test('a folder named urgent sends its files before others', async () => {
    const folder = await watched();
    folder.put('срочно/scan.dcm', object(1));
    await folder.pass(6);
    expect([...folder.spool.entries()][0]?.about.lane).toBe('urgent');
    await folder.close();
  });

  test('other files go in the lane of the clinic’s own rules', async () => {
    const folder = await watched(
      {},
      { laneOf: ({ modality, sender }) => (`${modality} ${sender}` === 'OT folder' ? 'bulk' : 'routine') },
    );
    folder.put('scan.dcm', object(1));
    folder.put('cd.zip', zipOf([{ name: 'a', bytes: object(2) }]));
    await folder.pass(6);
    expect([...folder.spool.entries()].map(({ about }) => about.lane)).toEqual(['bulk', 'bulk']);
    await folder.close();
  });

  test('a share that is away is told of once, and nothing is forgotten', async () => {
    let away = true;
    const folder = await watched(
      {},
      {
        disk: {
          ...nodeDisk,
          list: (path) =>
            away ? Promise.reject(Object.assign(new Error('EHOSTDOWN'), { code: 'EHOSTDOWN' })) : nodeDisk.list(path),
        },
      },
    );
    folder.put('scan.dcm', object(1));
    await folder.pass(10);
    expect(folder.folder.state().awaySince).toBe('2026-03-01T05:00:00.000Z');
    expect(folder.events.map(({ what }) => what)).toEqual(['away']);
    away = false;
    await folder.pass(6);
    expect(objectsIn(folder.spool)).toHaveLength(1);
    await folder.close();
  });

  test('a thousand files arrive, each once', async () => {
    const folder = await watched();
    const all = Array.from({ length: 1000 }, (_, number) => object(number, { InstanceNumber: String(number) }));
    for (const [number, bytes] of all.entries()) folder.put(`series ${number % 7}/${number}.dcm`, bytes);
    await folder.pass(6);
    expect(objectsIn(folder.spool)).toEqual(all.map(sha256).sort());
    expect(folder.files().every((name) => name.startsWith('taken/'))).toBe(true);
    await folder.close();
  });
});
