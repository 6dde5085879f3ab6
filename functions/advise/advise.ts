import { type ResultsInput, resultsOf } from '../../domain/delivery/results.ts';
import { clinicById } from '../../domain/region.ts';
import type { AdviceState } from '../../platform/chart/chart.ts';
import { log } from '../../platform/log.ts';
import { makeEvent } from '../../platform/queues.ts';
import type { World } from '../../platform/world.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { AdviceRequested } from '../../schemas/messages.ts';
import type { Result } from '../../schemas/result.ts';
import { neededFacets, readPerson } from './read.ts';

/** Another run may store between our reading and writing; each time we read again, seldom more than once. */
const TRIES = 5;

/**
 * Contract 4: one advice per chart state. The revision is read before the facts, so what is stored under it holds at
 * least all that the revision counts. Every step may be repeated: a crash anywhere and a second delivery of the message
 * end in the same state.
 */
export async function advise({ data: { record }, traceparent }: AdviceRequested, world: World): Promise<void> {
  const { chart, region, queues, clock, env } = world;
  const head = await chart.head(record);
  if (!head) throw new OkaError('not-found', 'head of the record');
  const results = await evaluateAndStore(record, head.revision, world);
  if (!results) return;

  const ehr = clinicById(region, head.clinic)?.ehr;
  const published = (await chart.advice(record))?.published ?? {};
  const isNew = results.some(({ resultId, version }) => version > (published[resultId] ?? 0));
  if (ehr !== undefined && isNew) {
    // publish sends what is new and ends the inputs that wait for it
    const data = { record, revision: head.revision };
    await queues.send(
      env.OKA_QUEUE_RESULTS ?? '',
      makeEvent('oka.result.changed', 'advise', data, { traceparent, time: clock() }),
    );
    return;
  }
  for (const input of await chart.awaiting(record, head.revision))
    await chart.endInput(input, { state: 'stored', record });
}

/** The results stored under this revision, or undefined where a newer revision has won: its run does the rest. */
async function evaluateAndStore(
  record: string,
  revision: number,
  world: World,
): Promise<readonly Result[] | undefined> {
  const { chart, region } = world;
  const needs = neededFacets(region);
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const previous = await chart.advice(record);
    if (previous && previous.revision > revision) return undefined;
    const facts = await readPerson(chart, record, needs);
    const input: ResultsInput = { record, ...facts, previous, region };
    const results = resultsOf(input);
    const outcome = await store(record, revision, results, previous, world);
    if (outcome === 'stored') {
      log.info('advice stored', { record, revision, results: results.length });
      return results;
    }
  }
  throw new OkaError('conflict', 'advice');
}

async function store(
  record: string,
  revision: number,
  results: readonly Result[],
  previous: AdviceState | undefined,
  { chart }: World,
): Promise<'stored' | 'again'> {
  try {
    // False: another run has stored this revision or a newer one; the next reading tells which.
    return (await chart.putAdvice(record, revision, results, { revision: previous?.revision })) ? 'stored' : 'again';
  } catch (cause) {
    if (cause instanceof OkaError && cause.code === 'conflict') return 'again';
    throw cause;
  }
}
