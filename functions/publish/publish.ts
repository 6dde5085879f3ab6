import { createHash } from 'node:crypto';
import { sendingEvent } from '../../domain/delivery/way/events.ts';
import { bundleOf } from '../../domain/fhir/bundle/bundle.ts';
import { clinicById } from '../../domain/region.ts';
import { binaryId, pointBinary } from '../../platform/binaries.ts';
import { inBatches } from '../../platform/chart/batches.ts';
import type { AdviceState } from '../../platform/chart/chart.ts';
import type { FormRetry } from '../../platform/chart/form-retries.ts';
import { variableOf } from '../../platform/environment.ts';
import { log } from '../../platform/log.ts';
import { makeEvent } from '../../platform/queues.ts';
import { takeStep } from '../../platform/way.ts';
import type { World } from '../../platform/world.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { MadeForm } from '../../schemas/forms.ts';
import type { InputKey } from '../../schemas/input.ts';
import type { Result } from '../../schemas/result.ts';
import { concerned, namingOf } from './concerned.ts';
import { formsOrLater, retryForms } from './form-retries.ts';

/** SQS takes 1 MiB; a Bundle beyond this goes by address (ARCHITECTURE, Storage). */
const MAX_INLINE_BYTES = 200 * 1024;

/**
 * Sends every version of the record's results that has not been sent, then ends the inputs that waited for them. Where the
 * clinic has no record system a version goes to its desk alone: people are asked of it as of any other (contract 11). It reads what is stored now, not what the message says, and each step may be repeated: a crash or a second
 * delivery of the message anywhere leads to the same end (contract 4, "Published once").
 */
export async function publishRecord(record: string, world: World, traceparent: string): Promise<void> {
  const { chart, region } = world;
  const advice = await chart.advice(record);
  const head = await chart.head(record);
  if (advice === undefined || head === undefined) throw new OkaError('not-found', 'advice of the record');
  const ehr = clinicById(region, head.clinic)?.ehr;

  const patient = await patientOf(record, world);
  const inputs = await chart.awaiting(record, advice.revision);
  const { revision } = advice;
  const retries = await chart.formRetries(record);
  await retryForms(advice.results, retries, world);
  const naming = namingOf(record, chart);
  for (const result of advice.results) {
    if (result.version <= (advice.published[result.resultId] ?? 0)) continue;
    await publishResult(
      result,
      { clinic: head.clinic, ehr, patient, traceparent, revision, inputs, retries, naming },
      world,
    );
  }
  await endInputs(advice, world);
}

type Destination = {
  readonly clinic: string;
  readonly ehr: string | undefined;
  readonly patient: fhir4.Patient;
  readonly traceparent: string;
  /** Of the advice that is sent. */
  readonly revision: number;
  /** What waits for this advice: its way shows the forms that were made. */
  readonly inputs: readonly InputKey[];
  readonly retries: readonly FormRetry[];
  readonly naming: ReturnType<typeof namingOf>;
};

/**
 * The delivery is written before the message is sent: an answer can then never overtake it, and a crash in between leaves
 * an obligation whose deadline alarms instead of a silence.
 */
async function publishResult(result: Result, destination: Destination, world: World): Promise<void> {
  const { chart } = world;
  const { clinic, ehr, traceparent } = destination;
  const { record, resultId, version } = result;
  const begun = sendingEvent({ result, clinic, ehr, ...(await concerned(result, destination, world)) });
  const { after } = await takeStep(world, result, begun, { traceparent });
  if (after !== undefined && after.version > version) return;
  await showPictures(result, world);
  const forms = ehr === undefined ? [] : await sendTo(ehr, result, destination, world);
  await chart.markPublished(record, resultId, version, destination.revision);
  // A tomography has hundreds of inputs.
  for (const { kind, sopInstanceUid } of forms)
    await inBatches(destination.inputs, (input) => chart.step(input, 'dicom-form', `${kind} ${sopInstanceUid}`));
  log.info('result sent', { record, resultId, version, ehr, state: result.state, severity: result.severity });
}

/** Into the queue of a record system. @returns the DICOM forms that go with it */
async function sendTo(
  ehr: string,
  result: Result,
  { clinic, patient, retries, traceparent }: Destination,
  world: World,
): Promise<readonly MadeForm[]> {
  const { record, resultId, version, contentHash } = result;
  const time = world.clock();
  // What the Bundle names is there, and found in its study, before the Bundle goes out.
  const known = retries.find((one) => one.resultId === resultId);
  const forms = await formsOrLater(result, known, world);

  const data = {
    ...{ ehr, clinic, record, resultId, version, contentHash },
    ...{ state: result.state, severity: result.severity, notify: result.notify },
    ...(await bundleFor(result, patient, forms, world)),
  };
  await world.queues.send(
    queueOf(ehr, world),
    makeEvent('oka.result.published', 'publish', data, { traceparent, time }),
    {
      group: record,
      // A repeat of this run is dropped by the queue; a later run that sends the version again means it (`markUnsent`).
      deduplication: sha256(`${resultId}/${version}/${contentHash}/${traceparent.split('-')[1]}`),
    },
  );
  return forms;
}

/** Its pictures can be read by those who may read the record. */
async function showPictures({ record, content }: Result, { objects, env }: World): Promise<void> {
  const bucket = variableOf(env, 'OKA_BUCKET_DERIVED');
  for (const key of picturesOf(content)) if (key !== undefined) await pointBinary(objects, bucket, { key, record });
}

/** The Bundle inline, or stored in `derived` and named by path, digest and length. */
async function bundleFor(result: Result, patient: fhir4.Patient, forms: readonly MadeForm[], { objects, env }: World) {
  const bucket = variableOf(env, 'OKA_BUCKET_DERIVED');
  const { record } = result;
  const bundle = bundleOf(result, { patient, binaryId, forms });
  const bytes = Buffer.from(JSON.stringify(bundle));
  if (bytes.length <= MAX_INLINE_BYTES) return { bundle: { ...bundle } };
  const key = `bundles/${record}/${result.resultId}/${result.version}.json`;
  await objects.put(bucket, key, bytes, { contentType: 'application/fhir+json' });
  await pointBinary(objects, bucket, { key, record });
  return { bundleAt: { path: `/fhir/Binary/${binaryId(key)}`, sha256: sha256(bytes), bytes: bytes.length } };
}

/** Keys of the pictures that go with a result. */
const picturesOf = (content: Result['content']): (string | undefined)[] => {
  if (content.kind === 'advice') return [];
  return content.kind === 'finding' ? [content.derived.preview, content.derived.heatMap] : content.pictures;
};

/** Outside, a patient is named by the record: that id never changes and is the one that $everything takes. */
async function patientOf(record: string, { chart }: World): Promise<fhir4.Patient> {
  const resource = (await chart.newest(record, 'Patient', 1))[0]?.resource;
  return resource?.resourceType === 'Patient' ? { ...resource, id: record } : { resourceType: 'Patient', id: record };
}

/** @throws OkaError `configuration` for a record system without a queue. */
function queueOf(ehr: string, { env }: World): string {
  const queues: Record<string, string> = JSON.parse(variableOf(env, 'OKA_EHR_QUEUES'));
  const url = queues[ehr];
  if (url === undefined) throw new OkaError('configuration', `OKA_EHR_QUEUES: ${ehr}`);
  return url;
}

/** Ends are written once: an input that another run ended keeps that end. */
async function endInputs({ record, revision }: AdviceState, { chart }: World): Promise<void> {
  await inBatches(await chart.awaiting(record, revision), (input) =>
    chart.endInput(input, { state: 'published', record }),
  );
}

const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');
