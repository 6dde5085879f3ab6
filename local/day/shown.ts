import { join } from 'node:path';
import { openRecords } from '../ehr/records.ts';
import { oneLine } from '../ehr/words.ts';
import type { Shown } from './rows.ts';

/** What each record system shows now, by result: read from its own files, not from what was sent to it. */
export async function shownWords(dataFolder: string, ehrs: readonly string[]): Promise<Shown> {
  const words = new Map<string, string>();
  for (const ehr of ehrs) {
    for (const { results } of await openRecords(join(dataFolder, 'ehr', ehr)).all())
      for (const held of results) {
        const disagrees = held.result?.agreement?.verdict === 'disagrees';
        words.set(`${ehr} ${held.resultId}`, `${disagrees ? 'RADIOLOGIST DISAGREES. ' : ''}${oneLine(held).en}`);
      }
  }
  return (ehr, resultId) => {
    const found = words.get(`${ehr} ${resultId}`);
    return found === undefined ? undefined : { words: found };
  };
}
