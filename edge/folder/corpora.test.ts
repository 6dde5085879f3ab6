import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { objectsIn, removeFolders, sha256, watched } from './testing/folders.ts';
import { object } from './testing/objects.ts';

afterAll(removeFolders);
/** Files of real devices and anonymisers; what is cut off or spoilt among them says so in its name. */
const corpus = join(process.env.OKA_CORPORA ?? join(import.meta.dirname, '../../../shared/data'), 'dicom');
const names = existsSync(corpus) ? readdirSync(corpus).filter((name) => name.endsWith('.dcm')) : [];
if (names.length === 0) process.stderr.write(`skipped: real DICOM files (set OKA_CORPORA; ${corpus} has none)\n`);

const hasProgram = (name: string, ...args: string[]): boolean => {
  const isHere = spawnSync(name, args).error === undefined;
  if (!isHere) process.stderr.write(`skipped: ${name} is not installed\n`);
  return isHere;
};

(names.length > 0 ? describe : describe.skip)('files of real devices', () => {
  test('arrive byte for byte, and what is cut off or no DICOM is refused with a note', async () => {
    const folder = await watched();
    const whole = names.filter((name) => !/truncated|no_meta/.test(name));
    for (const name of names) folder.put(name, readFileSync(join(corpus, name)));
    await folder.pass(6);
    const arrived = objectsIn(folder.spool);
    expect(arrived).toEqual(whole.map((name) => sha256(readFileSync(join(corpus, name)))).sort());
    await folder.pass(1300);
    expect(folder.files().filter((name) => name.startsWith('refused/') && !name.endsWith('.txt'))).toEqual(
      names
        .filter((name) => !whole.includes(name))
        .map((name) => `refused/${name}`)
        .sort(),
    );
    await folder.close();
  });

  (hasProgram('zip', '-v') ? test : test.skip)(
    'packed by the ordinary program arrive too; with a password they do not',
    async () => {
      const folder = await watched();
      const files = names.filter((name) => !name.startsWith('BROKEN')).map((name) => join(corpus, name));
      spawnSync('zip', ['-q', '-j', join(folder.path, 'images.zip'), ...files]);
      spawnSync('zip', ['-q', '-j', '-P', 'secret', join(folder.path, 'secret.zip'), ...files]);
      await folder.pass(6);
      expect(objectsIn(folder.spool)).toEqual(files.map((path) => sha256(readFileSync(path))).sort());
      expect(folder.text('refused/secret.zip.txt')).toContain('zip-encrypted');
      await folder.close();
    },
  );
});

(hasProgram('dcmmkdir', '--version') ? test : test.skip)(
  'a medium written by DCMTK is read as it is meant, with a file that is missing',
  async () => {
    const folder = await watched();
    const disc = join(folder.path, 'disc');
    mkdirSync(join(disc, 'IMAGES'), { recursive: true });
    const more = { StudyID: '1', SeriesNumber: '1', StudyDate: '20260301', StudyTime: '100000', ConversionType: 'WSD' };
    for (const number of [1, 2]) {
      const bytes = object(number, { ...more, InstanceNumber: String(number), PatientName: 'Sample^Anna' });
      writeFileSync(join(disc, 'IMAGES', `I${number}`), bytes);
    }
    const made = spawnSync('dcmmkdir', ['+id', disc, '-Pgp', '+r', '--invent', '-W', '+D', join(disc, 'DICOMDIR')], {
      encoding: 'utf8',
    });
    expect([made.status, existsSync(join(disc, 'DICOMDIR'))]).toEqual([0, true]);
    writeFileSync(join(disc, 'IMAGES', 'I2'), '');
    await folder.pass(660);
    expect(objectsIn(folder.spool)).toHaveLength(1);
    expect(folder.text('needs-attention/disc.txt')).toContain('medium-incomplete: IMAGES/I2');
    await folder.close();
  },
);
