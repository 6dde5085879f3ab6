import type { DicomHeader } from '../../domain/dicom/header.ts';
import { laneOf } from '../../domain/recognition/lane.ts';
import type { Chart } from '../../platform/chart/chart.ts';
import { variableOf } from '../../platform/environment.ts';
import { makeEvent } from '../../platform/queues.ts';
import type { World } from '../../platform/world.ts';
import type { ImageUploaded } from '../../schemas/messages.ts';
import type { Clinic } from '../../schemas/region.ts';
import { ordersWith } from './orders.ts';
import type { Taken } from './taken.ts';

type ToRecognise = Pick<Taken, 'study' | 'pixelHash'> & {
  readonly event: ImageUploaded;
  readonly clinic: Clinic;
  readonly header: DicomHeader;
  readonly record: string;
  readonly basis: 'preview' | 'whole';
};

/** Asks for the models to be run on a whole image. */
export const requestRecognition = (taken: Taken, world: World): Promise<void> =>
  sendForRecognition({ ...taken, record: taken.subject.record, basis: 'whole' }, world);

/**
 * Asks for the models to be run, in the lane of the order that the study belongs to; a study that its preview has made
 * suspect is urgent, whatever was ordered.
 */
export async function sendForRecognition(image: ToRecognise, world: World): Promise<void> {
  const { header, record, event, clinic, study, pixelHash, basis } = image;
  const { input, receivedAt } = event.data;
  const { chart, queues } = world;
  const ordered = laneOf(await ordersWith(chart, clinic.oid, header.accession));
  const lane: typeof ordered = ordered === 'urgent' || (await isSuspect(chart, record, study)) ? 'urgent' : 'routine';
  const queue = variableOf(
    world.env,
    lane === 'urgent' ? 'OKA_QUEUE_RECOGNITION_URGENT' : 'OKA_QUEUE_RECOGNITION_ROUTINE',
  );
  const { sopInstanceUid } = header;
  const data = { input, record, study, sopInstanceUid, pixelHash, basis, lane, receivedAt };
  const context = { traceparent: event.traceparent, time: world.clock() };
  await queues.send(queue, makeEvent('oka.recognition.requested', 'receive-image', data, context));
  await chart.step(input, 'recognition requested', basis === 'preview' ? `${lane}, preview` : lane);
}

/** Something is already told as present on this study. */
async function isSuspect(chart: Chart, record: string, study: string): Promise<boolean> {
  const told = (await chart.advice(record))?.results ?? [];
  return told.some(
    ({ state, content }) =>
      state === 'current' && content.kind === 'finding' && content.study.id === study && content.state === 'present',
  );
}
