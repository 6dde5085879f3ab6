import { join } from 'node:path';
import { openRecords, type PatientRecord } from '../../local/ehr/records.ts';
import { PEOPLE } from '../../samples/day/people.ts';
import type { Result } from '../../schemas/result.ts';
import { atRest } from './at-rest.ts';

type Content = Result['content'];
type Held = PatientRecord['results'][number];

/** What both record systems show at the end of the day; patients are asked for by the beginning of their name. */
export type Shown = {
  readonly records: readonly PatientRecord[];
  current(family: string): Held[];
  findingOf(family: string): Result | undefined;
  findingsOf(family: string): Extract<Content, { kind: 'finding' }>[];
  adviceOf(family: string): Extract<Content, { kind: 'advice' }>[];
  /** Everything that one clinic's record system was ever told of a patient. */
  at(clinic: 'district' | 'post', family: string): Held[];
};

export async function shownAtTheEnd(dataFolder: string): Promise<Shown> {
  const of = (ehr: string) => openRecords(join(dataFolder, 'ehr', ehr)).all();
  const records = await atRest(async () => [...(await of('berezovo')), ...(await of('dalny'))]);
  const isNamed = (family: string, { patient: { name } }: PatientRecord): boolean => {
    // Else a name that is spelt wrongly would pass for a patient of whom nothing was said.
    if (!PEOPLE.some((one) => one.family.startsWith(family))) throw new Error(`the day has no ${family}`);
    return name.startsWith(family);
  };
  const current = (family: string) =>
    (records.find((one) => isNamed(family, one))?.results ?? []).filter(({ state }) => state === 'current');
  const resultsOf = (family: string) => current(family).flatMap(({ result }) => result ?? []);
  const contentsOf = (family: string) => resultsOf(family).map(({ content }) => content);
  return {
    records,
    current,
    findingOf: (family) => resultsOf(family).find(({ content }) => content.kind === 'finding'),
    findingsOf: (family) => contentsOf(family).flatMap((content) => (content.kind === 'finding' ? [content] : [])),
    adviceOf: (family) => contentsOf(family).flatMap((content) => (content.kind === 'advice' ? [content] : [])),
    at: (clinic, family) =>
      records.filter((one) => one.clinic === clinic && isNamed(family, one)).flatMap(({ results }) => results),
  };
}
