import { wordsOfReasons } from '../../domain/delivery/reasons.ts';
import { toldOfStudies } from '../../domain/delivery/told.ts';
import type { AdviceState, Chart, InputState } from '../../platform/chart/chart.ts';
import type { World } from '../../platform/world.ts';
import type { TraceAnswer } from '../../schemas/api/answers.ts';
import { ERRORS, OkaError } from '../../schemas/errors.ts';
import { type InputKey, inputId } from '../../schemas/input.ts';
import { INPUT_EXTENSION } from '../../schemas/measurement.ts';
import type { Principal } from '../../schemas/principal.ts';
import type { Delivery, Result } from '../../schemas/result.ts';

/**
 * The whole way of an input: its steps and end, then what is said of the record it led to and how far that got. Keys and
 * states only. The words of a record system may quote the patient: only the edge of the patient's own clinic gets them, no
 * operator and no laboratory.
 * @throws OkaError `not-found`
 */
export async function traceInput(input: InputKey, principal: Principal, { chart }: World): Promise<TraceAnswer> {
  const state = await chart.input(input);
  if (state === undefined) throw new OkaError('not-found', inputId(input));
  const { record } = state;
  const answer = asShown(state);
  if (record === undefined) return answer;
  // What was said of a merged record is withdrawn there and said of its survivor: the way leads on.
  const survivor = await chart.survivor(record);
  const records = [record, ...(survivor === undefined ? [] : [survivor])];
  const advice = (await Promise.all(records.map((one) => chart.advice(one)))).flatMap((one) => one ?? []);
  const deliveries = (await Promise.all(records.map((one) => chart.deliveries(one)))).flat();
  const mayRead = ({ clinic }: Delivery): boolean => principal.kind === 'edge' && principal.clinics.includes(clinic);
  return {
    ...answer,
    ...(await endedBy(state, record, { advice, deliveries }, chart)),
    results: advice.flatMap(({ results, published }) =>
      results.map((result) => resultLine(result, published[result.resultId])),
    ),
    deliveries: deliveries.map((delivery) => deliveryLine(delivery, mayRead(delivery))),
  };
}

/** An input as readers see it: each reason for which it is on the list with what a human does about it. */
export function asShown({ reasons, steps, ...state }: InputState): TraceAnswer {
  const waitsFor = wordsOfReasons(reasons ?? []);
  return { ...state, steps: [...steps], ...(waitsFor.length > 0 ? { waitsFor } : {}) };
}

/**
 * An image whose finding stands in the record has been published, though its own run may have ended before anything could
 * be said: its order, its patient or the next film of the study came later. That first end stays as a step (contract 6).
 */
async function endedBy(
  { input, end, steps }: InputState,
  record: string,
  { advice, deliveries }: { readonly advice: readonly AdviceState[]; readonly deliveries: readonly Delivery[] },
  chart: Chart,
): Promise<Pick<TraceAnswer, 'end' | 'steps'> | undefined> {
  if (end?.state !== 'stored' || input.kind !== 'image') return undefined;
  for (const [study, results] of advice.flatMap((one) => [...toldOfStudies(one)])) {
    const resource = (await chart.get(record, 'ImagingStudy', study))?.resource as fhir4.ImagingStudy | undefined;
    const brought = resource?.extension?.some(
      ({ url, valueString }) => url === INPUT_EXTENSION && valueString === inputId(input),
    );
    if (!brought) continue;
    const names = new Set(results.map(({ resultId }) => resultId));
    const [sentAt = end.at] = deliveries.flatMap((one) => (names.has(one.resultId) ? one.sentAt : [])).sort();
    const first = { at: end.at, step: 'ended', detail: [end.state, end.code, end.detail].filter(Boolean).join(' ') };
    return {
      end: { state: 'published', at: [end.at, sentAt].sort().at(-1) ?? end.at },
      steps: [...steps, first].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)),
    };
  }
  return undefined;
}

type Line<K extends 'results' | 'deliveries'> = NonNullable<TraceAnswer[K]>[number];

const resultLine = (result: Result, sentVersion: number | undefined): Line<'results'> => {
  const { resultId, content, producer, version, state, severity } = result;
  const sent = sentVersion === undefined ? {} : { sentVersion };
  return { resultId, kind: content.kind, producer, version, state, severity, ...sent };
};

function deliveryLine({ record: _, delivered, ...rest }: Delivery, withWords: boolean): Line<'deliveries'> {
  if (delivered === undefined) return rest;
  const { text, ...answer } = delivered;
  const refused = { code: 'ehr-refused', whatToDo: ERRORS['ehr-refused'].whatToDo } as const;
  return {
    ...rest,
    delivered: withWords && text !== undefined ? { ...answer, text } : answer,
    ...(delivered.code === 'AA' ? {} : { refused }),
  };
}
