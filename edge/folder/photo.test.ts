import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { readDicom } from '../../domain/dicom/read.ts';
import { FOLDER_ERRORS } from '../../schemas/errors/folder.ts';
import { hasRussian } from './notes.ts';
import { dateOf, saidByFolder } from './photo-facts.ts';
import { objectsIn, removeFolders, watched } from './testing/folders.ts';

afterAll(removeFolders);
let photo: Buffer;
beforeAll(async () => {
  photo = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
    .withExif({ IFD2: { DateTimeOriginal: '2026:03:01 10:15:00' } })
    .jpeg()
    .toBuffer();
});

const headerIn = async (folder: Awaited<ReturnType<typeof watched>>) => {
  const [entry] = [...folder.spool.entries()];
  if (entry === undefined) throw new Error('no object');
  return readDicom(await folder.spool.read(entry, 0, entry.bytes), 'Asia/Yekaterinburg', () => new Uint8Array()).header;
};

describe('a photo in the watched folder', () => {
  test('belongs to the patient whom its folder names', async () => {
    const folder = await watched();
    folder.put('ЛОР/301 14.07.2023 Баснин Илья ухо/IMG_0001.JPG', photo);
    await folder.pass(6);
    expect(await headerIn(folder)).toMatchObject({
      patientId: '301',
      issuer: 'DLN',
      patient: { name: 'Баснин^Илья', birthDate: '2023-07-14' },
      bodyPart: 'EAR',
      started: '2026-03-01T05:15:00.000Z',
    });
    await folder.close();
  });

  test.each(['ear.json', 'ear.jpg.json'])(
    'or whom the file %s beside it names; both go the same way',
    async (sidecar) => {
      const folder = await watched();
      folder.put('ear.jpg', photo);
      folder.put(sidecar, JSON.stringify({ patient: '301', birthDate: '2023-07-14', time: '2026-03-01T10:15+07:00' }));
      await folder.pass(6);
      expect(await headerIn(folder)).toMatchObject({ patientId: '301', started: '2026-03-01T03:15:00.000Z' });
      expect(folder.files()).toEqual([`taken/2026-03-01/ear.jpg`, `taken/2026-03-01/${sidecar}`].sort());
      await folder.close();
    },
  );

  test('whose file gives the number alone keeps the date of birth of its folder: a mistyped number is noticed by it', async () => {
    const folder = await watched();
    folder.put('301 14.07.2023 Баснин Илья/ear.jpg', photo);
    folder.put('301 14.07.2023 Баснин Илья/ear.json', JSON.stringify({ patient: '301' }));
    await folder.pass(6);
    expect(await headerIn(folder)).toMatchObject({
      patientId: '301',
      patient: { name: 'Баснин^Илья', birthDate: '2023-07-14' },
    });
    await folder.close();
  });

  test('of which nobody says whose it is is not guessed: it waits, then a note says what to do', async () => {
    const folder = await watched();
    folder.put('DCIM/IMG_0001.JPG', photo);
    await folder.pass(60);
    expect(folder.files()).toEqual(['DCIM/IMG_0001.JPG']);
    await folder.pass(660);
    expect(folder.files()).toEqual(['needs-attention/DCIM/IMG_0001.JPG', 'needs-attention/DCIM/IMG_0001.JPG.txt']);
    expect(folder.text('needs-attention/DCIM/IMG_0001.JPG.txt')).toMatch(/чьё это фото[\s\S]*whose photo/);
    expect(objectsIn(folder.spool)).toEqual([]);
    await folder.close();
  });

  test.each<[string, Record<string, string>, string]>([
    ['two patients', { '301 14.07.2023/302 01.02.2020/a.jpg': 'photo' }, 'photo-two-patients'],
    [
      'a folder and a file that differ',
      { '301 14.07.2023/a.jpg': 'photo', '301 14.07.2023/a.json': '{"patient":"302"}' },
      'photo-two-patients',
    ],
    [
      'a folder and a file of other names',
      {
        '301 14.07.2023 Баснин Илья/a.jpg': 'photo',
        '301 14.07.2023 Баснин Илья/a.json': '{"patient":"301","name":"Сомова Нина"}',
      },
      'photo-two-patients',
    ],
    [
      'a file with an unknown word',
      { 'a.jpg': 'photo', 'a.json': '{"patient":"302","ward":"5"}' },
      'sidecar-malformed',
    ],
    [
      'a birthday that is none',
      { 'a.jpg': 'photo', 'a.json': '{"patient":"302","birthDate":"2023-02-30"}' },
      'sidecar-malformed',
    ],
  ])('with %s goes to nobody', async (_, files, code) => {
    const folder = await watched();
    for (const [name, text] of Object.entries(files)) folder.put(name, text === 'photo' ? photo : text);
    await folder.pass(6);
    expect(objectsIn(folder.spool)).toEqual([]);
    const note = folder.files().find((name) => name.endsWith('.txt')) ?? '';
    expect(note).toMatch(/^needs-attention\//);
    expect(folder.text(note)).toContain(code);
    await folder.close();
  });

  test('whose number is of nobody’s numbering waits for the engineer, not for the one who put it there rightly', async () => {
    const folder = await watched({ domain: undefined });
    folder.put('301 14.07.2023/a.jpg', photo);
    await folder.pass(6);
    const note = folder.files().find((name) => name.endsWith('.txt')) ?? '';
    expect(note).toMatch(/^needs-attention\//);
    expect(folder.text(note)).toContain('photo-without-domain');
    expect(folder.text(note)).toContain('folder.domain');
    expect(objectsIn(folder.spool)).toEqual([]);
    await folder.close();
  });

  test('without a time, as from a messenger, needs one; a telephone’s HEIC needs another format', async () => {
    const folder = await watched();
    folder.put('301 14.07.2023/a.jpg', await sharp(photo).jpeg().toBuffer());
    folder.put(
      '301 14.07.2023/b.heic',
      Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic'), Buffer.alloc(20)]),
    );
    await folder.pass(6);
    const notes = folder.files().filter((name) => name.endsWith('.txt'));
    expect(notes.map((name) => /photo-\w+(-\w+)?/.exec(folder.text(name))?.[0])).toEqual([
      'photo-without-time',
      'photo-format',
    ]);
    await folder.close();
  });
});

describe('the name of a folder', () => {
  test.each([
    ['301 14.07.2023', { patient: '301', birthDate: '2023-07-14' }],
    ['А-301 2023-07-14 Баснин Илья', { patient: 'А-301', birthDate: '2023-07-14', name: 'Баснин Илья' }],
    ['301 1.2.2023 Hand', { patient: '301', birthDate: '2023-02-01', bodySite: 'Hand' }],
    [
      '301 14.07.2023 ухо снято 01.03.2026 9.05',
      { patient: '301', birthDate: '2023-07-14', bodySite: 'ухо', time: '2026-03-01T09:05' },
    ],
    [
      'пациент=301;рождение=14.07.2023;пол=ж;снято=2026-03-01 10.15',
      { patient: '301', birthDate: '14.07.2023', sex: 'F', time: '2026-03-01T10:15' },
    ],
    ['patient=301;name=Basnin Ilya;domain=DLN', { patient: '301', name: 'Basnin Ilya', domain: 'DLN' }],
  ])('%s says whose the photos in it are', (name, said) => expect(saidByFolder(name)).toEqual(said));

  test.each([
    '301',
    'Баснин Илья',
    '301 Баснин Илья',
    '14.07.2023 301',
    '2026-03-01 2026-03-02',
    '301 31.02.2023',
    '301 14.07.2023 302',
    'patient=301',
    'patient=301;patient=302;birth=14.07.2023',
    'patient=301;birth=14.07.2023;ward=5',
    '301 14.07.2023 снято вчера',
    '100MEDIA',
    '2026-03-01',
  ])('%s names nobody', (name) => expect(saidByFolder(name)).toBeUndefined());

  test('a date is one of the calendar', () => {
    expect(['14.07.2023', '2023-07-14', '31.02.2023', '14.7', '2023-13-01'].map((text) => dateOf(text))).toEqual([
      '2023-07-14',
      '2023-07-14',
      undefined,
      undefined,
      undefined,
    ]);
  });
});

test('every fault of the folder has a note in Russian', () => {
  expect((Object.keys(FOLDER_ERRORS) as (keyof typeof FOLDER_ERRORS)[]).filter((code) => !hasRussian(code))).toEqual(
    [],
  );
});
