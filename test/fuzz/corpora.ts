import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Real messages as further seeds where the folder of corpora (`OKA_CORPORA`) is there; small ones, so that a run is quick. */
export function corpusSeeds(): Buffer[] {
  const folder = join(process.env.OKA_CORPORA ?? '../shared/data', 'hl7');
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(hl7|hl7v2|txt)$/.test(name) && !name.endsWith('COMMIT.txt'))
    .sort()
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).size < 20_000)
    .map((path) => readFileSync(path));
}
