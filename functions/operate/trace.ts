import type { World } from '../../platform/world.ts';
import type { TraceAnswer } from '../../schemas/api/answers.ts';
import { ERRORS, OkaError } from '../../schemas/errors.ts';
import { type InputKey, inputId } from '../../schemas/input.ts';
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
  const answer = { ...state, steps: [...state.steps] };
  if (record === undefined) return answer;
  // What was said of a merged record is withdrawn there and said of its survivor: the way leads on.
  const survivor = await chart.survivor(record);
  const records = [record, ...(survivor === undefined ? [] : [survivor])];
  const advice = (await Promise.all(records.map((one) => chart.advice(one)))).flatMap((one) => one ?? []);
  const deliveries = (await Promise.all(records.map((one) => chart.deliveries(one)))).flat();
  const mayRead = ({ clinic }: Delivery): boolean => principal.kind === 'edge' && principal.clinics.includes(clinic);
  return {
    ...answer,
    results: advice.flatMap(({ results, published }) =>
      results.map((result) => resultLine(result, published[result.resultId])),
    ),
    deliveries: deliveries.map((delivery) => deliveryLine(delivery, mayRead(delivery))),
  };
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
