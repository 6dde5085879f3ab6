import type { Result } from '../../schemas/result.ts';

/** What a result's place in the record system follows from. */
export type Sent = {
  readonly results: readonly Result[];
  /** resultId → version that the record system has been sent. */
  readonly published: Readonly<Record<string, number>>;
};

/**
 * Results on images that the record system holds as they stand now, by the id of their ImagingStudy. What an input of such
 * a study came to follows from this alone, whichever run told it: the film's own, or that of the order that came after it.
 */
export function toldOfStudies({ results, published }: Sent): ReadonlyMap<string, readonly Result[]> {
  const told = results.flatMap((result) =>
    result.content.kind !== 'advice' &&
    result.state === 'current' &&
    (published[result.resultId] ?? 0) >= result.version
      ? [{ study: result.content.study.id, result }]
      : [],
  );
  return new Map(
    [...Map.groupBy(told, ({ study }) => study)].map(([study, of]) => [study, of.map(({ result }) => result)]),
  );
}
