import { randomBytes } from 'node:crypto';
import { afterAll, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { nodeDisk } from './disk.ts';
import { messagesIn, objectsIn, removeFolders, sha256, watched } from './testing/folders.ts';
import { dicomdir, message, object } from './testing/objects.ts';
import { type ZipFile, zipOf } from './testing/zips.ts';

afterAll(removeFolders);
const taken = 'taken/2026-03-01/cd.zip';
const asked = ['needs-attention/cd.zip', 'needs-attention/cd.zip.txt'];
const refused = ['refused/cd.zip', 'refused/cd.zip.txt'];

async function given(files: readonly ZipFile[], seconds = 6, settings = {}) {
  const folder = await watched(settings);
  folder.put('cd.zip', zipOf(files));
  await folder.pass(seconds);
  return folder;
}

describe('a ZIP in the watched folder', () => {
  test('gives its DICOM objects byte for byte and its messages; viewers and texts stay in it', async () => {
    const folder = await given([
      { name: 'IMAGES/', bytes: Buffer.alloc(0) },
      { name: 'IMAGES/1', bytes: object(1) },
      { name: '../../etc/passwd', bytes: object(2) },
      { name: 'C:\\x\\3.dcm', bytes: object(3) },
      { name: 'his.hl7', bytes: Buffer.from(message('1')) },
      { name: 'viewer.exe', bytes: randomBytes(5000) },
    ]);
    expect(objectsIn(folder.spool)).toEqual([1, 2, 3].map((number) => sha256(object(number))).sort());
    expect(await messagesIn(folder.journal)).toEqual([message('1')]);
    expect(folder.files()).toEqual([taken]);
    await folder.close();
  });

  test('with a DICOMDIR that names more than it holds is taken and told', async () => {
    const folder = await given([
      { name: 'CD/DICOMDIR', bytes: dicomdir(['IMAGES/1', 'IMAGES/2']) },
      { name: 'CD/images/1.', bytes: object(1) },
      { name: 'CD/picture.jpg', bytes: Buffer.from('ffd8ffe000104a464946', 'hex') },
    ]);
    expect(objectsIn(folder.spool)).toEqual([sha256(object(1))]);
    expect(folder.files()).toEqual(asked);
    expect(folder.text(asked[1] as string)).toContain('medium-incomplete: IMAGES/2');
    await folder.close();
  });

  test.each<[string, ZipFile[], string]>([
    ['a password', [{ name: 'a', bytes: object(1), says: { flags: 1 } }], 'zip-encrypted'],
    ['another method', [{ name: 'a', bytes: object(1), says: { method: 9 } }], 'zip-method'],
    ['more bytes than are taken', [{ name: 'a', bytes: object(1), says: { size: 3_000_000_000 } }], 'zip-too-large'],
    ['a bomb of zeros', [{ name: 'a', bytes: Buffer.alloc(70_000_000) }], 'zip-too-large'],
    [
      'files that lie over one another',
      [
        { name: 'a', bytes: object(1) },
        ...[1, 2].map((place) => ({ name: `b${place}`, bytes: object(1), over: true })),
      ],
      'zip-too-large',
    ],
  ])('with %s is refused before anything of it is taken', async (_, files, code) => {
    const folder = await given([{ name: 'first', bytes: object(9) }, ...files], 6, { maxMediaGib: 1 });
    expect(folder.files()).toEqual(refused);
    expect(folder.text(refused[1] as string)).toContain(code);
    expect(objectsIn(folder.spool)).toEqual([]);
    await folder.close();
  });

  test('with another ZIP in it gives what else it holds, and is refused for that one', async () => {
    const folder = await given([
      { name: 'inner.zip', bytes: zipOf([{ name: 'x', bytes: object(5) }]) },
      { name: 'b', bytes: object(1) },
    ]);
    expect([objectsIn(folder.spool), folder.files()]).toEqual([[sha256(object(1))], refused]);
    expect(folder.text(refused[1] as string)).toContain('zip-nested: inner.zip');
    await folder.close();
  });

  test.each([
    ['a wrong CRC', { crc: 1 }],
    ['a wrong length', { size: 300 }],
  ])('with %s is refused, and the spoilt file in it never arrives', async (_, says) => {
    const folder = await given([{ name: 'a', bytes: object(1), says }]);
    expect(folder.files()).toEqual(refused);
    expect(objectsIn(folder.spool)).toEqual([]);
    await folder.close();
  });

  test('of which only a part is there waits', async () => {
    const folder = await watched();
    const bytes = zipOf([{ name: 'a', bytes: object(1) }]);
    folder.put('cd.zip', bytes.subarray(0, bytes.length - 10));
    await folder.pass(60);
    expect(folder.files()).toEqual(['cd.zip']);
    folder.put('cd.zip', bytes);
    await folder.pass(6);
    expect(objectsIn(folder.spool)).toHaveLength(1);
    await folder.close();
  });

  test('without anything of ours, as every office document is one, is refused', async () => {
    const folder = await given([{ name: 'word/document.xml', bytes: Buffer.from('<w/>') }]);
    expect(folder.files()).toEqual(refused);
    await folder.close();
  });

  test('its photos belong to the patient whom a folder in it or around it names; nobody else is guessed', async () => {
    const photo = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
      .jpeg()
      .toBuffer();
    const folder = await watched();
    folder.put('cd.zip', zipOf([{ name: '301 14.07.2023 снято 01.03.2026 10.15/ear.jpg', bytes: photo }]));
    await folder.pass(6);
    expect([objectsIn(folder.spool).length, folder.files()]).toEqual([1, [taken]]);
    folder.put('cd.zip', zipOf([{ name: 'ear.jpg', bytes: photo }]));
    await folder.pass(6);
    expect([objectsIn(folder.spool).length, folder.files()]).toEqual([1, [...asked, taken]]);
    await folder.close();
  });

  test('on a disk that fails while it is read is not taken for damaged', async () => {
    let fails = true;
    const folder = await watched(
      {},
      {
        disk: {
          ...nodeDisk,
          async open(path) {
            const file = await nodeDisk.open(path);
            return {
              ...file,
              read: (at, length) =>
                fails && at > 0
                  ? Promise.reject(Object.assign(new Error('EIO'), { code: 'EIO' }))
                  : file.read(at, length),
            };
          },
        },
      },
    );
    folder.put('cd.zip', zipOf([{ name: 'a', bytes: object(1) }]));
    await folder.pass(700);
    expect(folder.files()).toEqual(['cd.zip']);
    fails = false;
    await folder.pass(1000);
    expect(objectsIn(folder.spool)).toHaveLength(1);
    await folder.close();
  });
});
