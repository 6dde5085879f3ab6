import { outcomesOf } from '../../domain/delivery/outcomes.ts';
import { type ResultsInput, resultsOf } from '../../domain/delivery/results.ts';
import { studiesOf } from '../../domain/delivery/studies.ts';
import { type Sent, toldOfStudies } from '../../domain/delivery/told.ts';
import { nextTurn } from '../../domain/delivery/turn.ts';
import { studiesWaiting } from '../../domain/delivery/waits.ts';
import { canonicalHash } from '../../domain/fhir/canonical.ts';
import { clinicById } from '../../domain/region.ts';
import { inBatches } from '../../platform/chart/batches.ts';
import type { AdviceState, Chart, Head } from '../../platform/chart/chart.ts';
import { neededFacets, type PersonFacts, readPerson } from '../../platform/chart/person-facts.ts';
import { variableOf } from '../../platform/environment.ts';
import { log } from '../../platform/log.ts';
import { report } from '../../platform/metrics.ts';
import { makeEvent } from '../../platform/queues.ts';
import type { World } from '../../platform/world.ts';
import { OkaError } from '../../schemas/errors.ts';
import { inputId, parseInputId } from '../../schemas/input.ts';
import type { AdviceRequested } from '../../schemas/messages.ts';
import type { Result } from '../../schemas/result.ts';
import { listFollowUps } from './followups.ts';
import { settleOrders } from './orders.ts';
import { settleStatements } from './stated.ts';

/** Another run may store between our reading and writing; each time we read again, seldom more than once. */
const TRIES = 5;

/**
 * Contract 4: one advice per chart state. The revision is read before the facts, so what is stored under it holds at
 * least all that the revision counts. Every step may be repeated: a crash anywhere and a second delivery of the message
 * end in the same state.
 */
export async function advise({ data: { record }, traceparent }: AdviceRequested, world: World): Promise<void> {
  const { chart, queues, clock, env } = world;
  const head = await chart.head(record);
  if (!head) throw new OkaError('not-found', 'head of the record');
  const evaluated = await evaluateAndStore(record, head.revision, world);
  if (!evaluated) return;
  const { results, facts } = evaluated;
  await settleStudies(record, head.revision, facts, chart);
  await settleStatements(record, facts, chart);
  await settleOrders(facts.shared, chart);
  await chart.listOpenPairs(head);
  await listFollowUps(head, facts, world);

  const { published = {}, publishedRevision = -1 } = (await chart.advice(record)) ?? {};
  const isNew = results.some(({ resultId, version }) => version > (published[resultId] ?? 0));
  const hasForms = (await chart.formRetries(record)).some(({ isRipe }) => isRipe);
  if ((isNew || hasForms) && isRegistered(record, facts)) {
    const data = { record, revision: head.revision };
    await queues.send(
      variableOf(env, 'OKA_QUEUE_RESULTS'),
      makeEvent('oka.result.changed', 'advise', data, { traceparent, time: clock() }),
    );
    // publish sends what is new and ends the inputs that wait for it
    if (isNew) return;
  }
  if (!isRegistered(record, facts) && !(await isToldElsewhere(record, facts, world)))
    await listUntold(head, results, 'critical-patient-unknown', world);
  // What an earlier run sent was sent for these inputs too, though that run has not come to end them yet.
  const sent = await chart.awaiting(record, Math.min(publishedRevision, head.revision));
  await inBatches(sent, (input) => chart.endInput(input, { state: 'published', record }));
  const others = await chart.awaiting(record, head.revision);
  const told = inputsTold(record, { results, published }, facts);
  await inBatches(others, (input) =>
    chart.endInput(input, { state: told.has(inputId(input)) ? 'published' : 'stored', record }),
  );
}

/**
 * Inputs whose images the record system has been told of, by whoever's run: one that was under way while a film was written
 * may have read it, and sent what it shows, under a revision below the film's own.
 */
function inputsTold(record: string, sent: Sent, { entries, elsewhere, survivors }: PersonFacts): ReadonlySet<string> {
  const told = toldOfStudies(sent);
  if (told.size === 0) return new Set();
  const studies = studiesOf(record, entries, elsewhere, survivors);
  return new Set(
    studies.flatMap(({ reference, inputs }) => (told.has(reference.slice('ImagingStudy/'.length)) ? inputs : [])),
  );
}

/** A desk or record system can only be told of a patient whom the clinic has registered: a number alone is nobody (contract 10). */
const isRegistered = (record: string, { entries }: PersonFacts): boolean =>
  entries.some((entry) => entry.record === record && entry.resource?.resourceType === 'Patient');

/** Another record of the person says the same at its own clinic. */
async function isToldElsewhere(record: string, facts: PersonFacts, { chart, region }: World): Promise<boolean> {
  for (const other of new Set(facts.entries.map((entry) => entry.record))) {
    // A merged record says nothing itself.
    if (other === record || facts.survivors.has(other)) continue;
    const clinic = isRegistered(other, facts) ? (await chart.head(other))?.clinic : undefined;
    if (clinic !== undefined && clinicById(region, clinic) !== undefined) return true;
  }
  return false;
}

