import { afterAll, describe, expect, test } from '@jest/globals';
import { type FolderDisk, nodeDisk } from './disk.ts';
import { objectsIn, removeFolders, sha256, watched } from './testing/folders.ts';
import { dicomdir, object } from './testing/objects.ts';

afterAll(removeFolders);

describe('a medium (DICOMDIR) in the watched folder', () => {
  test('is taken as one: the files that its directory names and those that it does not', async () => {
    const folder = await watched();
    folder.put('disc 1/DICOMDIR', dicomdir(['IMAGES/0001']));
    folder.put('disc 1/images/0001', object(1));
    folder.put('disc 1/more/unnamed.dcm', object(2));
    folder.put('disc 1/VIEWER/start.exe', 'MZ');
    folder.put('disc 1/preview.jpg', Buffer.from('ffd8ffe000104a464946', 'hex'));
    await folder.pass(6);
    expect(objectsIn(folder.spool)).toEqual([sha256(object(1)), sha256(object(2))].sort());
    expect(folder.files().every((name) => name.startsWith('taken/2026-03-01/disc 1/'))).toBe(true);
    expect(folder.files()).toHaveLength(5);
    await folder.close();
  });

  test('whose files are still being copied waits for them, and tells what never came', async () => {
    const folder = await watched();
    folder.put('disc/DICOMDIR', dicomdir(['A/1', 'A/2']));
    folder.put('disc/A/1', object(1));
    await folder.pass(60);
    expect(folder.files()).toEqual(['disc/A/1', 'disc/DICOMDIR']);
    await folder.pass(660);
    expect(folder.files()).toContain('needs-attention/disc.txt');
    expect(folder.text('needs-attention/disc.txt')).toContain('medium-incomplete: A/2');
    expect(objectsIn(folder.spool)).toEqual([sha256(object(1))]);
    await folder.close();
  });

  test('to which more is copied while it is taken is moved when that is taken, too', async () => {
    let more = (): void => undefined;
    const disk: FolderDisk = {
      ...nodeDisk,
      async open(path) {
        if (path.endsWith('/A/1')) more();
        return nodeDisk.open(path);
      },
    };
    const folder = await watched({}, { disk });
    folder.put('disc/DICOMDIR', dicomdir(['A/1']));
    folder.put('disc/A/1', object(1));
    more = () => {
      more = () => undefined;
      folder.put('disc/B/late.dcm', object(2));
    };
    await folder.pass(6);
    await folder.pass(6);
    expect(objectsIn(folder.spool)).toEqual([sha256(object(1)), sha256(object(2))].sort());
    expect(folder.files().every((name) => name.startsWith('taken/'))).toBe(true);
    await folder.close();
  });

  test('the watched folder itself may be the medium, as a CD is, and is read once', async () => {
    const readOnly = (): Promise<never> => Promise.reject(Object.assign(new Error('EROFS'), { code: 'EROFS' }));
    const folder = await watched({}, { disk: { ...nodeDisk, move: readOnly, write: readOnly, remove: readOnly } });
    folder.put('DICOMDIR', dicomdir(['1']));
    folder.put('1', object(1));
    await folder.pass(6);
    await folder.restarted();
    await folder.pass(60);
    expect([objectsIn(folder.spool), folder.events.length]).toEqual([[sha256(object(1))], 1]);
    await folder.close();
  });

  test('with a faulty file gives all the others, and a person looks at it', async () => {
    const folder = await watched();
    folder.put('disc/DICOMDIR', dicomdir(['1', '2']));
    folder.put('disc/1', object(1));
    folder.put('disc/2', object(2).subarray(0, 700));
    await folder.pass(700);
    expect(objectsIn(folder.spool)).toEqual([sha256(object(1))]);
    expect(folder.text('refused/disc.txt')).toContain('dicom-truncated: disc/2');
    await folder.close();
  });
});
