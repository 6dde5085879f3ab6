import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const FIXTURES = join(import.meta.dirname, '..', 'images', 'fixtures');
const LARGEST = 300_000;

const imagesIn = (folder: string): Buffer[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.dcm') && statSync(join(folder, name)).size <= LARGEST)
    .sort()
    .map((name) => readFileSync(join(folder, name)));

/** The committed image of each transfer syntax; with `corpora` small real ones too, where their folder is. */
export function imageSeeds(corpora: boolean): Buffer[] {
  const folder = join(process.env.OKA_CORPORA ?? '../shared/data', 'dicom');
  return [...imagesIn(FIXTURES), ...(corpora && existsSync(folder) ? imagesIn(folder) : [])];
}
