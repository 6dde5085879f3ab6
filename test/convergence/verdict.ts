import { differences, type Fingerprint } from './fingerprint.ts';

/** What is wrong with a run: by itself, and beside the run in order. Empty: nothing. */
export function verdictOf(expected: Fingerprint, run: Fingerprint, inputs: number): string[] {
  const ended = Object.entries(run.ends).reduce((sum, [state, count]) => sum + (state === 'open' ? 0 : count), 0);
  return [
    ...differences(expected.charts, run.charts).map((name) => `chart differs: ${name}`),
    ...differences(expected.results, run.results).map((name) => `result differs: ${name}`),
    ...Object.entries(run.held)
      .filter(([name, hash]) => run.results[name.split(' ')[1] ?? ''] !== hash)
      .map(([name]) => `the record system holds another content: ${name}`),
    ...run.appliedTwice.map((name) => `applied twice: ${name}`),
    ...(run.ends.open ? [`${run.ends.open} inputs have not ended`] : []),
    ...(ended === inputs ? [] : [`ledger: ${inputs} accepted, ${ended} ended`]),
  ];
}