/**
 * A critical result ends with a person (contract 11). Where nobody is registered of whom people could be told, the clinic that sent the input is:
 * it stands on its list, and the duty alarm sounds.
 */
async function listUntold(
  { record, revision, clinic }: Head,
  results: readonly Result[],
  reason: string,
  { chart, clock }: World,
): Promise<void> {
  const critical = results.filter(({ state, severity }) => state === 'current' && severity === 'critical');
  if (critical.length === 0) return;
  for (const { resultId } of critical) log.error('critical result reaches nobody', { record, resultId, reason });
  const inputs = await chart.awaiting(record, revision);
  for (const input of inputs) await chart.listForHuman(input, [reason]);
  // Once for what has come now; later runs over the same results bring no news.
  if (inputs.length > 0) report({ CriticalUndelivered: critical.length }, clinic, clock());
}

/**
 * A study that is not surely this patient's, or that holds two images under one UID, ends its inputs as `unreconciled`, on
 * the clinic's list; other inputs come onto the list, and leave it when a late registration or order has settled the matter.
 */
async function settleStudies(record: string, revision: number, facts: PersonFacts, chart: Chart): Promise<void> {
  const studies = studiesOf(record, facts.entries, facts.elsewhere, facts.survivors);
  if (studies.length === 0) return;
  const waiting = new Set((await chart.awaiting(record, revision)).map(inputId));
  const settled = await chart.settled(record);
  for (const { reference, reasons, inputs } of studies) {
    const digest = digestOf(reasons, inputs);
    const study = reference.slice('ImagingStudy/'.length);
    const before = settled.get(study) ?? '';
    const isSettled = before === digest;
    const end = { state: 'stored', code: 'unreconciled', detail: reasons.join(', '), record } as const;
    // A computed tomography has hundreds of inputs: they are not asked about with every laboratory result of the patient, nor
    // with each further image.
    const known = settledIn(before, reasons);
    const open = inputs.filter((id) => waiting.has(id) || !(isSettled || known.has(nameOf(id))));
    await inBatches(open, async (id) => {
      if (reasons.length > 0 && waiting.has(id)) await chart.endInput(parseInputId(id), end);
      else await chart.listForHuman(parseInputId(id), reasons);
    });
    if (!isSettled) await chart.settle(record, { study, digest, revision });
  }
}

/** Of more inputs the digest is no list of them, and they are all asked about again. */
const MOST_NAMED = 4000;

/** What is settled of a study: for which reasons, and of which inputs, each by the beginning of its digest. */
function digestOf(reasons: readonly string[], inputs: readonly string[]): string {
  const names = inputs.map(nameOf).sort();
  const said = canonicalHash(reasons);
  return names.length > MOST_NAMED ? `${said} ${canonicalHash(names)}` : [said, ...names].join(' ');
}

const nameOf = (input: string): string => parseInputId(input).sha256.slice(0, 8);

/** Names of the inputs that were settled for these very reasons. */
function settledIn(digest: string, reasons: readonly string[]): ReadonlySet<string> {
  const [said, ...names] = digest.split(' ');
  return new Set(said === canonicalHash(reasons) ? names : []);
}

/** The results stored under this revision with the facts they rest on, or undefined where a newer revision has won: its run does the rest. */
async function evaluateAndStore(
  record: string,
  revision: number,
  world: World,
): Promise<{ results: readonly Result[]; facts: PersonFacts } | undefined> {
  const { chart, region } = world;
  const needs = neededFacets(region);
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const previous = await chart.advice(record);
    if (previous && previous.revision > revision) return undefined;
    const facts = await readPerson(chart, record, needs);
    const decisions = Object.keys(region.models).length > 0 ? await chart.models.decisions() : [];
    const input: ResultsInput = { record, ...facts, previous, region, decisions };
    const results = resultsOf(input);
    const outcome = await store(record, revision, results, previous, world);
    if (outcome === 'stored') {
      log.info('advice stored', { record, revision, results: results.length });
      await chart.models.note(outcomesOf(record, { ...facts, studies: region.studies, region, decisions }), revision);
      const waits = studiesWaiting(record, { ...facts, studies: region.studies });
      for (const wait of waits) await chart.waitForQuiet({ record, ...wait });
      await planTurn(record, revision, input, world);
      return { results, facts };
    }
  }
  throw new OkaError('conflict', 'advice');
}

/**
 * When time alone will change what is said, the chart is judged again: a follow-up overdue, a value gone stale. Once for a
 * person: his first record plans it, and all of them are judged.
 */
async function planTurn(record: string, revision: number, input: ResultsInput, { chart, clock }: World): Promise<void> {
  if (input.entries.some((entry) => entry.record < record)) return;
  await chart.planTurn({ record, revision, at: nextTurn(input, clock().toISOString()) });
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
